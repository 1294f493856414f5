"""Asking the public index, and cutting an answer into plain data for the page."""

from __future__ import annotations

from gongkai.publishing.search.following import SearchDownError, search_public
from gongkai.website.head import View

__all__ = ["MAX_QUERY", "PER_PAGE", "SearchDownError", "find_public", "pieces_of"]
PER_PAGE = 20
MAX_QUERY = 100


def find_public(query: str, page: int, *, newest_first: bool = False) -> tuple[int, list[View]]:
    """How many outputs match, and those of one page (from 1). Raises :class:`SearchDownError`."""
    found = search_public(query, page=page, size=PER_PAGE, newest_first=newest_first)
    words = list(found.words)
    return found.total, [
        {
            "path": hit.path,
            "title": pieces_of(hit.title, words),
            "number": hit.number,
            "column": hit.column,
            "kind": hit.kind,
            "on": hit.on,
            "pieces": pieces_of(hit.excerpt, words),
        }
        for hit in found.hits
    ]


def _lower(text: str) -> str:
    """Lower case, character by character: the length stays (``İ`` would grow)."""
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def pieces_of(text: str, words: list[str]) -> list[View]:
    """``text`` cut into pieces, those that match one of ``words`` marked. Pure; loses no character."""
    marked = [False] * len(text)
    lower = _lower(text)
    for word in sorted({_lower(word) for word in words if word}, key=len, reverse=True):
        start = lower.find(word)
        while start >= 0:
            marked[start : start + len(word)] = [True] * len(word)
            start = lower.find(word, start + len(word))
    pieces: list[View] = []
    for character, is_hit in zip(text, marked, strict=True):
        if pieces and pieces[-1]["is_hit"] == is_hit:
            pieces[-1]["text"] += character
        else:
            pieces.append({"text": character, "is_hit": is_hit})
    return pieces
