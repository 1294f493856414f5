"""What differs between two canonical contents, for a reviewer to read. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

_BLOCK_END = re.compile(r"</(?:p|h\d|li|tr|div)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]", re.UNICODE)
_CJK = re.compile(r"[\u3400-\u9fff]")


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


def text_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as equal, removed and added pieces, in reading order."""
    old, new = _tokens(before), _tokens(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("equal", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("del", "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("ins", "".join(new[j1:j2])))
    return tuple(pieces)


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
