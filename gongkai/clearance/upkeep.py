"""What must come down: kinds of content with their review months, finders of proposals, and who shows what.

The floors above enter theirs in a room ``upkeep.py``; the gate computes, asks and decides. Pure data.

    register_finder(Finder("website.ended", "活动已结束", ENDED, find_ended))
    register_review_kind(ReviewKind("policies.documents", "政策文件", 12, lambda: PolicyDocument.objects.all()))
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.clearance.enums_upkeep import Remedy
from gongkai.core.reasons import Rule


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing seen: what it is, its words, and where it can be looked at (a staff or public address; may be empty)."""

    label: str
    text: str
    url: str = ""

    def as_data(self) -> dict[str, str]:
        """Plain data for the database."""
        return {"label": self.label, "text": self.text, "url": self.url}


@dataclass(frozen=True, slots=True)
class Found:
    """What a finder saw of one public page, by its key.

    ``cause`` is what the proposal stands on: another cause is another proposal, also after a rejection. ``part`` tells
    several of one finder about one page apart; ``other`` is the other page of a pair.
    """

    page: int
    remedy: Remedy
    reason: str
    cause: str
    evidence: tuple[Evidence, ...] = ()
    part: str = ""
    other: int | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the cause."""
        return hashlib.sha256(self.cause.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Finder:
    """Computes proposals of one sort from what is public on a day. ``find`` must be bounded; it only reads."""

    code: str
    label: str
    rule: Rule
    find: Callable[[date], Iterable[Found]]


@dataclass(frozen=True, slots=True)
class ReviewKind:
    """A kind of content that is looked at again: its default months, and a query set of its pages, public or not."""

    code: str
    label: str
    months: int
    pages: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """Where a page is shown or linked: ``follows`` change by themselves with it, ``links`` go on leading to its address."""

    follows: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


FINDERS: dict[str, Finder] = {}
REVIEW_KINDS: dict[str, ReviewKind] = {}
_SHOWING: list[Callable[[Mapping[int, str]], Mapping[int, Shown]]] = []


def register_finder(finder: Finder) -> None:
    """Enter a finder. Raises ``ValueError`` when its code is taken by another."""
    if FINDERS.setdefault(finder.code, finder) is not finder:
        raise ValueError(f"finder {finder.code!r} is defined twice")


def register_review_kind(kind: ReviewKind) -> None:
    """Enter a kind; a page of two kinds is of the one entered first. Raises ``ValueError`` when its code is taken."""
    if REVIEW_KINDS.setdefault(kind.code, kind) is not kind:
        raise ValueError(f"review kind {kind.code!r} is defined twice")


def register_showing(find: Callable[[Mapping[int, str]], Mapping[int, Shown]]) -> None:
    """Let the publisher tell, for pages by key and address, where each is shown."""
    _SHOWING[:] = [find]


def shown_where(pages: Mapping[int, str]) -> Mapping[int, Shown]:
    """Where pages are shown in the current release; nothing where nobody can tell."""
    return _SHOWING[0](pages) if _SHOWING and pages else {}


def label_of_finder(code: str) -> str:
    """The Chinese name of a finder; its code where it is no more."""
    return FINDERS[code].label if code in FINDERS else code


def choices(items: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """Code and Chinese name of each finder or kind, in the order in which they were entered."""
    return [(code, item.label) for code, item in items.items()]
