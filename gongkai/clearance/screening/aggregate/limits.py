"""The numbers of the aggregation check. House numbers (dossier 13.1 Q7 [D]), no law: each can be changed, with a trace.

The law (保密法 36, 实施条例 43) asks that leaks by aggregation are prevented and names no threshold. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

from gongkai.clearance.enums_aggregation import FacilityKind


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number: its Chinese name and unit, what it does, and between what it may be set."""

    code: str
    label: str
    unit: str
    default: int
    least: int
    most: int
    help: str


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("people", "名单累计人数", "人", 500, 1, 1_000_000, "同类名单累计超过这个人数，须评估。"),
    Parameter("facilities", "设施累计数", "处", 100, 1, 1_000_000, "同类重要设施累计超过这个数，须评估。"),
    Parameter("points", "坐标点数", "个", 30, 0, 1_000_000, "重要设施的坐标累计超过这个数，须评估。"),
    Parameter("decimals", "坐标小数位", "位", 4, 0, 12, "重要设施的坐标超过这个位数（约 10 米），须评估。"),
    Parameter(
        "network_rows", "全网清单行数", "行", 20, 1, 1_000_000, "名称像全网清单的，达到这个行数须评估。"
    ),
    Parameter("network_share", "占总数的比例", "%", 80, 1, 100, "填了总数的设施，公开占比达到它须评估。"),
    Parameter("group", "最小人群", "人", 5, 2, 1000, "去掉姓名后，特征相同的人少于这个数，须评估。"),
    Parameter("cell", "最小格", "人", 3, 1, 1000, "两版相减得出的人数少于这个数，须评估。"),
    Parameter("growth", "允许增长", "%", 10, 0, 1000, "评估以后行数增长超过它，须重新评估。"),
)
TOTALS: tuple[Parameter, ...] = tuple(
    Parameter(
        f"total_{kind.value}",
        f"全省{kind.label}总数",
        "处",
        0,
        0,
        10_000_000,
        "填 0 表示不知道，就不按比例核对。",
    )
    for kind in FacilityKind
)
ALL_PARAMETERS = {one.code: one for one in (*PARAMETERS, *TOTALS)}


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers in force; ``totals`` by kind of facility, as far as somebody has told them."""

    people: int
    facilities: int
    points: int
    decimals: int
    network_rows: int
    network_share: int
    group: int
    cell: int
    growth: int
    totals: Mapping[str, int] = field(default_factory=dict)


def limits_of(changed: Mapping[str, int]) -> Limits:
    """The defaults with what the department changed."""
    values = {one.code: changed.get(one.code, one.default) for one in PARAMETERS}
    totals = {kind.value: changed.get(f"total_{kind.value}", 0) for kind in FacilityKind}
    known = {one.name for one in fields(Limits)}
    return Limits(
        **{code: value for code, value in values.items() if code in known},
        totals={kind: total for kind, total in totals.items() if total},
    )
