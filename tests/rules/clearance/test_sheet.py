"""审查表: what it concludes, who takes it out, how many at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.clearance.enums import SlipState
from gongkai.clearance.rules.sheet import (
    MOST_SHEETS,
    ArchiveFacts,
    outcomes_of,
    reasons_against_archive,
    reasons_against_sheet,
)

FINE = ArchiveFacts(may_archive=True, first=date(2026, 1, 1), last=date(2026, 1, 31), count=3)


@pytest.mark.parametrize(
    ("state", "was_redacted", "ticked"),
    [
        (SlipState.GRANTED, False, ["公开"]),
        (SlipState.GRANTED, True, ["删减后公开"]),
        (SlipState.SUPERSEDED, False, ["公开"]),
        (SlipState.WITHDRAWN, False, ["公开"]),
        (SlipState.IN_REVIEW, True, []),
        (SlipState.RETURNED, False, []),
        (SlipState.CANCELLED, False, []),
    ],
)
def test_a_conclusion_is_ticked_only_where_it_was_reached(
    state: SlipState, was_redacted: bool, ticked: list[str]
) -> None:
    ticks, note = outcomes_of(state, was_redacted=was_redacted)
    assert [one["label"] for one in ticks] == ["公开", "删减后公开", "免予公开", "需报审"]
    assert [one["label"] for one in ticks if one["on"]] == ticked
    assert bool(note) is (state != SlipState.GRANTED)


@pytest.mark.rule("clearance.sheet.right")
def test_who_reads_a_slip_has_its_paper() -> None:
    assert reasons_against_sheet(may_read=True) == []
    (reason,) = reasons_against_sheet(may_read=False)
    assert reason.code == "clearance.sheet.right"
    assert "下载" in reason.remedy


@pytest.mark.rule("clearance.archive_sheets.right")
@pytest.mark.rule("clearance.archive_sheets.period")
@pytest.mark.rule("clearance.archive_sheets.size")
@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"count": 1}, []),
        ({"count": MOST_SHEETS}, []),
        ({"count": MOST_SHEETS + 1}, ["clearance.archive_sheets.size"]),
        ({"count": 0}, ["clearance.archive_sheets.size"]),
        ({"first": date(2026, 2, 1), "count": 0}, ["clearance.archive_sheets.period"]),
        ({"first": date(2026, 1, 31)}, []),
        (
            {"may_archive": False, "count": 0},
            ["clearance.archive_sheets.right", "clearance.archive_sheets.size"],
        ),
    ],
)
def test_an_archive_is_refused_with_every_reason(changes: dict[str, object], codes: list[str]) -> None:
    reasons = reasons_against_archive(replace(FINE, **changes))
    assert [reason.code for reason in reasons] == codes
    assert all(reason.remedy for reason in reasons)
