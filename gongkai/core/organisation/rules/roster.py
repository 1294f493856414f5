"""Reading a roster: rows of a sheet or of a directory become units and people, or errors with their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from gongkai.core.days import FIRST_DAY, LAST_YEAR_READ

UNIT_COLUMNS = ("代码", "全称", "简称", "类型", "上级代码", "排序")
PERSON_COLUMNS = ("用户名", "姓名", "邮箱", "单位代码", "岗位", "职务", "任职日期")
OPTIONAL = frozenset({"简称", "类型", "上级代码", "排序", "邮箱", "职务", "单位代码", "岗位", "任职日期"})
MAX_ROWS = 20_000
_CODE = re.compile(r"[-a-zA-Z0-9_]{1,40}")
_USERNAME = re.compile(r"[\w.@+-]{1,150}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong in a roster: where (a cell such as 人员!C7, or a directory entry) and what."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as the roster has it; ``kind`` is a code of ``UnitKind``.

    What the roster has no column for is ``None`` and stays as it is; an empty cell says "none".
    """

    place: str
    code: str
    name: str
    short_name: str | None
    kind: str | None
    parent: str | None
    position: int | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person, and the post of theirs on this row (none where ``unit`` is empty)."""

    place: str
    username: str
    full_name: str
    email: str
    unit: str
    kind: str
    title: str
    valid_from: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What was read. ``has_units`` and ``has_people`` say which lists the source contains at all."""

    units: tuple[UnitLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    has_units: bool = False
    has_people: bool = False

    def written(self) -> dict[str, Any]:
        """The roster in its stored form."""
        return asdict(self)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Roster:
        """The roster out of its stored form."""
        return cls(
            tuple(UnitLine(**one) for one in data["units"]),
            tuple(PersonLine(**one) for one in data["people"]),
            tuple(Flaw(**one) for one in data["flaws"]),
            data["has_units"],
            data["has_people"],
        )


Cells = Mapping[str, str]
Place = Callable[[str], str]


def read_roster(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    unit_kinds: Mapping[str, str],
    post_kinds: Mapping[str, str],
) -> Roster:
    """Read the sheets 单位 and 人员; ``unit_kinds`` and ``post_kinds`` map Chinese labels to codes."""
    flaws: list[Flaw] = []
    if not {"单位", "人员"} & set(sheets):
        flaws.append(Flaw("工作簿", "没有名为“单位”或“人员”的工作表。"))
    units = [
        _unit(cells, place, unit_kinds, flaws)
        for cells, place in _rows("单位", sheets.get("单位", ()), UNIT_COLUMNS, flaws)
    ]
    people = [
        _person(cells, place, post_kinds, flaws)
        for cells, place in _rows("人员", sheets.get("人员", ()), PERSON_COLUMNS, flaws)
    ]
    return Roster(tuple(units), tuple(people), tuple(flaws), "单位" in sheets, "人员" in sheets)


def text_of(value: Any) -> str:
    """A cell as text: whole numbers without a decimal point, dates in ISO form."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def column_letter(index: int) -> str:
    """The letter of a column counted from nought, as spreadsheets name it."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _rows(
    sheet: str, rows: Sequence[Sequence[Any]], columns: Sequence[str], flaws: list[Flaw]
) -> list[tuple[Cells, Place]]:
    """Rows below the headings, each as texts by heading with a function that names a cell."""
    if not rows:
        return []
    heads = [text_of(value) for value in rows[0]]
    missing = [name for name in columns if name not in heads and name not in OPTIONAL]
    twice = sorted({name for name in columns if heads.count(name) > 1})
    if missing or twice:
        says = [f"缺少列：{'、'.join(missing)}。"] if missing else []
        says += [f"列重复：{'、'.join(twice)}。"] if twice else []
        flaws.append(Flaw(f"{sheet}!A1", "".join(says)))
        return []
    if len(rows) - 1 > MAX_ROWS:
        flaws.append(Flaw(f"{sheet}!A{MAX_ROWS + 2}", f"一次最多 {MAX_ROWS} 行，请分开导入。"))
        return []
    where = {name: heads.index(name) for name in columns if name in heads}
    found: list[tuple[Cells, Place]] = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {name: text_of(row[at]) if at < len(row) else "" for name, at in where.items()}
        if any(cells.values()):
            found.append((cells, _placer(sheet, number, where)))
    return found


def _placer(sheet: str, number: int, where: Mapping[str, int]) -> Place:
    return lambda name: f"{sheet}!{column_letter(where.get(name, 0))}{number}"


def _unit(cells: Cells, place: Place, kinds: Mapping[str, str], flaws: list[Flaw]) -> UnitLine:
    required = [("代码", 40), ("全称", 100)] + ([("类型", 20)] if "类型" in cells else [])
    for name, longest in required:
        _check_text(cells, place, name, longest, flaws)
    _check_length(cells, place, "简称", 40, flaws)
    code = cells["代码"]
    if code and not _CODE.fullmatch(code):
        flaws.append(Flaw(place("代码"), f"代码“{code}”只能用字母、数字、短横线和下划线，最长 40 个。"))
    if cells.get("类型") and cells["类型"] not in kinds:
        says = f"类型“{cells['类型']}”不在：{'、'.join(kinds)}。"
        flaws.append(Flaw(place("类型"), says))
    position = cells.get("排序", "") or "0"
    if not position.isascii() or not position.isdigit() or int(position) > 30_000:
        flaws.append(Flaw(place("排序"), f"排序“{position}”应是 0 到 30000 的整数。"))
        position = "0"
    return UnitLine(
        place("代码"),
        code,
        cells["全称"],
        cells.get("简称"),
        kinds.get(cells["类型"], "") if "类型" in cells else None,
        cells.get("上级代码"),
        int(position) if "排序" in cells else None,
    )


def _person(cells: Cells, place: Place, kinds: Mapping[str, str], flaws: list[Flaw]) -> PersonLine:
    _check_text(cells, place, "用户名", 150, flaws)
    _check_text(cells, place, "姓名", 60, flaws)
    _check_length(cells, place, "职务", 60, flaws)
    username, email = cells["用户名"], cells.get("邮箱", "")
    if username and not _USERNAME.fullmatch(username):
        flaws.append(Flaw(place("用户名"), f"用户名“{username}”含有不能用的字符。"))
    if email and (not _MAIL.fullmatch(email) or len(email) > 254):
        flaws.append(Flaw(place("邮箱"), "邮箱格式不对。"))
    unit, label = cells.get("单位代码", ""), cells.get("岗位", "")
    kind = kinds.get(label or "工作人员", "")
    if not kind:
        flaws.append(Flaw(place("岗位"), f"岗位“{label}”不在：{'、'.join(kinds)}。"))
    if not unit and (label or cells.get("任职日期", "")):
        flaws.append(Flaw(place("单位代码"), "填写了岗位或任职日期，就要填写单位代码。"))
    day = _day(cells.get("任职日期", ""))
    if day is None:
        flaws.append(
            Flaw(place("任职日期"), f"任职日期“{cells.get('任职日期', '')}”认不出，请写成 2026-01-31。")
        )
    return PersonLine(
        place("用户名"), username, cells["姓名"], email, unit, kind, cells.get("职务", ""), day or ""
    )


def _check_text(cells: Cells, place: Place, name: str, longest: int, flaws: list[Flaw]) -> None:
    if not cells[name]:
        flaws.append(Flaw(place(name), f"{name}没有填写。"))
    _check_length(cells, place, name, longest, flaws)


def _check_length(cells: Cells, place: Place, name: str, longest: int, flaws: list[Flaw]) -> None:
    if len(cells.get(name, "")) > longest:
        flaws.append(Flaw(place(name), f"{name}超过 {longest} 字。"))


def _day(text: str) -> str | None:
    """An ISO date, empty for nothing, ``None`` for what is no date or none that anybody can mean."""
    if not text:
        return ""
    match = _DAY.match(text)
    try:
        day = date(*(int(part) for part in match.groups())) if match else None
    except ValueError:
        return None
    is_meant = day is not None and day >= FIRST_DAY and day.year <= LAST_YEAR_READ
    return day.isoformat() if day is not None and is_meant else None
