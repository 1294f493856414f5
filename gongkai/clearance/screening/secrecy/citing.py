"""Documents that a text cites by number: closed ones are stopped, unknown ones are pointed out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.folding import folded
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.lists import shipped_series
from gongkai.clearance.screening.references import Cited, cited_numbers

_HEAD = 400
_LONGEST_TITLE = 200
_TITLE_BEFORE = re.compile(r"》[^\S\n]{0,4}[（(〔]?[^\S\n]{0,4}\Z")


def cited_documents(text: str, knowledge: Knowledge) -> Iterator[Finding]:
    """Each distinct number once, at its first place. A document's own number, alone on a line of its head, is none."""
    yield from folded(_each(text, knowledge), said="文中共引用 {} 处。")


def _each(text: str, knowledge: Knowledge) -> Iterator[tuple[str, Finding]]:
    tails: frozenset[str] | None = None
    for cited in cited_numbers(text):
        writings = _writings(cited)
        if closed := next((one for one in writings if one in knowledge.closed_numbers), ""):
            yield closed, _closed(text, cited)
        elif any(one in knowledge.open_numbers for one in writings):
            continue
        elif not cited.series:
            tails = _tails(knowledge) if tails is None else tails
            yield cited.normal, _without_series(cited, cited.tail in tails)
        elif not _is_published_series(cited) and not _is_own_number(text, cited):
            yield cited.normal, _unknown(cited)


def _writings(cited: Cited) -> list[str]:
    """The number as cut, then with more and less of what stands before it: a closed one must not slip by a wrong cut."""
    runs = [cited.run[at:] for at in range(len(cited.run))]
    return [cited.normal, *(run + cited.tail for run in runs)]


def _tails(knowledge: Knowledge) -> frozenset[str]:
    return frozenset(number[number.find("〔") :] for number in knowledge.closed_numbers if "〔" in number)


def _is_published_series(cited: Cited) -> bool:
    return any(cited.series.endswith(series) for series in shipped_series())


def _is_own_number(text: str, cited: Cited) -> bool:
    if cited.end > _HEAD:
        return False
    line = text[text.rfind("\n", 0, cited.start) + 1 : cited.start]
    after = text.find("\n", cited.end)
    rest = text[cited.end : after if after >= 0 else len(text)]
    return "\n" in text and not line.strip() and not rest.strip()


def _closed(text: str, cited: Cited) -> Finding:
    return found(
        FindingKind.UNPUBLISHED_REFERENCE,
        _begin_of_title(text, cited.start),
        cited.end,
        "〔不公开文件的标题、文号，已隐去〕",
        note="所引文件不公开；删去标题和文号，改用概括的说法。",
    )


def _begin_of_title(text: str, start: int) -> int:
    """Where 《…》 directly before a number begins, or the number itself."""
    lowest = max(0, start - _LONGEST_TITLE)
    before = text[lowest:start]
    match = _TITLE_BEFORE.search(before)
    if match is None:
        return start
    depth = 0
    for at in range(match.start(), -1, -1):
        depth += (before[at] in "》〉") - (before[at] in "《〈")
        if depth == 0:
            return lowest + at
    return start


def _without_series(cited: Cited, is_like_closed: bool) -> Finding:
    if is_like_closed:
        return found(
            FindingKind.UNPUBLISHED_REFERENCE, cited.start, cited.end, "〔疑似不公开文件的文号，已隐去〕",
            level=FindingLevel.JUSTIFY, note="没有写发文机关代字，年份和序号与一份不公开的文件相同；请核对。",
        )  # fmt: skip
    return _unknown(cited)


def _unknown(cited: Cited) -> Finding:
    """The number itself is not kept: whether it may be public is the question."""
    return found(
        FindingKind.UNKNOWN_REFERENCE, cited.start, cited.end, f"{cited.series}〔文号，已隐去〕",
        note="本系统不知道这份文件是否公开；引用前请核对，不公开的删去标题和文号。",
    )  # fmt: skip
