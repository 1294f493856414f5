"""Addresses of homes: from the province, the street or the village down to the door. Pure.

Found from the door backwards (a number before 室, 单元, 组 …), within a bounded stretch, so that the time grows with the
text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBER = "(?:[0-9０-９A-Za-z]{1,5}(?:[-－—][0-9０-９]{1,5}){0,3}|[一二三四五六七八九十]{1,3})"
_UNIT = "(?:号楼|号院|号|栋|幢|座|弄|单元|层|楼|室|组|户)"
# Searching for one word at a time is the quickest way to the doors.
_DOORS = tuple(
    re.compile(f"{word}(?<=[0-9０-９A-Za-z一二三四五六七八九十]{word})")
    for word in ("室", "单元", "号楼", "栋", "幢", "组", "弄")
)
_HOUSE_NUMBER = re.compile("号(?<=[0-9０-９]号)")
_CHAIN = re.compile(rf"(?:(?:之|附)?{_NUMBER}{_UNIT}){{0,5}}{_NUMBER}\Z")
_STREET = re.compile(
    r"(?:大街|大道|路|街|巷|胡同|里弄|小区|社区|花园|家园|新村|村|屯|庄|苑|园|里|湾|府|公寓|宿舍|家属院|镇|乡)"
    r"(?:[东南西北中]段|[东南西北]侧)?[（(]?\Z"
)
_RUN = re.compile(r"[\u4e00-\u9fff0-9０-９]+\Z")
_MORE = re.compile(rf"(?:{_NUMBER}{_UNIT}){{0,5}}(?:[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{0,2}}(?![0-9年月日元.]))?")
_LABEL = re.compile(
    r".*(?:家庭住址|户籍所在地|户籍地址|户籍地|通讯地址|联系地址|住所地|住址|住所|地址|家住|现住|住在|居住在|居住于|户籍|居住|位于|住)[为是于在]?"
)
_TOWN = re.compile(
    r".*(?:街道办事处|街道|苏木|大街|大道|路|街|巷|胡同|小区|社区|花园|家园|新村|公寓|宿舍|家属院|村|屯|庄|苑|园|镇|乡)"
)
_LONGEST = 40  # house number: characters of an address before its door
BODY = re.compile(
    r"公司|工厂|厂|局|医院|法院|检察院|研究院|学院|中心|单位|学校|大学|大厦|车站|支队|大队|收费站|服务区|办公|委员会|合作社|"
    r"商店|超市|酒店|宾馆|窗口|大厅|机关|处室|交易"
)


@dataclass(frozen=True, slots=True)
class Home:
    """An address in a text. ``town`` is its part down to the street, township or village; ``has_room`` says whether it
    goes further than the number of a house.
    """

    start: int
    end: int
    town: str
    has_room: bool


def addresses_in(text: str) -> Iterator[Home]:
    """Addresses that go down to a door, in order of place."""
    last = 0
    for door, has_room in sorted(_doors(text)):
        if door < last:
            continue
        home = _address_before(text, max(last, door - _LONGEST - 24), door, has_room)
        if home is not None:
            last = home.end
            yield home


def _doors(text: str) -> Iterator[tuple[int, bool]]:
    for pattern in _DOORS:
        yield from ((match.start(), True) for match in pattern.finditer(text))
    if "住" in text or "户籍" in text:
        yield from ((match.start(), False) for match in _HOUSE_NUMBER.finditer(text))


def _address_before(text: str, least: int, door: int, has_room: bool) -> Home | None:
    """The address whose first known door is the number before an offset; None where no street or village leads to it."""
    before = text[least:door]
    chain = _CHAIN.search(before)
    if chain is None or not _STREET.search(before[: chain.start()]):
        return None
    run = _RUN.search(before[: chain.start()][-_LONGEST:])
    if run is None:
        return None
    label = _LABEL.match(run.group())
    place = run.group()[label.end() if label else 0 :]
    if len(place) < 3:
        return None
    start = least + chain.start() - len(place)
    more = _MORE.match(text, least + chain.start(), min(len(text), door + 24))
    end = max(door + 1, more.end() if more else 0)
    town = _TOWN.match(place)
    return Home(
        start,
        end,
        town.group() if town else "",
        has_room or "室" in text[door:end] or "单元" in text[door:end],
    )


def is_home_cell(value: str) -> bool:
    """Whether a cell is an address down to a door or to a village, and names no office."""
    value = value[:120]
    if BODY.search(value):
        return False
    return any(True for _ in addresses_in(f"住{value}")) or bool(_VILLAGE.search(value))


_VILLAGE = re.compile(
    r"(?:市|县|区|旗|镇|乡)[\u4e00-\u9fff]{1,8}(?:村|屯|社区|小区)[\u4e00-\u9fff0-9]{0,6}\Z"
)
