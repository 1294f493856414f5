"""校对: rounds in order, four eyes, no two in a row, what a change makes stale, what the last signature asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.rules.proofreading import (
    ReaderFacts,
    Reading,
    ReadingFacts,
    TextStanding,
    next_round,
    reasons_against_reader,
    reasons_against_reading,
    reasons_against_unproofread,
    texts_to_read,
)

A, B, C = 1, 2, 3


def text(*readings: tuple[int, int, int], key: int = 1) -> TextStanding:
    """A text with readings as (round, who, corrections)."""
    return TextStanding(key, f"文件{key}", tuple(Reading(*one) for one in readings))


FRESH = ReaderFacts(
    user=A,
    may_proofread=True,
    works_for_unit=True,
    editors=frozenset(),
    submitter=9,
    is_open=True,
    is_unchanged=True,
    texts=(text(),),
    may_repeat=False,
)


def codes(reasons) -> list[str]:
    return [reason.code.removeprefix("clearance.proofreading.") for reason in reasons]


@pytest.mark.parametrize(
    ("readings", "passed", "asked"),
    [
        ([], 0, None),
        ([(1, A, 0)], 1, None),
        ([(1, A, 2)], 0, 1),
        ([(1, A, 2), (1, B, 0)], 1, None),
        ([(1, A, 0), (1, B, 3)], 0, 1),
        ([(1, A, 0), (2, B, 0), (3, C, 0)], 3, None),
        ([(1, A, 0), (2, B, 1)], 1, 2),
        ([(2, B, 0)], 0, None),
    ],
)
def test_the_latest_reading_of_each_round_counts(readings, passed, asked):
    one = text(*readings)
    assert one.passed == passed
    assert (one.asked.round if one.asked else None) == asked


@pytest.mark.rule("clearance.proofreading.order")
def test_what_was_changed_is_read_from_the_first_round_and_the_rest_keeps_its_rounds():
    old, changed = text((1, A, 0), (2, B, 0), key=1), text(key=2)
    assert next_round([old, changed]) == 1
    assert [one.key for one in texts_to_read([old, changed])] == [2]
    again = text((1, A, 0), key=2)
    assert [one.key for one in texts_to_read([old, again])] == [2]
    both = text((1, A, 0), (2, C, 0), key=2)
    assert [one.key for one in texts_to_read([old, both])] == [1, 2]
    assert next_round([text((1, A, 0), (2, B, 0), (3, A, 0))]) == 0


@pytest.mark.rule("clearance.proofreading.right")
@pytest.mark.rule("clearance.proofreading.unit")
@pytest.mark.rule("clearance.proofreading.wrote_it")
@pytest.mark.rule("clearance.proofreading.sent_it")
@pytest.mark.rule("clearance.proofreading.in_a_row")
@pytest.mark.rule("clearance.proofreading.not_open")
@pytest.mark.rule("clearance.proofreading.changed")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"may_proofread": False}, ["right"]),
        ({"works_for_unit": False}, ["unit"]),
        ({"editors": frozenset({A})}, ["wrote_it"]),
        ({"submitter": A}, ["sent_it"]),
        ({"texts": (text((1, A, 0)),)}, ["in_a_row"]),
        ({"texts": (text((1, A, 0)),), "may_repeat": True}, []),
        ({"texts": (text((1, A, 2)),)}, []),
        ({"texts": (text((1, B, 0)),)}, []),
        ({"texts": (text((1, A, 0), (2, B, 0)),)}, []),
        ({"texts": (text((1, A, 0), (2, B, 0), (3, A, 0)),)}, ["order"]),
        ({"is_open": False}, ["not_open"]),
        ({"is_unchanged": False}, ["changed"]),
        (
            {"editors": frozenset({A}), "submitter": A, "may_proofread": False},
            ["right", "wrote_it", "sent_it"],
        ),
    ],
)
def test_who_may_read_the_next_round(changes, expected):
    assert codes(reasons_against_reader(replace(FRESH, **changes))) == expected


READING = ReadingFacts(reader=FRESH, round=1, result="clean", corrections=((1, 0),), note="")


@pytest.mark.rule("clearance.proofreading.count")
@pytest.mark.rule("clearance.proofreading.note")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"round": 2}, ["order"]),
        ({"corrections": ((1, 2),)}, ["count"]),
        ({"result": "corrected"}, ["count", "note"]),
        ({"result": "corrected", "note": "第一段“的地”改“地”。"}, ["count"]),
        ({"result": "corrected", "corrections": ((1, 2),)}, ["note"]),
        ({"result": "corrected", "corrections": ((1, 2),), "note": "第一段改两处。"}, []),
        ({"result": "corrected", "corrections": ((1, -1),), "note": "第一段。"}, ["count"]),
        ({"result": "corrected", "corrections": ((1, 1000),), "note": "第一段。"}, ["count"]),
        ({"reader": replace(FRESH, texts=(text((1, B, 2)),))}, ["note"]),
        ({"reader": replace(FRESH, texts=(text((1, B, 2)),)), "note": "那两处是引文原样。"}, []),
    ],
)
def test_what_may_be_put_on_record(changes, expected):
    assert codes(reasons_against_reading(replace(READING, **changes))) == expected


@pytest.mark.rule("clearance.proofreading.missing")
@pytest.mark.rule("clearance.proofreading.uncorrected")
@pytest.mark.parametrize(
    ("texts", "rounds", "expected"),
    [
        ([text()], 0, []),
        ([text()], 3, ["missing"]),
        ([text((1, A, 0), (2, B, 0))], 3, ["missing"]),
        ([text((1, A, 0), (2, B, 0))], 2, []),
        ([text((1, A, 0), (2, B, 4))], 3, ["uncorrected"]),
        ([text((1, A, 0), (2, B, 4))], 1, []),
        ([text((1, A, 0), (2, B, 0), (3, C, 0)), text(key=2)], 3, ["missing"]),
        ([text(), text((1, A, 1), key=2)], 3, ["missing", "uncorrected"]),
    ],
)
def test_what_the_last_signature_asks_for(texts, rounds, expected):
    reasons = reasons_against_unproofread(texts, rounds=rounds)
    assert codes(reasons) == expected
    assert all(reason.remedy for reason in reasons)


READINGS = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(0, 2)), max_size=8)


@given(READINGS, st.integers(0, 3))
def test_nothing_is_missing_exactly_when_enough_rounds_were_passed(readings, rounds):
    one = text(*readings)
    assert bool(reasons_against_unproofread([one], rounds=rounds)) is (one.passed < rounds)
    assert one.passed <= len({number for number, _, count in readings if not count})
    assert one.asked is None or one.asked.round == one.passed + 1
