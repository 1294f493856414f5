"""The dated table of posts made ready for looking into texts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gongkai.clearance.screening.knowledge import Office

_HAN = re.compile("[\u4e00-\u9fff]+")
_SHORTEST_NEAR = 3  # of two characters one other is another name
_DEPUTY = "副"
# Words before a title or between it and a name by which it is a former, coming or passing one.
_NOT_NOW = re.compile(
    "(?:原|前|时任|前任|曾任|历任|拟任|任命|免去|任|兼任|接任|当选|提名|担任)[^，。；、]{0,12}\\Z"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A name with the title it is given in a text (empty where it has none); ``near`` is the name of the table that it is
    one character off, empty where it stands in the table itself.
    """

    name: str
    title: str
    organ: str
    start: int
    end: int
    near: str = ""


class Posts:
    """The table by name and by title."""

    def __init__(self, offices: tuple[Office, ...]) -> None:
        self._of: dict[str, list[Office]] = {}
        for office in offices:
            self._of.setdefault(office.name, []).append(office)
        titles = {part for office in offices for part in _parts(office.title)}
        # 甲某 is 副厅长, and the text says 厅长 which nobody here is: a known title with or without 副 is known.
        self._titles = (
            titles | {_DEPUTY + one for one in titles} | {one.removeprefix(_DEPUTY) for one in titles}
        )
        self._organs = {office.organ for office in offices if office.organ}
        names, said = _any(self._of), _any(self._titles)
        organs = f"(?P<organ>{_any(self._organs)})?" if self._organs else "(?P<organ>(?!))?"
        self._names = re.compile(names)
        self._before = re.compile(
            rf"{organs}(?P<titles>(?:{said})(?:、(?:厅|局|委)?(?:{said}))*)(?:同志|[ \u3000])?\Z"
        )
        self._after = re.compile(
            rf"(?:同志)?(?P<title>{said})(?![\u4e00-\u9fff]{{0,2}}(?:助理|会议|办公|秘书|信箱|接待|热线))"
        )
        self._title = re.compile(said)
        self._ends = tuple(self._titles)
        self._by_first: dict[str, list[str]] = {}
        for name in self._of:
            if len(name) >= _SHORTEST_NEAR:
                self._by_first.setdefault(name[0], []).append(name)
        self._longest = (
            max(map(len, self._titles), default=0) * 3 + max(map(len, self._organs), default=0) + 8
        )

    def said_in(self, text: str) -> Iterator[Said]:
        """Each name of the table in a text, and each name beside a title that is one character off one of them."""
        places: set[int] = set()
        for match in self._names.finditer(text):
            places.update(range(*match.span()))
            yield self._with_title(text, match)
        for match in self._title.finditer(text):
            for start in (match.end(), match.start() - _SHORTEST_NEAR):
                if start >= 0 and start not in places and (near := self._near(text, start, match.group())):
                    yield near

    def _with_title(self, text: str, match: re.Match[str]) -> Said:
        name, (start, end) = match.group(), match.span()
        lead = text[max(0, start - self._longest) : start]
        # Most names have no title before them; the ends of the titles are cheaper to compare than the pattern.
        is_titled = lead.removesuffix("同志").rstrip(" \u3000").endswith(self._ends)
        if is_titled and (before := self._before.search(lead)):
            if not _NOT_NOW.search(lead[: before.start()]):
                return Said(name, before["titles"], before["organ"] or "", start - len(before[0]), end)
        elif after := self._after.match(text, end):
            return Said(name, after["title"], "", start, after.end())
        return Said(name, "", "", start, end)

    def _near(self, text: str, start: int, title: str) -> Said | None:
        """杜某豪 where 杜某毫 has the title: the same surname and length, one character other."""
        for name in self._by_first.get(text[start : start + 1], ()):
            written = text[start : start + len(name)]
            if len(written) != len(name) or written in self._of or not _HAN.fullmatch(written):
                continue
            differ = sum(a != b for a, b in zip(written, name, strict=True))
            if differ == 1 and any(title in _parts(office.title) for office in self._of[name]):
                return Said(written, title, "", start, start + len(name), name)
        return None

    def held(self, said: Said, days: tuple[date, date]) -> bool:
        """Whether the person had every title given, in the organ named if one is, on some of the days."""
        there = [one for one in self._of[said.name] if _is_in(one, days) and said.organ in ("", one.organ)]
        have = {part for office in there for part in _parts(office.title)}
        given = {re.sub("^(?:厅|局|委)(?=党)", "", one) for one in said.title.split("、")}
        return all(one in have or one not in self._titles for one in given)

    def title_on(self, name: str, days: tuple[date, date]) -> str:
        """The titles of a person on these days, in Chinese; empty for none."""
        return "、".join(dict.fromkeys(one.title for one in self._of[name] if _is_in(one, days)))

    def is_deputy_of(self, one: str, other: str, days: tuple[date, date]) -> bool:
        """Whether the one is deputy in a post of the same organ that the other holds."""
        heads = {(o.organ, part) for o in self._of[other] if _is_in(o, days) for part in _parts(o.title)}
        mine = {(o.organ, part) for o in self._of[one] if _is_in(o, days) for part in _parts(o.title)}
        deputies = {(organ, part.removeprefix(_DEPUTY)) for organ, part in mine if part.startswith(_DEPUTY)}
        return not mine & heads and bool(deputies & heads)


def _parts(title: str) -> list[str]:
    """党组书记、厅长 are two titles."""
    return [part for part in re.split("[、，,和兼 ]", title) if part]


def _is_in(office: Office, days: tuple[date, date]) -> bool:
    return office.since <= days[1] and (office.until is None or days[0] <= office.until)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_last: list[tuple[tuple[Office, ...], Posts]] = []


def posts_of(offices: tuple[Office, ...]) -> Posts:
    """The table made ready; the last one is kept, because one knowledge scans many texts and every cell of a table."""
    if not _last or _last[0][0] is not offices:
        _last[:] = [(offices, Posts(offices))]
    return _last[0][1]
