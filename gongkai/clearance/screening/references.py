"""Numbers of documents (文号) as they stand in texts: found in every usual writing, and written in one. Pure.

Two shapes: 辽交办〔2023〕231号 (代字, year, number; 党政机关公文格式 GB/T 9704—2012, 7.2.5) and 国务院令第711号 or
交通运输部令2022年第11号 (an order or announcement).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_OPEN, _CLOSE = r"[〔\[［(（【﹝〖{]", r"[〕\]］)）】﹞〗}]"
_BLANK = r"\s{0,4}"  # bounded: a converter breaks a line anywhere, and time must grow with the text only
_DIGITS = "[0-9０-９]"
# The anchor is the bracketed year; the run before it is looked at afterwards and cut by `_series`.
_YEAR = re.compile(
    rf"{_OPEN}{_BLANK}(?P<year>(?:19|20|１９|２０){_DIGITS}{{2}}){_BLANK}年?{_BLANK}{_CLOSE}{_BLANK}"
    rf"(?:第{_BLANK})?(?P<numbers>{_DIGITS}{{1,6}}(?:{_BLANK}[、,，]{_BLANK}{_DIGITS}{{1,6}}){{0,9}}){_BLANK}号"
)
_COUNTED = rf"(?:{_DIGITS}{{1,6}}|[一二三四五六七八九十百零〇]{{1,8}})"
_ORDER = re.compile(
    rf"(?P<sort>令|公告|通告){_BLANK}(?P<open>[（(])?(?:(?P<year>(?:19|20){_DIGITS}{{2}})年)?{_BLANK}"
    rf"第{_BLANK}(?P<number>{_COUNTED}){_BLANK}号(?(open)[）)]?)"
)
_LATE_ORDER = re.compile(rf"第{_BLANK}(?P<number>{_COUNTED}){_BLANK}号(?P<sort>令|公告|通告)")
_LONGEST_SERIES = 16
_LONGEST_OWN = 40
_RUN_BEFORE = re.compile(
    rf"(?:(?:[{_HAN}][ \u3000]){{1,8}}[{_HAN}]|[{_HAN}]{{1,{_LONGEST_SERIES}}})(?={_BLANK}\Z)"
)
_STATE = "中华人民共和国"
# Words of a sentence that run into a 代字; what stands behind the last of them is the 代字.
_SENTENCE = re.compile(
    "依据|根据|按照|遵照|依照|参照|执行|落实|贯彻|印发|转发|下发|发布|公布|文件|通知|废止|施行|作出|"
    "以下|简称|同意|批准|批复|参见|详见|如下|其中|同时|对应|下达|文号|字号|编号|号文|"
    "[按据依见和与及或的以由将对为是于如即则]"
)
_CLOSED_OFF = "〕］])）】﹞〗}"
_MARKED = re.compile(r"[\s〔〕\[\]［］()（）【】﹝﹞〖〗{}]")
_NUMERALS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True, slots=True)
class Cited:
    """A number in a text: ``normal`` as :func:`normal` writes it, ``series`` 代字 or 机关 with 令, ``tail`` the rest.

    ``run`` is everything that stands before the year and might belong to the 代字; ``start`` and ``end`` are offsets.
    """

    normal: str
    series: str
    tail: str
    run: str
    start: int
    end: int


def normal(number: str) -> str:
    """A number in the one writing that lists and texts are compared in.

    辽交办[2023]第 012 号 → 辽交办〔2023〕12号; 国务院第711号令 → 国务院令第711号. Anything else comes back without blanks, in
    the usual width.
    """
    whole = number.strip().rstrip(_CLOSED_OFF)
    for cited in cited_numbers(whole):
        if cited.end == len(whole):
            before = _MARKED.sub("", _plain(whole[: cited.start]).replace(_STATE, ""))
            return before + cited.normal
    return "".join(_plain(number).split())


def cited_numbers(text: str) -> Iterator[Cited]:
    """Every number in a text, in order of place; of 225、226号 each, with the stretch of them all."""
    found = [*_dated(text), *_orders(text)]
    yield from sorted(found, key=lambda one: (one.start, one.end))


def own_number(text: str) -> list[Cited]:
    """The number that is all of a text; nothing where the text says more, or is longer than any number."""
    whole = text.strip()
    if len(whole) > _LONGEST_OWN:
        return []
    return [one for one in cited_numbers(whole) if one.start == 0 and one.end == len(whole)]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _before(text: str, end: int) -> tuple[str, str, int]:
    """(the run of characters before a place, the 代字 or organ at its end, where that begins)."""
    match = _RUN_BEFORE.search(text, max(0, end - _LONGEST_SERIES - 4), end)
    if match is None:
        return "", "", end
    run, begins = match.group(), match.start()
    if " " in run or "\u3000" in run:  # spaced out letter by letter: 辽 交 办
        return (joined := run.replace(" ", "").replace("\u3000", "")), joined, begins
    series = _series(run)
    return run, series, begins + len(run) - len(series) if series else end


def _series(run: str) -> str:
    """The 代字 at the end of a run of characters; empty where the sentence goes up to the year."""
    cut = run.rfind(_STATE) + len(_STATE) if _STATE in run else 0
    for match in _SENTENCE.finditer(run, cut):
        cut = match.end()
    return run[cut:]


def _dated(text: str) -> Iterator[Cited]:
    for match in _YEAR.finditer(text):
        run, series, start = _before(text, match.start())
        year = _plain(match["year"])
        for digits in re.findall(f"{_DIGITS}+", match["numbers"]):
            tail = f"〔{year}〕{int(_plain(digits))}号"
            yield Cited(series + tail, series, tail, run, min(start, match.start()), match.end())


def _orders(text: str) -> Iterator[Cited]:
    for pattern in (_ORDER, _LATE_ORDER):
        for match in pattern.finditer(text):
            run, organ, start = _before(text, match.start())
            if not organ:
                continue
            year = _plain(match.groupdict().get("year") or "")
            tail = f"{year}年第" if year else "第"
            tail += f"{_counted(match['number'])}号"
            series, whole = organ + match["sort"], run.replace(_STATE, "") + match["sort"]
            yield Cited(series + tail, series, tail, whole, start, match.end())


def _counted(number: str) -> int:
    """十二 and 12 alike."""
    if number[0] not in "一二三四五六七八九十百零〇":
        return int(_plain(number))
    if not set(number) & set("十百"):
        return int("".join(str(_NUMERALS[sign]) for sign in number))
    total, last = 0, 0
    for sign in number:
        if sign in "十百":
            total, last = total + (last or 1) * (10 if sign == "十" else 100), 0
        else:
            last = _NUMERALS[sign]
    return total + last
