"""Read the yearly notice of the State Council's general office in its own words.

Pure. The form has stood for many years:
「一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。」
Weekdays in brackets and 「共N天」 are checked against the dates; what disagrees is named, never mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.rules.tables import Draft, Entry, Fault

_TITLE = re.compile(r"(?:国务院办公厅)?关于(20\d\d)年[^\n。《》]*?节假日安排的通知")
_ITEM = re.compile(r"^\s*(?:[一二三四五六七八九十]+、)?\s*([一-龥、（）()]{2,12}?)[：:](.+)$")
_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日"
    r"(?:[（(](?P<note>[^）)]*)[）)])?"
)
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_TOTAL = re.compile(r"共\s*(\d+)\s*天")
_WEEK = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_REMEDY = "核对通知原文；也可改按“日期,类型,名称”每天一行填写。"


class _UnreadableError(ValueError):
    """A date of the notice that is none, or that disagrees with its own weekday."""


def looks_like_notice(text: str) -> bool:
    """Whether a text is the notice itself rather than a table."""
    return "放假" in text and bool(re.search(r"\d{1,2}月\d{1,2}日.*放假", text))


def read_notice(text: str, *, year: int | None = None, instrument: str = "") -> Draft:
    """The arrangement a notice makes. The year comes from its title unless given."""
    title = _TITLE.search(re.sub(r"[ \t　]", "", text))
    if title:
        year = year or int(title[1])
        instrument = instrument or f"国务院办公厅关于{title[1]}年部分节假日安排的通知"
    if year is None:
        return Draft(None, instrument)
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), start=1):
        item = _ITEM.match(line)
        if not item or "放假" not in item[2]:
            continue
        place = f"第{number}行（{item[1]}）"
        try:
            entries += _read_item(year, place, item[1], item[2])
        except _UnreadableError as error:
            faults.append(Fault(place, str(error), _REMEDY))
    return Draft(year, instrument, tuple(entries), tuple(faults))


def _read_item(year: int, place: str, name: str, text: str) -> Iterator[Entry]:
    """The days of one festival: sentences with 放假 are holidays, those with 上班 are made up for."""
    for sentence in re.split(r"[。；;]", text):
        if "放假" in sentence:
            yield from _read_holidays(year, place, name, sentence)
        elif "上班" in sentence:
            for day in _days_of(year, sentence):
                yield Entry(place, day, DayKind.MAKEUP, name)


def _read_holidays(year: int, place: str, name: str, sentence: str) -> Iterator[Entry]:
    found: list[date] = []
    for part in re.split(r"[、,，]", _outside_brackets(sentence.split("放假")[0])):
        days = list(_days_of(year, part))
        if "至" in part and len(days) == 2:
            span = (days[1] - days[0]).days
            if not 0 <= span <= 15:
                raise _UnreadableError(f"“{part.strip()}”的起止日期不合理。")
            days = [days[0] + timedelta(days=i) for i in range(span + 1)]
        found += days
    total = _TOTAL.search(sentence)
    if total and int(total[1]) != len(found):
        raise _UnreadableError(f"写明共{total[1]}天，按日期数是{len(found)}天。")
    if not found:
        raise _UnreadableError("没有读到放假日期。")
    for day in found:
        yield Entry(place, day, DayKind.HOLIDAY, name)


def _outside_brackets(text: str) -> str:
    """Commas inside brackets, as in （农历除夕、周二）, do not part dates."""
    return re.sub(r"[（(][^）)]*[）)]", lambda match: re.sub(r"[、,，]", " ", match[0]), text)


def _days_of(year: int, text: str) -> Iterator[date]:
    month = 0
    for match in _DAY.finditer(text):
        month = int(match["month"] or month)
        try:
            day = date(int(match["year"] or year), month, int(match["day"]))
        except ValueError as error:
            raise _UnreadableError(f"“{match[0]}”不是一个日期。") from error
        weekday = _WEEKDAY.search(match["note"] or "")
        if weekday and _WEEK[weekday[1]] != day.weekday():
            raise _UnreadableError(
                f"“{match[0]}”与日历不符，{day.year}年的这一天是星期{'一二三四五六日'[day.weekday()]}。"
            )
        yield day
