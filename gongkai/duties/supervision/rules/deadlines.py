"""Time limits: from the words to a type, a last day and a recurrence (dossier 0.1 C7, 16.1, 16.2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from gongkai.duties.supervision.enums import DeadlineType, FlagCode, Recurrence
from gongkai.duties.supervision.rules.dates import find_date, month_end, safe_date
from gongkai.duties.supervision.rules.text import cjk_number
from gongkai.duties.supervision.rules.values import Deadline, Flag

CONTINUOUS = re.compile(r"长期|持续|常态化|经常性|常年|一直|贯穿|不间断")
DELEGATED = re.compile(
    r"(?:按照?|根据|依据|结合|待|视)[^，。；]{0,30}(?:安排|部署|要求|时限|计划|进度|通知|情况)|另行通知"
)
MILESTONE = re.compile(r"阶段性|积极进展|初步|明显成效")
IMMEDIATE = re.compile(r"立行立改|立即|即刻|即知即改|马上")
_RECURRING = (
    (Recurrence.HALF_YEARLY, re.compile(r"每半年|半年一次")),
    (Recurrence.QUARTERLY, re.compile(r"每个?季度?|按季|逐季|(?<![一二三四1-4])季度末")),
    (Recurrence.MONTHLY, re.compile(r"每个?月|按月|逐月")),
    (Recurrence.WEEKLY, re.compile(r"每周|每星期|按周")),
    (Recurrence.YEARLY, re.compile(r"每年|按年|逐年|每年度")),
)
_N = r"[\d一二三四五六七八九十]{1,3}"
_DURATION = re.compile(rf"({_N})\s*(?:个)?\s*(工作日|日历日|日|天|周|月|年)\s*(?:之)?内")
_YEAR = r"(?:(\d{4})\s*年\s*)?"
_RANGE = re.compile(
    r"(\d{4})\s*年\s*(?:(\d{1,2})\s*月)?\s*(?:至|到|[-—－~～]{1,2})\s*(?:(\d{4})\s*年)?\s*(?:(\d{1,2})\s*月)?"
)
_RANGE_SHORT = re.compile(r"(?<!\d)(\d{4})\s*(?:至|[-—－~～]{1,2})\s*(\d{4})\s*年")
_MONTH_DAY = re.compile(_YEAR + r"(\d{1,2})\s*月\s*(\d{1,2})\s*日")
_MONTH = re.compile(_YEAR + r"(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月(?!内)")
_QUARTER = re.compile(_YEAR + r"(?:第?([一二三四1-4])|([1-4]))\s*季度")
_HALF = re.compile(_YEAR + r"([上下])半年")
_YEAR_END = re.compile(r"(?:(\d{4})\s*年?|(本|今|当|明)年?)?(?<!\d\d)年?(?:底|末)")
_YEAR_ONLY = re.compile(r"(\d{4})\s*年")
_WHOLE_YEAR = re.compile(r"(?:(\d{4})\s*年)?全年")
_STRICT = re.compile(
    r"(?:\d{4}年|本年|今年|年)?(?:\d{1,2}月(?:\d{1,2}日)?|第?[一二三四1-4]季度|[上下]半年)?"
    r"(?:底|末|中旬|上旬|下旬)?(?:以|之)?前?(?:全面|基本)?(?:完成|完毕|到位|启动|取得阶段性成果)?"
    r"(?:，?并?(?:长期坚持|持续推进|常态化推进|常态化))?"
)
_STRICT_RECURRING = re.compile(r"(?:每年|每季度?|每月)(?:底|末|\d{1,2}日)?前?(?:完成)?")
_SIGNAL = re.compile(r"\d+月|年[底末]|季度|半年|\d{4}年|长期坚持|持续推进|常态化|每年|每月|每季|立行立改")


def is_deadline(form: str) -> bool:
    """Whether words without a label can only be a time limit."""
    text = re.sub(r"\s", "", form)
    if len(text) > 24 or not _SIGNAL.search(text):
        return False
    return bool(
        _STRICT.fullmatch(text)
        or re.fullmatch(r"(?:每年|每季度?|每月)(?:底|末|\d{1,2}日)?前?(?:完成)?", text)
    )


def read_deadline(text: str, year: int | None, issued_on: date | None = None) -> Deadline:
    """Read the words of a time limit (in reading form) of a notice of ``year`` dated ``issued_on``."""
    words = re.sub(r"\s+", "", text).strip("，；。：、")
    if not words:
        return Deadline()
    if recurring := _recurring(words):
        return recurring
    dated = next((found for read in _READERS if (found := read(words, year, issued_on))), None)
    if dated is None:
        return _undated(words)
    if CONTINUOUS.search(words) and dated.type is DeadlineType.FIXED:
        return Deadline(DeadlineType.FIXED_CONTINUOUS, words, dated.date, "", None, dated.flags)
    return dated


def _flag(code: FlagCode, message: str) -> tuple[Flag, ...]:
    return (Flag(code, message),)


def _recurring(words: str) -> Deadline | None:
    for recurrence, pattern in _RECURRING:
        if pattern.search(words):
            return Deadline(DeadlineType.RECURRING, words, None, recurrence.value)
    return None


def _undated(words: str) -> Deadline:
    """Words without a date: immediate, continuous, delegated, or not understood."""
    if IMMEDIATE.search(words):
        message = f"“{words}”没有写日期，请补一个检查的日子。"
        kind = DeadlineType.FIXED_CONTINUOUS if CONTINUOUS.search(words) else DeadlineType.FIXED
        return Deadline(kind, words, flags=_flag(FlagCode.DEADLINE_NO_DATE, message))
    if DELEGATED.search(words):
        return Deadline(DeadlineType.DELEGATED, words)
    if CONTINUOUS.search(words):
        return Deadline(DeadlineType.CONTINUOUS, words)
    message = f"时限“{words}”读不懂，请选定类型和日期。"
    return Deadline(DeadlineType.NONE, words, flags=_flag(FlagCode.DEADLINE_UNREADABLE, message))


def _duration(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    """A span of time counted from some day; the start day is not counted."""
    match = _DURATION.search(words)
    if match is None:
        return None
    count, unit = _number(match[1]), match[2]
    from_notice = issued_on and re.search(r"印发|发文|本通知|通知下发", words)
    due = _counted(issued_on, count, unit) if issued_on and from_notice else None
    if due:
        return Deadline(DeadlineType.PERIOD, words, due)
    message = f"“{words}”从哪一天起算不能确定，请补上截止日期。"
    if unit == "工作日":
        message = f"“{words}”要按工作日历推算，请补上截止日期。"
    return Deadline(DeadlineType.PERIOD, words, None, "", None, _flag(FlagCode.DEADLINE_NO_DATE, message))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else cjk_number(text)


def _counted(start: date, count: int, unit: str) -> date | None:
    if unit in {"日", "天", "日历日", "周"}:
        return start + timedelta(days=count * (7 if unit == "周" else 1))
    if unit in {"月", "年"}:
        months = start.year * 12 + start.month - 1 + count * (12 if unit == "年" else 1)
        last = month_end(months // 12, months % 12 + 1)
        return last and min(last, safe_date(last.year, last.month, start.day) or last)
    return None


def _range(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    if match := _RANGE_SHORT.search(words):
        return Deadline(DeadlineType.PERIOD, words, month_end(int(match[2]), 12))
    match = _RANGE.search(words)
    if match is None or not (match[3] or match[4]):
        return None
    return Deadline(DeadlineType.PERIOD, words, month_end(int(match[3] or match[1]), int(match[4] or 12)))


def _whole_year(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    match = _WHOLE_YEAR.search(words)
    if match is None:
        return None
    return _dated(words, match[1], year, lambda y: month_end(y, 12), kind=DeadlineType.PERIOD)


def _exact(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    if found := find_date(words):
        return Deadline(DeadlineType.FIXED, words, found[0], flags=_milestone(words))
    match = _MONTH_DAY.search(words)
    if match is None:
        return None
    month, day = int(match[2]), int(match[3])
    return _dated(words, match[1], year, lambda y: safe_date(y, month, day))


def _month(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    match = _MONTH.search(words)
    if match is None:
        return None
    month = _number(match[2])
    if third := re.match(r"([上中])旬", words[match.end() :]):
        day = 10 if third[1] == "上" else 20
        return _dated(words, match[1], year, lambda y: safe_date(y, month, day))
    rest = words[match.end() : match.end() + 2]
    coarse = not re.match(r"[底末前下]|份?[底末前]|之前|以前", rest)
    return _dated(words, match[1], year, lambda y: month_end(y, month), coarse="月" if coarse else "")


def _quarter(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    match = _QUARTER.search(words)
    if match is None:
        return None
    quarter = _number(match[2] or match[3])
    return _dated(words, match[1], year, lambda y: month_end(y, quarter * 3))


def _half(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    match = _HALF.search(words)
    if match is None:
        return None
    month = 6 if match[2] == "上" else 12
    return _dated(words, match[1], year, lambda y: month_end(y, month))


def _year_end(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    match = _YEAR_END.search(words)
    if match is None:
        return None
    later = 1 if match[2] == "明" else 0
    return _dated(words, match[1], year, lambda y: month_end(y + later, 12))


def _year_only(words: str, year: int | None, issued_on: date | None) -> Deadline | None:
    match = _YEAR_ONLY.search(words)
    if match is None:
        return None
    return _dated(words, match[1], year, lambda y: month_end(y, 12), coarse="年")


def _dated(
    words: str,
    written: str | None,
    year: int | None,
    day_of: Callable[[int], date | None],
    *,
    kind: DeadlineType = DeadlineType.FIXED,
    coarse: str = "",
) -> Deadline:
    """A deadline on a day of the written year, else of the notice's year, with what is unsure about it."""
    flags = list(_milestone(words))
    known = int(written) if written else year
    day = day_of(known) if known else None
    if day is None:
        why = "没有写年份，通知年份也不清楚" if known is None else "写的日子不存在"
        flags.append(Flag(FlagCode.DEADLINE_NO_DATE, f"时限“{words}”{why}，请补上日期。"))
    elif not written:
        flags.append(
            Flag(FlagCode.DEADLINE_YEAR_ASSUMED, f"时限“{words}”没有写年份，按通知所在的{known}年推算。")
        )
    if coarse and day:
        message = f"时限“{words}”只写到{coarse}，按{coarse}末 {day} 计。"
        flags.append(Flag(FlagCode.DEADLINE_COARSE, message))
    return Deadline(kind, words, day, "", None, tuple(flags))


def _milestone(words: str) -> tuple[Flag, ...]:
    if not MILESTONE.search(words):
        return ()
    return _flag(FlagCode.DEADLINE_MILESTONE, f"“{words}”只要求阶段性成果，完成标准请在计划中写明。")


_READERS = (_duration, _range, _exact, _month, _quarter, _half, _whole_year, _year_end, _year_only)
