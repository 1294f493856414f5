"""Telephone numbers: mobile ones are personal unless published, landlines are a question. Pure.

Numbers of services (12345, 12328, 12315, 110, 95xxx, 400-, 800-) have another shape and are never found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal.hits import Hit
from gongkai.clearance.screening.personal.zones import Zone

_GAP = r"[ \-~.()]{0,3}+"
_MOBILE = re.compile(
    rf"(?<![0-9])(?=((?:\(?\+?(?:00)?86{_GAP}|0)?)(1{_GAP}[3-9](?:{_GAP}[0-9]){{9}})(?![0-9]))"
)
# How people group eleven digits; other groups are numbers that happen to stand beside each other.
_GROUPS = frozenset(
    (
        (11,),
        (3, 4, 4),
        (3, 3, 5),
        (3, 5, 3),
        (3, 8),
        (4, 3, 4),
        (4, 4, 3),
        (7, 4),
        (5, 6),
        (6, 5),
        (1,) * 11,
        (3, 2, 2, 2, 2),
        (3, 4, 2, 2),
    )
)
# A label that Latin letters before a number may be; other letters make it part of a code.
_LETTERS = re.compile(r"[0-9A-Z_]*[A-Z_]\Z")
_LABELS = re.compile(
    r"(?:\A|[^A-Z0-9_])(?:TEL|PHONE|MOBILE|MOB|CELL|CALL|T|M|P|PH|HP|FAX|SMS|WX|VX|V|QQ|WECHAT)\Z"
)
_AMOUNT = re.compile(
    r"\s?(?:%|％|‰|元|万|亿|美元|欧元|日元|港元|吨|公斤|千克|米|公里|千米|平方|立方|亩|公顷|人次|人|辆|"
    r"千瓦|度|升|台|件|个|标准箱|TEU|kWh|kg|km|m\b)"
)

_AREA_2 = "(?:10|2[0-57-9])"
_AREA_3 = "[3-9][0-9]{2}"
_LANDLINE = re.compile(
    rf"(?<![0-9A-Z])(?=((?:\+?(?:00)?86[ \-~()]{{0,3}}+\(?0?|0)"
    rf"(?:{_AREA_2}([ \-~()]{{0,3}}+)([2-9][0-9]{{3}}[ \-~]?[0-9]{{4}})"
    rf"|{_AREA_3}([ \-~()]{{0,3}}+)([2-9](?:[0-9]{{3}}[ \-~]?[0-9]{{4}}|[0-9]{{2}}[ \-~]?[0-9]{{4}}))))"
    rf"((?:-| ?转 ?)[0-9]{{1,6}})?(?![0-9]))"
)
_LOCAL = re.compile(
    r"(?<![0-9A-Z.])(?<![0-9]-)([2-8][0-9]{2,3}-?[0-9]{4})(?:-[0-9]{1,6})?(?![0-9A-Z.]|-[0-9])"
)
_CALLED = re.compile(
    r"(?:电\s*话|传\s*真|座机|热线|联系方式|手\s*机|TEL|FAX|PHONE|☎)(?:号码|号)?[为是]?[\s:：()（）]*\Z",
    re.IGNORECASE,
)
_CALLED_NEAR = re.compile(
    r"电\s*话|传\s*真|座机|热线|联系|咨询|手\s*机|来电|拨打|TEL|FAX|PHONE", re.IGNORECASE
)


def mobiles_in(zone: Zone, knowledge: Knowledge) -> Iterator[Hit]:
    """Numbers of mobile telephones that nobody has published as an office's."""
    for match in _MOBILE.finditer(zone.flat):
        written = match[2]
        number = _digits(written)
        start, end = match.start(1), match.end(2)
        if _groups(written) not in _GROUPS or not _stands_alone(
            zone.flat, match.start(2), end, bool(match[1])
        ):
            continue
        if number in knowledge.office_phones or _AMOUNT.match(zone.after(end, 6)):
            continue
        yield Hit(
            FindingKind.MOBILE,
            zone.base + start,
            zone.base + end,
            f"{number[:3]}****{number[7:]}",
        )


def _stands_alone(flat: str, start: int, end: int, has_country: bool) -> bool:
    """Whether eleven digits are a number by themselves and no part of a code, a fraction or a longer number."""
    before, after = flat[max(0, start - 24) : start], flat[end : end + 24]
    if re.match(r"[A-Z_]|\.[0-9]", after):
        return False
    if has_country:
        return True
    if _LETTERS.search(before):
        return bool(_LABELS.search(before))
    if re.search(r"[0-9]\.\Z", before):
        return (
            bool(re.search(r"(?:\A|[^0-9.])[1-9][0-9]?\.\Z", before)) and _digits(flat[start:end])[:1] == "1"
        )
    joined = re.search(r"([0-9]+)[ ~]?-[ ~]?\Z", before)
    follows = re.match(r"[ ~]?-[ ~]?([0-9]+)", after)
    if joined and len(joined[1]) not in (3, 4, 7, 8, 11, 12):
        return False
    return not (follows and len(follows[1]) not in (1, 2, 3, 4, 7, 8, 11, 12))


def landlines_in(zone: Zone, knowledge: Knowledge) -> Iterator[Hit]:
    """Numbers with an area code, and those without one where a word says that it is a telephone."""
    for match in _LANDLINE.finditer(zone.flat):
        start, end = match.span(1)
        gap, local = match[2] or match[4] or "", _digits(match[3] or match[5])
        number = _digits(match[1])
        is_bare = not gap and not match[1].startswith(("+", "00", "86"))
        if is_bare and not _CALLED_NEAR.search(zone.before(start, 16)):
            continue
        if not _may_be_landline(zone.flat, start, match.end(6) if match[6] else end):
            continue
        national = re.sub(r"\A(?:00)?86", "", number).removeprefix("0")
        if _is_published(national, knowledge) or _AMOUNT.match(zone.after(end, 6)):
            continue
        area = national[: len(national) - len(local)]
        yield _landline(zone, start, match.end(6) if match[6] else end, f"0{area}-{local[:-4]}****")
    for match in _LOCAL.finditer(zone.flat):
        number = _digits(match[1])
        is_called = bool(_CALLED.search(zone.before(match.start(), 12)))
        if is_called and not _is_day(number) and not _is_published(number, knowledge):
            yield _landline(zone, match.start(), match.end(), f"{number[:-4]}****")


def _landline(zone: Zone, start: int, end: int, masked: str) -> Hit:
    return Hit(
        FindingKind.LANDLINE,
        zone.base + start,
        zone.base + end,
        masked,
        note="不在公布电话之列，请核对是不是个人电话。",
    )


def _may_be_landline(flat: str, start: int, end: int) -> bool:
    if re.search(r"[0-9][-.]\(?\Z|[0-9]\.\(?\Z", flat[max(0, start - 3) : start]):
        return False
    return not re.match(r"-[0-9]|\.[0-9]|[A-Z]", flat[end : end + 2])


def _is_day(number: str) -> bool:
    return bool(re.fullmatch(r"20[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])", number))


def _is_published(number: str, knowledge: Knowledge) -> bool:
    """Whether a number, with or without its area code, is among those an office has published."""
    return bool(knowledge.office_phones) and number.removeprefix("0") in _published(knowledge.office_phones)


@lru_cache(maxsize=8)
def _published(phones: frozenset[str]) -> frozenset[str]:
    """Published numbers as they may be written: national, without the zero, and the local seven or eight digits."""
    written: set[str] = set()
    for phone in phones:
        national = re.sub(r"\A(?:00)?86", "", _digits(phone)) if len(_digits(phone)) > 11 else _digits(phone)
        bare = national.removeprefix("0")
        written.add(bare)
        if national.startswith("0"):
            area = 2 if re.match(_AREA_2, bare) else 3
            written.add(bare[area:])
    return frozenset(written)


def _digits(written: str) -> str:
    return re.sub(r"[^0-9]", "", written)


def _groups(written: str) -> tuple[int, ...]:
    return tuple(len(group) for group in re.findall(r"[0-9]+", written.replace("~", "")))
