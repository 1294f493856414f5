"""Filling the duty roster for a stretch of days, with pairs of people who take turns by the week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongkai.clearance.basis import DUTY_ROSTER
from gongkai.clearance.enums import RotaDays
from gongkai.clearance.rules.roster import ShiftFacts, reasons_against_shift
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.workdays.rules import Calendar, is_workday

LONGEST = 366
STRETCH = define_rule(
    "clearance.rota.stretch",
    13,
    "成批排班须起止日期先后分明，一次不超过一年，其中至少有一天要排。",
    DUTY_ROSTER,
)
CALENDAR = define_rule(
    "clearance.rota.calendar", 13, "只排工作日或休息日的，须已导入那一年的放假安排。", DUTY_ROSTER
)
SEEN = define_rule("clearance.rota.seen", 13, "写入值班表的须与预览的一致。", DUTY_ROSTER)


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """A pair that takes its turn: the leader and the checker of one week."""

    is_one_person: bool
    leader_is_suited: bool
    checker_is_suited: bool


@dataclass(frozen=True, slots=True)
class FillFacts:
    """A stretch about to be filled. ``days`` are those of the wanted kind, ``free`` those that have no shift yet."""

    may_configure: bool
    today: date
    first: date
    last: date
    wanted: RotaDays
    days: Sequence[date]
    free: Sequence[date]
    turns: Sequence[TurnFacts]
    is_as_seen: bool
    years_without_table: Sequence[int]


def days_wanted(first: date, last: date, wanted: RotaDays, calendar: Calendar) -> list[date]:
    """The days of a stretch that are of the wanted kind; in a year without a table that can only be every day."""
    found = []
    for offset in range(min((last - first).days, LONGEST) + 1):
        day = first + timedelta(days=offset)
        if wanted == RotaDays.EVERY or (
            calendar.knows(day) and is_workday(day, calendar) == (wanted == RotaDays.WORKDAYS)
        ):
            found.append(day)
    return found


def turn_on(day: date, first: date, turns: int) -> int:
    """Whose turn a day is: it goes on every Monday, in a circle; the first pair has the week of the first day."""
    monday = first - timedelta(days=first.weekday())
    return (day - monday).days // 7 % turns


def reasons_against_filling(facts: FillFacts) -> list[Reason]:
    """Every reason why the stretch may not be filled so. Fields of pairs are numbered from 1."""
    reasons = [*_against_ends(facts), *_against_turns(facts), *_against_stretch(facts)]
    if not facts.is_as_seen and not reasons:
        remedy = "请核对下面新的预览，再确认写入。"
        reasons.append(SEEN.reason("要写入的和刚才预览的不一样：内容改过，或别人动过值班表。", remedy=remedy))
    return reasons


def _against_ends(facts: FillFacts) -> list[Reason]:
    """As against a shift on the earlier of both ends; the pairs and the days that are taken are judged apart."""
    no_pair = TurnFacts(is_one_person=False, leader_is_suited=True, checker_is_suited=True)
    earlier = min(facts.first, facts.last)
    reasons = reasons_against_shift(_shift(facts, earlier, no_pair, may_configure=facts.may_configure))
    return [_at(reason, "first") if reason.field == "day" else reason for reason in reasons]


def _against_turns(facts: FillFacts) -> list[Reason]:
    """As against a shift of each pair today: who may configure and what day it is has been judged."""
    return [
        _at(reason, f"{reason.field}_{number}")
        for number, turn in enumerate(facts.turns, start=1)
        for reason in reasons_against_shift(_shift(facts, facts.today, turn, may_configure=True))
    ]


def _shift(facts: FillFacts, day: date, turn: TurnFacts, *, may_configure: bool) -> ShiftFacts:
    return ShiftFacts(
        may_configure,
        facts.today,
        before=None,
        day=day,
        is_one_person=turn.is_one_person,
        leader_is_suited=turn.leader_is_suited,
        checker_is_suited=turn.checker_is_suited,
        is_taken=False,
    )


def _against_stretch(facts: FillFacts) -> list[Reason]:
    if facts.last < facts.first:
        return [
            STRETCH.reason("截止日期早于起始日期。", field="last", remedy="请改为起始日期当天或以后的日子。")
        ]
    if (facts.last - facts.first).days >= LONGEST:
        return [STRETCH.reason("一次排的超过一年。", field="last", remedy="请分几次排，每次不超过一年。")]
    if facts.years_without_table and facts.wanted != RotaDays.EVERY:
        years = "、".join(f"{year} 年" for year in facts.years_without_table)
        remedy = "请改排“每天”，或排到有放假安排的那一年年底，或先在“工作日历”导入放假安排。"
        return [
            CALENDAR.reason(f"{years}的放假安排还没有导入，分不出工作日。", field="wanted", remedy=remedy)
        ]
    if not facts.days:
        remedy = "请改起止日期，或改排“每天”。"
        return [STRETCH.reason("这段时间里没有要排的日子。", field="last", remedy=remedy)]
    if not facts.free:
        remedy = "要改已有的安排，请在值班表里打开那一天修改。"
        return [STRETCH.reason("这段时间里要排的日子都已有安排。", field="last", remedy=remedy)]
    return []


def _at(reason: Reason, name: str) -> Reason:
    """The same reason at another field."""
    return replace(reason, field=name)
