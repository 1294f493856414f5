"""Risks about infrastructure: places in bulk or too exact, loads in tables, lists of all there is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.clearance.enums import FindingLevel
from gongkai.clearance.enums_aggregation import ColumnKind, FacilityKind, RiskKind
from gongkai.clearance.screening.aggregate.limits import Limits
from gongkai.clearance.screening.aggregate.profiles import Profile
from gongkai.clearance.screening.aggregate.risks import Risk


def find_facility_risks(
    profiles: Sequence[Profile], public: Sequence[Profile], limits: Limits
) -> Iterator[Risk]:
    """Everything about facilities, kind by kind; lists of no known kind are told of by a hint."""
    for kind in FacilityKind:
        own = [profile for profile in profiles if profile.facility == kind.value]
        others = [profile for profile in public if profile.facility == kind.value]
        if own:
            yield from _of_kind(kind, own, others, limits)
    points = {point for profile in profiles if not profile.facility for point in profile.points}
    if len(points) > limits.points:
        message = f"有 {len(points)} 个坐标点，看不出是什么设施，请核对是不是重要设施。"
        owners = _owners([profile for profile in profiles if profile.points])
        yield _risk(RiskKind.COORDINATES, message, len(points), limits.points, owners, FindingLevel.HINT)


def _of_kind(
    kind: FacilityKind, own: Sequence[Profile], others: Sequence[Profile], limits: Limits
) -> Iterator[Risk]:
    yield from _points(kind, own, others, limits)
    exact = max((profile.decimals for profile in own if profile.points), default=0)
    if exact > limits.decimals:
        count = sum(len(profile.points) for profile in own if profile.decimals > limits.decimals)
        message = f"{count} 处{kind.label}的坐标精确到小数点后 {exact} 位，超过 {limits.decimals} 位。"
        yield _risk(RiskKind.PRECISION, message, count, limits.decimals, _owners(own))
    loads = [profile for profile in own if ColumnKind.CAPACITY.value in profile.columns]
    rows = sum(profile.rows for profile in loads)
    if rows > limits.points:
        message = f"{rows} 处{kind.label}的荷载、能力成表列出，超过 {limits.points} 处。"
        yield _risk(RiskKind.LOADS, message, rows, limits.points, _owners(loads))
    yield from _network(kind, own, others, limits)


def _points(
    kind: FacilityKind, own: Sequence[Profile], others: Sequence[Profile], limits: Limits
) -> Iterator[Risk]:
    new = {point for profile in own for point in profile.points}
    every = new | {point for profile in others for point in profile.points}
    if new and len(every) > limits.points:
        told = f"（连同已公开的，本次 {len(new)} 个）" if len(every) > len(new) else ""
        message = f"{kind.label}坐标 {len(every)} 个{told}，超过 {limits.points} 个。"
        owners = _owners([*own, *(one for one in others if one.points)])
        yield _risk(RiskKind.COORDINATES, message, len(every), limits.points, owners)
    stakes = sum(profile.stakes for profile in own)
    if stakes > limits.points:
        message = f"列有 {stakes} 处{kind.label}的桩号，能推出位置，请核对。"
        yield _risk(RiskKind.COORDINATES, message, stakes, limits.points, _owners(own), FindingLevel.HINT)


def _network(
    kind: FacilityKind, own: Sequence[Profile], others: Sequence[Profile], limits: Limits
) -> Iterator[Risk]:
    new = {name for profile in own for name in profile.facilities}
    every = new | {name for profile in others for name in profile.facilities}
    owners = _owners([*own, *(one for one in others if one.facilities)])
    if len(every) > limits.facilities and new:
        told = f"（连同已公开的，本次 {len(new)} 处）" if len(every) > len(new) else ""
        message = f"{kind.label}累计 {len(every)} 处{told}，超过 {limits.facilities} 处。"
        yield _risk(RiskKind.GROWTH, message, len(every), limits.facilities, owners)
    total = limits.totals.get(kind.value, 0)
    if total and new and len(every) * 100 >= total * limits.network_share:
        share = min(100, len(every) * 100 // total)
        message = f"公开的{kind.label}达 {len(every)} 处，占总数 {total} 处的 {share}%。"
        yield _risk(RiskKind.WHOLE_NETWORK, message, len(every), limits.network_share, owners)
        return
    rows = sum(profile.rows for profile in own if profile.is_whole)
    if rows >= limits.network_rows:
        message = f"名称像全网清单，列有{kind.label} {rows} 行，达到 {limits.network_rows} 行。"
        yield _risk(RiskKind.WHOLE_NETWORK, message, rows, limits.network_rows, _owners(own))


def _owners(profiles: Sequence[Profile]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(profile.source.owner for profile in profiles))


def _risk(
    kind: RiskKind,
    message: str,
    count: int,
    limit: int,
    owners: tuple[str, ...],
    level: FindingLevel = FindingLevel.JUSTIFY,
) -> Risk:
    return Risk(kind.value, level.value, message, count, limit, owners=owners)
