"""Unit names: shared prefixes, groups, and what a name means in the register (never a guess)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from gongkai.duties.supervision.enums import FlagCode
from gongkai.duties.supervision.rules.values import Flag, Item, Mention, UnitRef

_PREFIX_LIMIT = 14


@dataclass(frozen=True, slots=True)
class Resolution:
    """What one name means: ``units`` when certain (several for a group), else ``candidates`` to choose from.

    ``is_open`` marks a group that names its members only loosely; ``is_ambiguous`` several bearers.
    """

    units: tuple[UnitRef, ...] = ()
    candidates: tuple[UnitRef, ...] = ()
    is_open: bool = False
    is_ambiguous: bool = False


class UnitResolver(Protocol):
    """The register of units on one day."""

    def resolve(self, text: str, earlier: Sequence[str]) -> Resolution:
        """What a name means; ``earlier`` are the names before it in its 、 run, nearest last."""


def spellings_of(mention: Mention) -> list[str]:
    """Longer names that a short one may stand for: each prefix of the names before it in the run, with it.

    厅行审处、办公室 gives 厅办公室; 省交通运输事业发展中心、事务服务中心 gives, among others,
    省交通运输事务服务中心.
    """
    seen: dict[str, None] = {}
    for anchor in mention.anchors:
        for length in range(min(len(anchor) - 1, _PREFIX_LIMIT), 0, -1):
            if not mention.text.startswith(anchor[:length]):
                seen.setdefault(anchor[:length] + mention.text)
    return list(seen)


def resolve_items(items: list[Item], resolver: UnitResolver | None, also: Iterable[str] = ()) -> list[Item]:
    """The items with every mention resolved, or flagged where it cannot be.

    Without a register only prefixes are resolved, and only where the document itself spells the name out
    (``also`` holds names found elsewhere in it).
    """
    vocabulary = {m.text for item in items for m in item.who.mentions if not m.anchors} | set(also)
    return [_resolved_item(item, resolver, vocabulary) for item in items]


def _resolved_item(item: Item, resolver: UnitResolver | None, vocabulary: set[str]) -> Item:
    if resolver is None:
        mentions = [_spelled_out(mention, vocabulary) for mention in item.who.mentions]
        return replace(item, who=replace(item.who, mentions=tuple(mentions)))
    found, flags = [], [f for f in item.who.flags if f.code != FlagCode.VAGUE_UNIT]
    for mention in item.who.mentions:
        meaning = resolver.resolve(mention.text, tuple(reversed(mention.anchors)))
        resolved = _resolved(mention, meaning)
        found.append(resolved)
        flags += _name_flags(resolved, meaning)
    return replace(item, who=replace(item.who, mentions=tuple(found), flags=tuple(flags)))


def _spelled_out(mention: Mention, vocabulary: set[str]) -> Mention:
    spelled = [s for s in spellings_of(mention) if s in vocabulary]
    return replace(mention, expanded=(spelled[0],)) if len(spelled) == 1 else mention


def _resolved(mention: Mention, meaning: Resolution) -> Mention:
    names = tuple(unit.name for unit in meaning.units)
    expanded = names if names != (mention.text,) else ()
    return replace(mention, units=meaning.units, candidates=meaning.candidates, expanded=expanded)


def _name_flags(mention: Mention, meaning: Resolution) -> list[Flag]:
    if meaning.is_open:
        message = f"“{mention.text}”没有指明是哪些单位，请选定。"
        return [Flag(FlagCode.VAGUE_UNIT, message, mention.span)]
    if meaning.units:
        return []
    names = "、".join(unit.name for unit in meaning.candidates)
    if meaning.is_ambiguous:
        return [Flag(FlagCode.UNIT_AMBIGUOUS, f"“{mention.text}”可能是{names}，请选定。", mention.span)]
    hint = f"名称相近的有：{names}。" if names else ""
    message = f"机构库里查不到“{mention.text}”。{hint}请选定单位，或注明是外单位。"
    return [Flag(FlagCode.UNIT_UNKNOWN, message, mention.span)]
