"""Invented knowledge of the screening engine: two lists, leaders, numbers, telephones. No real person or document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.models import LeaderPost, PublishedPhone, ReferencedDocument, TermList
from gongkai.clearance.usecases.knowledge import add_exception, set_term, set_term_list
from gongkai.clearance.usecases.knowledge_tables import note_document, set_leader_post, set_phone
from gongkai.core.accounts.models import User
from gongkai.demo.story import Cast

Word = tuple[str, str, str, tuple[str, ...]]
"""A word, what is written instead, a note, and the longer words in which it is right."""

_ORGAN = "示例省交通运输厅"
_USAGE = (
    ("示例省交通厅", "示例省交通运输厅", "2009 年更名，写当年的事除外。", ("示例省交通厅旧址",)),
    ("示例省公路管理局", "示例省公路事业发展中心", "2020 年机构改革后的名称。", ()),
    ("黑车", "非法营运车辆", "公文用规范说法。", ("黑车牌",)),
    ("农村客运站点", "农村客运停靠站点", "与规范性文件的用语一致。", ()),
)
_CODES = (("示例工程甲", "项目代号，公开时用正式名称。"), ("示例专网", "内部网络的名称。"))
_LEADERS = (
    ("示例甲", "厅长", date(2021, 3, 1), date(2024, 5, 31), False, "示任〔2021〕3号"),
    ("示例乙", "厅长", date(2024, 6, 1), None, False, "示任〔2024〕6号"),
    ("示例丙", "副厅长", date(2022, 9, 1), None, True, "示任〔2022〕9号"),
    ("示例丁", "副厅长", date(2025, 2, 1), None, True, "示任〔2025〕2号"),
)
_NUMBERS = (
    ("示政办发〔2025〕18号", "关于推进农村客运高质量发展的实施意见", True, "示例省人民政府网站"),
    ("示交安委〔2026〕7号", "", False, "来文注明不予公开"),
    ("示交函〔2026〕45号", "", False, "来文注明依申请公开"),
)
_PHONES = (
    ("000-0001 2346", "运输处", "ysc", "政策文件附的咨询电话"),
    ("000-0001 2347", "政法处", "zfc", "政策文件附的咨询电话"),
    ("000-0001 2348", "安监处", "", "政策文件附的咨询电话"),
)


def tell_knowledge(cast: Cast) -> None:
    """Entered by those whose office it is; leaves alone what is there."""
    _tell_lists(cast)
    office = cast.user("bangongshi2")
    for name, title, since, until, is_shared, source in _LEADERS:
        if not LeaderPost.objects.filter(name=name, organ=_ORGAN).exists():
            set_leader_post(
                by=office,
                post=None,
                name=name,
                title=title,
                organ=_ORGAN,
                since=since,
                until=until,
                is_shared=is_shared,
                source=source,
            )
    for number, title, is_public, source in _NUMBERS:
        if not ReferencedDocument.objects.filter(number=number).exists():
            note_document(
                by=office, document=None, number=number, title=title, is_public=is_public, source=source
            )
    for digits, label, unit, source in _PHONES:
        if not PublishedPhone.objects.filter(label=label).exists():
            set_phone(
                by=office,
                phone=None,
                digits=digits,
                label=label,
                unit=cast.units.get(unit),
                source=source,
                valid_from=None,
                valid_until=None,
            )


def _tell_lists(cast: Cast) -> None:
    office = cast.user("bangongshi2")
    usage = _tell_list(
        cast,
        office,
        "规范用语",
        FindingLevel.JUSTIFY,
        FindingKind.NAME_ERROR,
        "本厅机构改革文件和公文用语",
        _USAGE,
    )
    if usage is not None:
        add_exception(
            by=office,
            term_list=usage,
            text="示例省公路管理局",
            reason="处室整理路史资料，引用当年机构名称。",
            unit=cast.units["ysc"],
            column=None,
            valid_until=date(2027, 12, 31),
        )
    codes = tuple((text, "", note, ()) for text, note in _CODES)
    level, kind = FindingLevel.BLOCK, FindingKind.INTERNAL_MARK
    _tell_list(
        cast, cast.user("baomi"), "内部代号", level, kind, "本厅工作秘密事项目录", codes, is_closed=True
    )


def _tell_list(
    cast: Cast,
    by: User,
    name: str,
    level: FindingLevel,
    kind: FindingKind,
    source: str,
    words: Sequence[Word],
    *,
    is_closed: bool = False,
) -> TermList | None:
    """A list with its words; None where it is there already."""
    if TermList.objects.filter(name=name).exists():
        return None
    row = set_term_list(
        by=by,
        term_list=None,
        name=name,
        level=level,
        kind=kind,
        unit=cast.units["bgs"],
        source=source,
        valid_from=date(2026, 1, 1),
        valid_until=None,
        is_in_use=True,
        is_closed=is_closed,
    )
    for text, suggestion, note, unless in words:
        set_term(
            by=by,
            term_list=row,
            term=None,
            text=text,
            suggestion=suggestion,
            note=note,
            unless=unless,
            valid_from=None,
            valid_until=None,
        )
    return row
