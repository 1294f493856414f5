"""Dates that do not exist, weekdays that do not go with their dates, stretches that end before they begin. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding

_DAYS = "一二三四五六日"
_GAP = r"[ \u3000]{0,2}"
_HAN_DAY = "[一二三四五六七八九十廿卅]{1,3}"
_NUMERALS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_WEEKDAY = (
    rf"(?:{_GAP}[（(]?(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![一二三四五六日天季年期])[）)]?)?"
)
_DATE = re.compile(
    rf"(?<!\d)(?P<year>(?:19|20)\d\d){_GAP}年{_GAP}(?P<month>\d{{1,2}}){_GAP}月{_GAP}(?P<day>\d{{1,2}}){_GAP}[日号]{_WEEKDAY}"
)
_HAN_DATE = re.compile(
    rf"(?P<year>[一二][〇○零一二三四五六七八九]{{3}})年(?P<month>{_HAN_DAY})月(?P<day>{_HAN_DAY})日{_WEEKDAY}"
)
_WITHOUT_YEAR = re.compile(r"(?<![\d年./-])(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?!元)")
_DASHED = re.compile(r"(?<![\d.-])(?P<year>(?:19|20)\d\d)-(?P<month>[01]?\d)-(?P<day>[0-3]?\d)(?![\d-])")
_TO = r"[ \u3000]{0,2}(?:至|到|[-－—–~～]{1,2})[ \u3000]{0,2}"
_STRETCH = re.compile(
    rf"(?<!\d)(?P<y1>(?:19|20)\d\d)年(?P<m1>\d{{1,2}})月(?P<d1>\d{{1,2}})日{_TO}"
    r"(?:(?P<y2>(?:19|20)\d\d)年)?(?P<m2>\d{1,2})月(?P<d2>\d{1,2})日"
)
_SAME_MONTH = re.compile(rf"(?<!\d)(?P<m1>\d{{1,2}})月(?P<d1>\d{{1,2}})日?{_TO}(?P<d2>\d{{1,2}})日(?!元)")
_YEARS = re.compile(
    r"(?<![\d〔\[(（第])(?P<y1>(?:19|20)\d\d)年?(?:[-－—–~～]{1,2}|至)(?P<y2>(?:19|20)\d\d)年(?!\d{1,2}月)"
)


def dates_in(text: str) -> Iterator[Finding]:
    """Each date that is wrong by itself or with its neighbour, with what it could be where that is sure."""
    for shape in (_DATE, _HAN_DATE, _DASHED):
        for match in shape.finditer(text):
            yield from _judged(match)
    for match in _WITHOUT_YEAR.finditer(text):
        if not _exists(2024, int(match["month"]), int(match["day"])):  # a leap year: 2月29日 may be right
            yield _wrong(match, "没有这一天，请核对日期。")
    yield from _stretches(text)


def _judged(match: re.Match[str]) -> Iterator[Finding]:
    year, month, day = _figures(match)
    if not _exists(year, month, day):
        yield _wrong(match, "没有这一天，请核对日期。")
        return
    said = match.groupdict().get("weekday")
    right = _DAYS[date(year, month, day).weekday()]
    if said and said.replace("天", "日") != right:
        at = match.start("weekday") - match.start()
        mended = match[0][:at] + right + match[0][at + 1 :]
        yield _wrong(match, f"{year}年{month}月{day}日是星期{right}，不是星期{said}。", mended)


def _figures(match: re.Match[str]) -> tuple[int, int, int]:
    if match["year"].isascii():
        return int(match["year"]), int(match["month"]), int(match["day"])
    year = int("".join(str(_NUMERALS[sign]) for sign in match["year"]))
    return year, _han(match["month"]), _han(match["day"])


def _han(number: str) -> int:
    """二十三, 廿三 and 三十 as figures; anything odd as 99, which no calendar has."""
    number = number.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = number.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or not set(number) <= {*_NUMERALS, "十"}:
        return 99
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _stretches(text: str) -> Iterator[Finding]:
    for match in _STRETCH.finditer(text):
        first, last = (int(match["m1"]), int(match["d1"])), (int(match["m2"]), int(match["d2"]))
        # Without its own year the end may lie in the next one: 11月15日至3月15日 is the time of heating.
        is_same_month = not match["y2"] and first[0] == last[0]
        begins, ends = (int(match["y1"]), *first), (int(match["y2"] or match["y1"]), *last)
        if (match["y2"] or is_same_month) and begins > ends:
            yield _wrong(match, "起止日期前后颠倒，请核对。")
    for match in _SAME_MONTH.finditer(text):
        if int(match["d1"]) > int(match["d2"]):
            yield _wrong(match, "起止日期前后颠倒，请核对。")
    for match in _YEARS.finditer(text):
        if match["y1"] > match["y2"]:
            yield _wrong(match, "起止年份前后颠倒，请核对。")


def _wrong(match: re.Match[str], note: str, suggestion: str = "") -> Finding:
    return found(
        FindingKind.DATE_ERROR, match.start(), match.end(), match[0], suggestion=suggestion, note=note
    )
