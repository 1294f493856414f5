"""The organisation of the fictional 示例省交通运输厅, for the demonstration and for tests.

Its divisions and institutions bear the names that real notices use, so that a real notice's units resolve.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import NameKind, PostKind, UnitKind
from gongkai.core.organisation.models import Post, Unit, UnitGroup, UnitGroupName, UnitName

DEPARTMENT = "jtt"
SINCE = date(2018, 11, 1)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an invented person of the demonstration sits."""

    user: User
    kind: PostKind = PostKind.STAFF
    title: str = ""


@dataclass(frozen=True, slots=True)
class _Plan:
    code: str
    name: str
    short: str
    kind: UnitKind
    aliases: tuple[str, ...] = ()
    former: tuple[str, str] = ("", "")
    """Full and short name borne until the day before :data:`SINCE`."""


_OUTSIDE = (
    _Plan("sft", "示例省司法厅", "省司法厅", UnitKind.EXTERNAL),
    _Plan("zfbgt", "示例省人民政府办公厅", "省政府办公厅", UnitKind.EXTERNAL, ("省政府办公厅（室）",)),
)
_BELOW = (
    _Plan("bgs", "办公室", "办公室", UnitKind.OFFICE),
    _Plan("zfc", "政策法规处", "政法处", UnitKind.DIVISION, ("法规处",)),
    _Plan("xsc", "行政审批处", "行审处", UnitKind.DIVISION, ("审批处",)),
    _Plan("ghc", "综合规划处", "规划处", UnitKind.DIVISION),
    _Plan("csc", "财务审计处", "财审处", UnitKind.DIVISION, (), ("财务处", "财务处")),
    _Plan("rjc", "人事教育处", "人教处", UnitKind.DIVISION),
    _Plan("jgc", "建设管理处", "建管处", UnitKind.DIVISION),
    _Plan("glc", "公路管理处", "公路处", UnitKind.DIVISION),
    _Plan("syc", "水运管理处", "水运处", UnitKind.DIVISION),
    _Plan("ysc", "运输管理处", "运输处", UnitKind.DIVISION, (), ("道路运输处", "道运处")),
    _Plan("ajc", "安全监督处", "安监处", UnitKind.DIVISION),
    _Plan("kjc", "科技信息处", "科技处", UnitKind.DIVISION, (), ("科技教育处", "科教处")),
    _Plan("jgdw", "机关党委", "机关党委", UnitKind.DIVISION),
    _Plan("ltxc", "离退休干部处", "老干部处", UnitKind.DIVISION),
    _Plan(
        "fzzx",
        "示例省交通运输事业发展中心",
        "省交通运输事业发展中心",
        UnitKind.INSTITUTION,
        ("事业发展中心",),
    ),
    _Plan(
        "fwzx",
        "示例省交通运输事务服务中心",
        "省交通运输事务服务中心",
        UnitKind.INSTITUTION,
        ("事务服务中心",),
    ),
)
_GROUPS: tuple[tuple[str, tuple[str, ...], tuple[UnitKind, ...], bool], ...] = (
    (
        "厅机关各处室",
        ("机关各处室", "各处室", "厅各处室", "厅机关各处（室）"),
        (UnitKind.OFFICE, UnitKind.DIVISION),
        False,
    ),
    ("厅直属各单位", ("直属各单位", "厅属各单位", "厅直各单位"), (UnitKind.INSTITUTION,), False),
    ("厅相关处室", ("相关处室", "厅有关处室", "有关处室"), (UnitKind.OFFICE, UnitKind.DIVISION), True),
)


@transaction.atomic
def load_demo_organisation(
    *,
    people: Mapping[str, Iterable[Placement]] | None = None,
    supervisors: Mapping[str, User] | None = None,
) -> dict[str, Unit]:
    """Make the demonstration's units, names, groups and posts, or leave what is there; the units by code.

    ``people`` places accounts by unit code (``jtt`` is the department itself, where the leaders sit);
    ``supervisors`` gives the leader in charge of a unit by its code. Nothing edited since is overwritten.
    """
    units = {DEPARTMENT: _unit(_department(), None, 0)}
    for position, plan in enumerate(_BELOW, start=1):
        units[plan.code] = _unit(plan, units[DEPARTMENT], position * 10)
    for position, plan in enumerate(_OUTSIDE, start=1):
        units[plan.code] = _unit(plan, None, 900 + position)
    for name, others, kinds, is_open in _GROUPS:
        _group(name, others, kinds, is_open, units[DEPARTMENT])
    for code, user in (supervisors or {}).items():
        Unit.objects.filter(code=code, supervised_by=None).update(supervised_by=user)
    for code, placements in (people or {}).items():
        for one in placements:
            _place(one, units[code])
    return units


def _department() -> _Plan:
    return _Plan(
        DEPARTMENT,
        "示例省交通运输厅",
        "省交通运输厅",
        UnitKind.DEPARTMENT,
        ("厅", "厅机关", "我厅"),
    )


def _unit(plan: _Plan, parent: Unit | None, position: int) -> Unit:
    unit, is_new = Unit.objects.get_or_create(
        code=plan.code,
        defaults={
            "name": plan.name,
            "short_name": plan.short,
            "kind": plan.kind,
            "parent": parent,
            "position": position,
        },
    )
    if is_new:
        UnitName.objects.bulk_create(_names(plan, unit))
    return unit


def _names(plan: _Plan, unit: Unit) -> list[UnitName]:
    was_called = any(plan.former)
    since = SINCE if was_called else None
    until = date.fromordinal(SINCE.toordinal() - 1)
    full, short, alias = NameKind.FULL, NameKind.SHORT, NameKind.ALIAS
    rows = [
        UnitName(unit=unit, text=plan.name, kind=full, valid_from=since),
        UnitName(unit=unit, text=plan.short, kind=short, valid_from=since),
    ]
    rows += [UnitName(unit=unit, text=text, kind=alias) for text in plan.aliases if text not in plan.former]
    if was_called:
        rows += [
            UnitName(unit=unit, text=plan.former[0], kind=full, valid_until=until),
            UnitName(unit=unit, text=plan.former[1], kind=short, valid_until=until),
        ]
    return rows


def _group(
    name: str, others: tuple[str, ...], kinds: tuple[UnitKind, ...], is_open: bool, under: Unit
) -> None:
    group, is_new = UnitGroup.objects.get_or_create(
        name=name,
        defaults={"kinds": [kind.value for kind in kinds], "under": under, "is_open": is_open},
    )
    if is_new:
        UnitGroupName.objects.bulk_create(UnitGroupName(group=group, text=text) for text in others)


def _place(one: Placement, unit: Unit) -> None:
    Post.objects.get_or_create(
        user=one.user,
        unit=unit,
        kind=one.kind,
        defaults={"title": one.title, "valid_from": date(2020, 1, 1)},
    )
