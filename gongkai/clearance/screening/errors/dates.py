"""Dates that do not exist and weekdays that do not go with their dates. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding

_DAYS = "一二三四五六日"
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日(?:[ 　]?[（(]?(?:星期|周|礼拜)([一二三四五六日天])[）)]?)?"
)


def dates_in(text: str) -> Iterator[Finding]:
    """Each date that is wrong by itself, with what it could be."""
    for match in _DATE.finditer(text):
        year, month, day = (int(match[number]) for number in (1, 2, 3))
        try:
            there = date(year, month, day)
        except ValueError:
            yield found(
                FindingKind.DATE_ERROR, match.start(), match.end(), match[0], note="没有这一天，请核对日期。"
            )
            continue
        said = match[4]
        right = _DAYS[there.weekday()]
        if said and said.replace("天", "日") != right:
            note = f"{year}年{month}月{day}日是星期{right}，不是星期{said}。"
            suggestion = match[0].replace(said, right)
            yield found(
                FindingKind.DATE_ERROR, match.start(), match.end(), match[0], suggestion=suggestion, note=note
            )
