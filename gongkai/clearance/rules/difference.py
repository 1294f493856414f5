"""What differs between two canonical contents, for a reviewer to read. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any

_BLOCK_END = re.compile(r"</(?:p|h\d|li|tr|div)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
_CJK = re.compile(r"[\u3400-\u9fff]")
_BLOCK_ENDS = frozenset("\n。；！？")
# Two stretches whose lengths multiply to more than this are shown as replaced: comparing them takes seconds.
_COMPARABLE = 1_000_000

# As SequenceMatcher's: equal, replace, delete or insert, and the bounds in the old and in the new sequence.
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: ``op`` is ``equal``, ``ins`` or ``del``."""

    op: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs, with its text cut into pieces."""

    name: str
    pieces: tuple[Piece, ...]


def plain_text(value: Any) -> str:
    """A field's value as text that a person can compare."""
    if value is None:
        return ""
    if isinstance(value, str):
        return html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", value))).strip()
    if isinstance(value, Mapping):
        inner = value.get("value", value)
        if isinstance(inner, Mapping):
            return "；".join(plain_text(item) for key, item in inner.items() if key != "id")
        return plain_text(inner)
    if isinstance(value, list):
        return "\n".join(plain_text(item) for item in value)
    return str(value)


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for token in _TOKEN.findall(text):
        tokens.extend(token if _CJK.search(token) else [token])
    return tokens


def opcodes_between(old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
    """How two sequences of characters or words differ: sentence by sentence first, then inside what differs.

    Comparing a whole document at once takes time with the square of its length.
    """
    old_blocks, new_blocks = _blocks(old), _blocks(new)
    old_starts, new_starts = _starts(old_blocks), _starts(new_blocks)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old_blocks, new_blocks).get_opcodes():
        outer = (tag, old_starts[i1], old_starts[i2], new_starts[j1], new_starts[j2])
        yield from _inside(old, new, outer) if tag == "replace" else (outer,)


def _inside(old: Sequence[str], new: Sequence[str], outer: Opcode) -> Iterator[Opcode]:
    tag, i1, i2, j1, j2 = outer
    head = 0
    while head < min(i2 - i1, j2 - j1) and old[i1 + head] == new[j1 + head]:
        head += 1
    tail = 0
    while tail < min(i2 - i1, j2 - j1) - head and old[i2 - tail - 1] == new[j2 - tail - 1]:
        tail += 1
    if head:
        yield "equal", i1, i1 + head, j1, j1 + head
    i1, j1 = i1 + head, j1 + head
    left, right = old[i1 : i2 - tail], new[j1 : j2 - tail]
    if len(left) * len(right) > _COMPARABLE:
        yield tag, i1, i2 - tail, j1, j2 - tail
    else:
        for op, a1, a2, b1, b2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            yield op, i1 + a1, i1 + a2, j1 + b1, j1 + b2
    if tail:
        yield "equal", i2 - tail, i2, j2 - tail, j2


def _blocks(tokens: Sequence[str]) -> list[tuple[str, ...]]:
    """The sequence cut after every end of a sentence or line."""
    blocks: list[tuple[str, ...]] = []
    start = 0
    for place, token in enumerate(tokens, start=1):
        if not _BLOCK_ENDS.isdisjoint(token):
            blocks.append(tuple(tokens[start:place]))
            start = place
    return [*blocks, tuple(tokens[start:])] if start < len(tokens) else blocks


def _starts(blocks: Sequence[Sequence[str]]) -> list[int]:
    """Where each block starts, and where the last one ends."""
    return [0, *accumulate(len(block) for block in blocks)]


def text_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as equal, removed and added pieces, in reading order."""
    old, new = _tokens(before), _tokens(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in opcodes_between(old, new):
        if tag == "equal":
            _append(pieces, "equal", old[i1:i2])
            continue
        _append(pieces, "del", old[i1:i2])
        _append(pieces, "ins", new[j1:j2])
    return tuple(pieces)


def _append(pieces: list[Piece], op: str, tokens: Sequence[str]) -> None:
    """One more piece; what continues the piece before it is joined to it."""
    if not tokens:
        return
    text = "".join(tokens)
    if pieces and pieces[-1].op == op:
        text = pieces.pop().text + text
    pieces.append(Piece(op, text))


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[FieldChange]:
    """The fields that differ, in the order in which the later content has them."""
    names = [*after, *(name for name in before if name not in after)]
    changes = []
    for name in names:
        if before.get(name) == after.get(name):
            continue
        pieces = text_pieces(plain_text(before.get(name)), plain_text(after.get(name)))
        changes.append(FieldChange(name, pieces))
    return changes
