"""Numbers in any spelling, dates in order, validity on a day, the need of an interpretation."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.policies.enums import DocumentKind, Signature, Validity
from gongkai.duties.policies.number_spelling import normal_number
from gongkai.duties.policies.rules import (
    DocumentDates,
    cautions_of_drafted_number,
    needs_interpretation,
    next_change_on,
    reasons_against_dates,
    reasons_against_gaps,
    reasons_against_number,
    reasons_against_taken_number,
    validity_on,
)

STANDARD = "示交规〔2026〕9号"
DAY = date(2026, 11, 22)
DAYS = st.dates(date(2019, 1, 1), date(2031, 12, 31))
MAYBE = st.none() | DAYS
DATES = st.builds(DocumentDates, MAYBE, MAYBE, MAYBE, MAYBE)


@pytest.mark.rule("policies.number.form")
@pytest.mark.parametrize(
    "typed",
    [
        "示交规[2026]9号",
        "示交规【2026】9号",
        "示交规(2026)9号",
        "示交规（2026）9号",
        "示交规［2026］9号",
        "示交规﹝2026﹞9号",
        "示交规〖2026〗9号",
        "示交规〔２０２６〕９号",
        "示交规(2026)第009号",
        " 示交规 〔2026〕 9 号 ",
        "示交规〔2026〕第9号",
        "示交规〔2026〕\u30009号",
    ],
)
def test_another_spelling_is_refused_with_the_standard_one(typed: str) -> None:
    assert normal_number(typed) == STANDARD
    (reason,) = reasons_against_number(typed, "")
    assert reason.code == "policies.number.form"
    assert reason.field == "doc_number"
    assert STANDARD in reason.remedy


@pytest.mark.parametrize("number", ["示交规〔2026〕1٢号", "示交规〔20２６〕12号", "示交规〔2026〕12号\n"])
def test_figures_of_another_script_make_another_number(number: str) -> None:
    assert [reason.code for reason in reasons_against_number(number, "")] == ["policies.number.form"]


@pytest.mark.rule("policies.number.taken")
@pytest.mark.parametrize(
    ("number", "holders", "told"),
    [
        (STANDARD, [], ""),
        ("", [("甲", "已公开")], ""),
        (STANDARD, [("甲", "已公开")], "已用于《甲》（已公开）。"),
        (
            STANDARD,
            [(title, "已撤下") for title in "甲乙丙丁"],
            "已用于《甲》（已撤下）、《乙》（已撤下）、《丙》（已撤下）等 4 件。",
        ),
    ],
)
def test_a_number_belongs_to_one_document(number: str, holders: list[tuple[str, str]], told: str) -> None:
    reasons = reasons_against_taken_number(number, holders)
    assert [reason.field for reason in reasons] == (["doc_number"] if told else [])
    assert all(reason.message.endswith(told) and reason.remedy for reason in reasons)


def test_a_number_in_drafts_is_a_caution() -> None:
    assert cautions_of_drafted_number(STANDARD, []) == []
    (one,) = cautions_of_drafted_number(STANDARD, ["甲"])
    assert "草稿《甲》里" in one
    (many,) = cautions_of_drafted_number(STANDARD, ["甲", "乙", "丙", "丁"])
    assert "《丙》等 4 件" in many


@pytest.mark.rule("policies.number.form")
@pytest.mark.parametrize("number", ["", STANDARD, "示交办发〔1999〕120号"])
def test_a_number_in_its_form_or_none_is_fine(number: str) -> None:
    assert reasons_against_number(number, "") == []


@pytest.mark.rule("policies.number.form")
@pytest.mark.parametrize(
    "typed",
    [
        "示交规〔26〕9号",
        "示交规〔1826〕9号",
        "示〔2026〕9号",
        "〔2026〕9号",
        "示交规2026年9号",
        "示交规〔2026〕9",
        "示交规〔2026〕九号",
        "公告",
        "示交规〔2026〕9号\n附",
        "🚧",
    ],
)
def test_what_cannot_be_mended_by_machine_is_not_guessed(typed: str) -> None:
    (reason,) = reasons_against_number(typed, "")
    assert "可改为" not in reason.remedy


@given(st.text(max_size=40))
def test_the_standard_spelling_is_a_fixed_point(text: str) -> None:
    once = normal_number(text)
    assert normal_number(once) == once


@pytest.mark.rule("policies.dates.order")
@pytest.mark.parametrize(
    ("dates", "fields"),
    [
        (DocumentDates(), []),
        (DocumentDates(DAY, DAY, DAY, DAY), []),
        (DocumentDates(written_on=DAY, printed_on=DAY - timedelta(1)), ["printed_on"]),
        (DocumentDates(written_on=DAY, effective_on=DAY - timedelta(1)), ["effective_on"]),
        (DocumentDates(effective_on=DAY, expires_on=DAY - timedelta(1)), ["expires_on"]),
        (DocumentDates(written_on=DAY, expires_on=DAY - timedelta(1)), ["expires_on"]),
        (DocumentDates(printed_on=DAY, expires_on=DAY - timedelta(1)), ["expires_on"]),
        (
            DocumentDates(DAY, DAY - timedelta(1), DAY - timedelta(2), DAY - timedelta(3)),
            ["printed_on", "effective_on", "expires_on"],
        ),
    ],
)
def test_every_contradiction_of_dates_is_told_at_its_field(dates: DocumentDates, fields: list[str]) -> None:
    reasons = reasons_against_dates(dates)
    assert [reason.field for reason in reasons] == fields
    assert {reason.code for reason in reasons} <= {"policies.dates.order"}


@pytest.mark.rule("policies.validity")
@pytest.mark.parametrize(
    ("dates", "state"),
    [
        (DocumentDates(), Validity.UNDATED),
        (DocumentDates(expires_on=DAY + timedelta(1)), Validity.UNDATED),
        (DocumentDates(written_on=DAY), Validity.VALID),
        (DocumentDates(written_on=DAY + timedelta(1)), Validity.PENDING),
        (DocumentDates(written_on=DAY - timedelta(9), printed_on=DAY + timedelta(1)), Validity.PENDING),
        (DocumentDates(written_on=DAY - timedelta(9), effective_on=DAY + timedelta(1)), Validity.PENDING),
        (DocumentDates(effective_on=DAY), Validity.VALID),
        (DocumentDates(effective_on=DAY, expires_on=DAY), Validity.VALID),
        (DocumentDates(effective_on=DAY - timedelta(9), expires_on=DAY - timedelta(1)), Validity.EXPIRED),
        # 2025-10-01 came and went within a national holiday: validity does not roll
        (DocumentDates(effective_on=date(2024, 1, 1), expires_on=date(2025, 10, 1)), Validity.EXPIRED),
    ],
)
def test_validity_follows_from_the_dates(dates: DocumentDates, state: Validity) -> None:
    assert validity_on(dates, DAY) is state


@pytest.mark.rule("policies.validity")
@given(DATES, DAYS)
def test_the_next_change_is_the_first_day_with_another_validity(dates: DocumentDates, day: date) -> None:
    if reasons_against_dates(dates):
        return
    then, now = next_change_on(dates, day), validity_on(dates, day)
    if then is None:
        assert validity_on(dates, date(2099, 1, 1)) is now
        return
    assert then > day
    assert validity_on(dates, then - timedelta(1)) is now
    if now is not Validity.UNDATED:
        assert validity_on(dates, then) is not now


@given(DATES, DAYS, DAYS)
def test_validity_only_goes_forward(dates: DocumentDates, one: date, other: date) -> None:
    order = [Validity.UNDATED, Validity.PENDING, Validity.VALID, Validity.EXPIRED]
    earlier, later = sorted((one, other))
    assert order.index(validity_on(dates, earlier)) <= order.index(validity_on(dates, later))


@pytest.mark.rule("policies.needs_interpretation")
@pytest.mark.parametrize("kind", DocumentKind)
@pytest.mark.parametrize("signature", Signature)
@pytest.mark.parametrize("is_proactive", [True, False])
def test_own_signature_and_public_and_saying_something_new(
    kind: DocumentKind, signature: Signature, is_proactive: bool
) -> None:
    wanted = (
        is_proactive
        and kind in {"normative", "decision", "policy"}
        and signature in {"department", "joint_lead"}
    )
    assert needs_interpretation(kind=kind, signature=signature, is_proactive=is_proactive) is wanted


@pytest.mark.rule("policies.gaps")
@pytest.mark.parametrize("gap", ["kind_reason", "issuer", "written_on", "body"])
def test_each_gap_is_told_at_its_field(gap: str) -> None:
    whole = {"kind_reason": "普遍适用。", "issuer": "示例省交通运输厅", "written_on": DAY, "body": True}
    assert reasons_against_gaps(whole) == []
    assert [reason.field for reason in reasons_against_gaps({**whole, gap: None})] == [gap]
    assert len(reasons_against_gaps({})) == 4
