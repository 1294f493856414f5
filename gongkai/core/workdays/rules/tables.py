"""What speaks against a year's table of holidays before it becomes the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.workdays.basis import (
    HOUSE_CALENDAR,
    STATUTORY_DAYS,
    WEEKLY_REST,
    YEARLY_ARRANGEMENT,
)
from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.rules.calendars import FIXED_HOLIDAYS, SATURDAY, YearTable
from gongkai.core.workdays.rules.deadlines import say

READABLE = define_rule(
    "workdays.table.readable", 0, "放假安排的每一行都应写明日期和放假或上班。", HOUSE_CALENDAR
)
YEAR_GIVEN = define_rule("workdays.table.year_given", 0, "放假安排应写明年份。", HOUSE_CALENDAR)
INSTRUMENT_GIVEN = define_rule(
    "workdays.table.instrument_given", 0, "放假安排应写明来源文件名称。", YEARLY_ARRANGEMENT
)
RIGHT_YEAR = define_rule(
    "workdays.table.right_year", 0, "放假安排只写本年的日期，元旦安排可写到上一年12月。", YEARLY_ARRANGEMENT
)
MAKEUP_ON_WEEKEND = define_rule(
    "workdays.table.makeup_on_weekend", 0, "调休上班日只能是星期六、星期日。", WEEKLY_REST
)
ONE_MEANING = define_rule(
    "workdays.table.one_meaning", 0, "同一天在放假安排中只能出现一次，不能既放假又上班。", HOUSE_CALENDAR
)
STATUTORY_DAYS_THERE = define_rule(
    "workdays.table.statutory_days", 0, "放假安排应包含元旦、劳动节、国庆节的法定放假日。", STATUTORY_DAYS
)

_EARLIEST, _LATEST = 2000, 2100
_WEEK = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Entry:
    """One day as handed in; ``place`` says where it stood, such as 第3行."""

    place: str
    day: date
    kind: DayKind
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that could not be read, and the way out."""

    place: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A year's arrangement as read from what someone pasted or uploaded, before it is judged."""

    year: int | None
    instrument: str
    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()

    def table(self) -> YearTable:
        """The table of a draft against which nothing speaks. Raises ``ValueError`` without a year."""
        if self.year is None:
            raise ValueError("a table needs its year")
        return YearTable(
            self.year,
            self.instrument,
            frozenset(e.day for e in self.entries if e.kind is DayKind.HOLIDAY),
            frozenset(e.day for e in self.entries if e.kind is DayKind.MAKEUP),
        )


def reasons_against_table(draft: Draft, *, taken: Mapping[date, int]) -> list[Reason]:
    """Everything wrong with a draft, by line. ``taken`` gives the days of the other years' tables."""
    reasons = [
        READABLE.reason(f"{fault.place}：{fault.message}", remedy=fault.remedy, field="text")
        for fault in draft.faults
    ]
    if not draft.instrument.strip():
        reasons.append(
            INSTRUMENT_GIVEN.reason(
                remedy="填写通知全称，如“国务院办公厅关于2027年部分节假日安排的通知”。", field="instrument"
            )
        )
    if draft.year is None or not _EARLIEST <= draft.year <= _LATEST:
        reasons.append(
            YEAR_GIVEN.reason(remedy=f"在“年份”中填写四位年份（{_EARLIEST}至{_LATEST}）。", field="year")
        )
        return reasons
    if not draft.entries:
        reasons.append(
            READABLE.reason(
                "没有读到任何日期。", remedy="粘贴通知正文，或按“日期,类型,名称”每天一行。", field="text"
            )
        )
        return reasons
    reasons += _against_days(draft.year, draft.entries)
    reasons += _against_repeats(draft.entries, taken)
    return reasons + _against_gaps(draft.year, draft.entries)


def _against_days(year: int, entries: Iterable[Entry]) -> list[Reason]:
    reasons = []
    for entry in entries:
        if entry.day.year != year and (entry.day.year, entry.day.month) != (year - 1, 12):
            reasons.append(
                RIGHT_YEAR.reason(
                    f"{entry.place}：{say(entry.day)}不属于{year}年的放假安排。",
                    remedy="改正日期，或把这一行放到它所属年份的安排里导入。",
                    field="text",
                )
            )
        if entry.kind is DayKind.MAKEUP and entry.day.weekday() < SATURDAY:
            reasons.append(
                MAKEUP_ON_WEEKEND.reason(
                    f"{entry.place}：{say(entry.day)}是星期{_WEEK[entry.day.weekday()]}，本来就上班，不能列为调休上班。",
                    remedy="核对日期；确是正常上班日的，删去这一行。",
                    field="text",
                )
            )
    return reasons


def _against_repeats(entries: Sequence[Entry], taken: Mapping[date, int]) -> list[Reason]:
    reasons, seen = [], dict[date, Entry]()
    for entry in entries:
        if entry.day in taken:
            reasons.append(
                ONE_MEANING.reason(
                    f"{entry.place}：{say(entry.day)}已在{taken[entry.day]}年的放假安排中。",
                    remedy=f"先核对{taken[entry.day]}年的安排，保留其中一处。",
                    field="text",
                )
            )
        first = seen.setdefault(entry.day, entry)
        if first is entry:
            continue
        message = f"{entry.place}：{say(entry.day)}与{first.place}重复。"
        if first.kind is not entry.kind:
            meanings = f"在{first.place}是{first.kind.label}，这里是{entry.kind.label}。"
            message = f"{entry.place}：{say(entry.day)}{meanings}"
        reasons.append(ONE_MEANING.reason(message, remedy="两行只保留正确的一行。", field="text"))
    return reasons


def _against_gaps(year: int, entries: Iterable[Entry]) -> list[Reason]:
    holidays = {entry.day for entry in entries if entry.kind is DayKind.HOLIDAY}
    missing = [day for m, d in sorted(FIXED_HOLIDAYS) if (day := date(year, m, d)) not in holidays]
    if not missing:
        return []
    named = "、".join(f"{day.month}月{day.day}日" for day in missing)
    return [
        STATUTORY_DAYS_THERE.reason(
            f"缺少法定放假日：{named}。",
            remedy="可能只粘贴了通知的一部分，请粘贴全年安排。",
            field="text",
        )
    ]
