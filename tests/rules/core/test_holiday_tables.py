"""What a year's table must be, and reading the notice in its own words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.reading import UnreadableError, read_source
from gongkai.core.workdays.rules import Draft, Entry, Fault, read_notice, reasons_against_table
from tests.factories.workdays import NOTICE_2026, draft_of
from tests.rules.core.test_workdays import SEED

D = date.fromisoformat


def codes(draft: Draft, taken: dict[date, int] | None = None) -> list[str]:
    return [reason.code for reason in reasons_against_table(draft, taken=taken or {})]


def with_entry(day: str, kind: DayKind) -> Draft:
    draft = draft_of(2027)
    return Draft(2027, draft.instrument, (*draft.entries, Entry("第99行", D(day), kind, "")))


def test_good_table_has_nothing_against_it() -> None:
    assert codes(draft_of(2027)) == []


@pytest.mark.rule("workdays.table.year_given")
@pytest.mark.parametrize("year", [None, 27, 1999, 2101])
def test_year_is_needed(year: int | None) -> None:
    draft = draft_of(2027)
    assert codes(Draft(year, draft.instrument, draft.entries)) == ["workdays.table.year_given"]


@pytest.mark.rule("workdays.table.instrument_given")
def test_source_is_needed() -> None:
    assert codes(Draft(2027, " ", draft_of(2027).entries)) == ["workdays.table.instrument_given"]


@pytest.mark.rule("workdays.table.readable")
def test_unread_lines_and_emptiness_are_named() -> None:
    draft = draft_of(2027)
    fault = Fault("第3行", "“2027-13-01”不是一个日期。", "改正")
    (reason,) = reasons_against_table(Draft(2027, "x", draft.entries, (fault,)), taken={})
    assert reason.code == "workdays.table.readable"
    assert reason.message.startswith("第3行：“2027-13-01”")
    assert reason.remedy
    assert codes(Draft(2027, "x")) == ["workdays.table.readable"]


@pytest.mark.rule("workdays.table.right_year")
@pytest.mark.parametrize(
    ("day", "fine"), [("2026-12-26", True), ("2026-11-28", False), ("2028-01-01", False)]
)
def test_days_of_another_year(day: str, fine: bool) -> None:
    assert codes(with_entry(day, DayKind.HOLIDAY)) == ([] if fine else ["workdays.table.right_year"])


@pytest.mark.rule("workdays.table.makeup_on_weekend")
def test_makeup_on_a_weekday() -> None:
    draft = with_entry("2027-03-03", DayKind.MAKEUP)
    (reason,) = reasons_against_table(draft, taken={})
    assert reason.code == "workdays.table.makeup_on_weekend"
    assert "第99行：2027年3月3日是星期三" in reason.message


@pytest.mark.rule("workdays.table.one_meaning")
def test_repeats_and_overlaps() -> None:
    assert codes(with_entry("2027-01-01", DayKind.HOLIDAY)) == ["workdays.table.one_meaning"]
    saturday = draft_of(2027, extra=[("2027-01-09", DayKind.HOLIDAY), ("2027-01-09", DayKind.MAKEUP)])
    (reason,) = reasons_against_table(saturday, taken={})
    assert "放假" in reason.message
    assert "调休上班" in reason.message
    assert codes(with_entry("2026-12-26", DayKind.HOLIDAY), {D("2026-12-26"): 2026}) == [
        "workdays.table.one_meaning"
    ]


@pytest.mark.rule("workdays.table.statutory_days")
def test_part_of_a_notice_is_noticed() -> None:
    entries = tuple(e for e in draft_of(2027).entries if e.day.month < 10)
    (reason,) = reasons_against_table(Draft(2027, "x", entries), taken={})
    assert "10月1日、10月2日、10月3日" in reason.message


def test_every_reason_at_once() -> None:
    bad = (
        Entry("第1行", D("2027-03-03"), DayKind.MAKEUP, ""),
        Entry("第2行", D("2027-03-03"), DayKind.HOLIDAY, ""),
        Entry("第3行", D("2025-03-03"), DayKind.HOLIDAY, ""),
    )
    assert set(codes(Draft(2027, "", bad, (Fault("第4行", "？", "！"),)))) == {
        "workdays.table.instrument_given",
        "workdays.table.readable",
        "workdays.table.makeup_on_weekend",
        "workdays.table.one_meaning",
        "workdays.table.right_year",
        "workdays.table.statutory_days",
    }


def test_the_notice_of_2026_gives_the_seeded_table() -> None:
    draft = read_notice(NOTICE_2026)
    assert (draft.year, draft.faults) == (2026, ())
    assert draft.instrument == "国务院办公厅关于2026年部分节假日安排的通知"
    seeded = next(table for table in SEED.tables if table.year == 2026)
    assert draft.table().holidays == seeded.holidays
    assert draft.table().makeups == seeded.makeups
    assert codes(draft) == []


@pytest.mark.parametrize(
    ("line", "holidays", "makeups"),
    [
        (
            "一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。",
            ["2018-12-30", "2018-12-31", "2019-01-01"],
            ["2018-12-29"],
        ),
        ("三、清明节：4月5日放假，与周末连休。", ["2019-04-05"], []),
        (
            "二、春节：2月4日（农历除夕、周一）至6日（周三）放假，共3天。2月2日（星期六）、2月3日（星期日）上班。"
            "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。",
            ["2019-02-04", "2019-02-05", "2019-02-06"],
            ["2019-02-02", "2019-02-03"],
        ),
    ],
)
def test_older_wordings(line: str, holidays: list[str], makeups: list[str]) -> None:
    draft = read_notice(line, year=2019)
    assert draft.faults == ()
    assert draft.table().holidays == {D(day) for day in holidays}
    assert draft.table().makeups == {D(day) for day in makeups}


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("一、元旦：1月1日（周五）至3日（周六）放假调休，共3天。", "星期四"),
        ("一、元旦：1月1日（周四）至3日（周六）放假调休，共4天。", "按日期数是3天"),
        ("一、元旦：2月30日放假。", "不是一个日期"),
        ("一、元旦：5月1日至3月1日放假。", "起止日期"),
        ("一、元旦：初一放假。", "没有读到放假日期"),
    ],
)
def test_what_disagrees_is_named_and_not_mended(line: str, part: str) -> None:
    draft = read_notice(line, year=2026)
    assert draft.entries == ()
    (fault,) = draft.faults
    assert part in fault.message
    assert fault.place == "第1行（元旦）"


def test_seeded_tables_have_nothing_against_them() -> None:
    for table in SEED.tables:
        entries = [Entry("", day, DayKind.HOLIDAY, "") for day in table.holidays]
        entries += [Entry("", day, DayKind.MAKEUP, "") for day in table.makeups]
        assert codes(Draft(table.year, table.source, tuple(entries))) == []
        assert max(table.days) - min(table.days) < timedelta(days=380)


@pytest.mark.parametrize(
    ("data", "part"),
    [(b"PK\x03\x04broken", "打不开"), (b"\xff\xfe\x00\x81", "读不出文字"), (b"1" * 1_000_001, "超过1 MB")],
)
def test_unreadable_files_say_what_to_do(data: bytes, part: str) -> None:
    with pytest.raises(UnreadableError, match=part):
        read_source(text="", data=data, year=2027, instrument="")
