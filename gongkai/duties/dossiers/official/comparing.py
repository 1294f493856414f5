"""Two texts laid side by side, clause by clause; and whether two texts say the same words. Pure.

Clauses are paired by their words first, then by their labels, then by likeness, so that a renumbered clause is known
again. From the rows both texts can be rebuilt.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from gongkai.duties.dossiers.official.blocks import Block, OfficialText
from gongkai.duties.dossiers.official.labels import anchors_of

_ALIKE, _ALIKE_AT_PLACE = 60.0, 40.0
"""Likeness in percent from which a clause is the same clause, elsewhere and under its own label (house numbers)."""
_MOST_OPEN = 300
"""Clauses without a partner up to which each is held against all others (house number: the time grows squared)."""
_MOST_MARKED = 400_000_000
"""Letters of one wording times letters of the other up to which changes are marked; beyond, the whole is."""
_SHORTEST_SAME = 2
"""Letters that stay between two changes to be shown as unchanged: single ones make a change unreadable."""


class Change(StrEnum):
    """What became of a clause."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # to another place among the others; its words may have changed, too


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of words: ``how`` is same, out (only in the old) or in (only in the new)."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A clause in both texts. ``old_at`` and ``new_at`` are its places among the blocks of each; ``spans`` mark what
    changed in its words, label included, and are empty where the words are the same or stand in one text only.
    """

    change: Change
    old: Block | None
    new: Block | None
    old_at: int | None = None
    new_at: int | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What stands beside the body and has changed: ``name`` in Chinese, both values as written."""

    name: str
    old: str
    new: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows in the order of the new text, removed clauses where they stood; fields that changed."""

    fields: tuple[FieldChange, ...]
    rows: tuple[Row, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing at all has changed."""
        return not self.fields and all(row.change is Change.SAME for row in self.rows)


def compare(old: OfficialText, new: OfficialText) -> Comparison:
    """What became of the old text in the new one."""
    pairs = _pairs(old.blocks, new.blocks)
    return Comparison(tuple(_fields(old, new)), tuple(_rows(old.blocks, new.blocks, pairs)))


def old_blocks(rows: tuple[Row, ...]) -> tuple[Block, ...]:
    """The blocks of the old text, from the rows."""
    found = sorted((row.old_at, row.old) for row in rows if row.old is not None and row.old_at is not None)
    return tuple(block for _, block in found)


def new_blocks(rows: tuple[Row, ...]) -> tuple[Block, ...]:
    """The blocks of the new text, from the rows."""
    return tuple(row.new for row in rows if row.new is not None)


def spans_between(old: str, new: str) -> tuple[Span, ...]:
    """What to mark between two wordings; the old one is made of same and out, the new one of same and in."""
    if len(old) * len(new) > _MOST_MARKED:
        return (Span("out", old), Span("in", new))
    parts = [
        (
            old[op.src_start : op.src_end] if op.tag != "insert" else "",
            new[op.dest_start : op.dest_end],
            op.tag,
        )
        for op in Indel.opcodes(old, new)
    ]
    out: list[Span] = []
    gone = come = ""
    for number, (before, after, tag) in enumerate(parts):
        is_short = 0 < number < len(parts) - 1 and len(before) < _SHORTEST_SAME
        if tag == "equal" and not is_short:
            out += _flushed(gone, come)
            gone = come = ""
            out.append(Span("same", before))
        else:
            gone += before
            come += after if tag != "delete" else ""
    return tuple(out + _flushed(gone, come))


def _flushed(gone: str, come: str) -> list[Span]:
    return [Span(how, text) for how, text in (("out", gone), ("in", come)) if text]


def _fields(old: OfficialText, new: OfficialText) -> list[FieldChange]:
    values = (
        ("标题", old.title, new.title),
        ("主送机关", old.addressee, new.addressee),
        ("附件说明", "\n".join(old.attachments), "\n".join(new.attachments)),
        ("署名", "\n".join(old.signed_by), "\n".join(new.signed_by)),
        ("成文日期", str(old.written_on or ""), str(new.written_on or "")),
        ("附注", old.note, new.note),
    )
    return [
        FieldChange(name, before, after, spans_between(before, after))
        for name, before, after in values
        if before != after
    ]


def _pairs(old: tuple[Block, ...], new: tuple[Block, ...]) -> dict[int, int]:
    """Place in the new text → place in the old one."""
    pairs: dict[int, int] = {}
    _pair_equal(pairs, old, new, lambda block: (block.kind, block.label, block.level, block.words))
    _pair_equal(pairs, old, new, lambda block: (block.kind, block.level, block.text or block.words))
    places = {anchor: n for n, anchor in enumerate(anchors_of(old))}
    taken = set(pairs.values())
    for at, anchor in enumerate(anchors_of(new)):
        was = places.get(anchor)
        if at in pairs or was is None or was in taken or old[was].kind is not new[at].kind:
            continue
        if fuzz.ratio(old[was].words, new[at].words) >= _ALIKE_AT_PLACE and not _is_nearer_elsewhere(
            old[was], new[at], [block for n, block in enumerate(new) if n not in pairs and n != at]
        ):
            pairs[at] = was
            taken.add(was)
    _pair_alike(pairs, old, new)
    return pairs


def _is_nearer_elsewhere(old: Block, new: Block, others: list[Block]) -> bool:
    """Whether another clause of the new text is far more like the old one: then it was renumbered."""
    here = fuzz.ratio(_said(old), _said(new))
    if len(others) > _MOST_OPEN:
        return False
    wanted = max(here + 20, _ALIKE)
    return any(
        other.kind is old.kind and fuzz.ratio(_said(old), _said(other), score_cutoff=wanted)
        for other in others
    )


def _said(block: Block) -> str:
    return block.text or block.words


def _pair_equal(
    pairs: dict[int, int], old: tuple[Block, ...], new: tuple[Block, ...], key: Callable[[Block], Hashable]
) -> None:
    """Pair clauses of one key, in order."""
    taken = set(pairs.values())
    places: defaultdict[Hashable, list[int]] = defaultdict(list)
    for at, block in enumerate(old):
        if at not in taken:
            places[key(block)].append(at)
    for at, block in enumerate(new):
        if at not in pairs and places[key(block)]:
            pairs[at] = places[key(block)].pop(0)


def _pair_alike(pairs: dict[int, int], old: tuple[Block, ...], new: tuple[Block, ...]) -> None:
    """Pair what is left by likeness, the likest first."""
    taken = set(pairs.values())
    left = [at for at in range(len(old)) if at not in taken]
    right = [at for at in range(len(new)) if at not in pairs]
    if len(left) * len(right) > _MOST_OPEN**2:
        return  # a text rewritten from end to end: clauses are shown as removed and added
    likely = sorted(
        (-likeness, abs(was - at), was, at)
        for was in left
        for at in right
        if old[was].kind is new[at].kind
        and (likeness := fuzz.ratio(_said(old[was]), _said(new[at]), score_cutoff=_ALIKE))
    )
    for _, _, was, at in likely:
        if at not in pairs and was not in taken:
            pairs[at] = was
            taken.add(was)


def _rows(old: tuple[Block, ...], new: tuple[Block, ...], pairs: dict[int, int]) -> list[Row]:
    still = _in_order([pairs[at] for at in sorted(pairs)])
    paired = set(pairs.values())
    gone = [at for at in range(len(old)) if at not in paired]
    rows: list[Row] = []
    for at, block in enumerate(new):
        was = pairs.get(at)
        if was is None:
            rows.append(Row(Change.ADDED, None, block, None, at))
            continue
        if was in still:
            while gone and gone[0] < was:
                rows.append(Row(Change.REMOVED, old[gone[0]], None, gone.pop(0)))
        rows.append(_row(old[was], block, was, at, is_moved=was not in still))
    return rows + [Row(Change.REMOVED, old[was], None, was) for was in gone]


def _row(old: Block, new: Block, was: int, at: int, *, is_moved: bool) -> Row:
    change = Change.MOVED if is_moved else Change.SAME if old == new else Change.CHANGED
    spans = spans_between(old.words, new.words) if old.words != new.words else ()
    return Row(change, old, new, was, at, spans)


def _in_order(places: list[int]) -> set[int]:
    """The longest part of the places that still follow each other."""
    tails: list[int] = []
    at_tail: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        k = bisect_left(tails, place)
        tails[k : k + 1] = [place]
        at_tail[k : k + 1] = [n]
        before.append(at_tail[k - 1] if k else -1)
    kept: set[int] = set()
    n = at_tail[-1] if at_tail else -1
    while n >= 0:
        kept.add(places[n])
        n = before[n]
    return kept
