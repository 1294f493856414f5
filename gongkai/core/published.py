"""What the department has made public, asked of the apps that know it: telephone numbers and numbers of documents.

An app registers what it knows in its ``known.py``; the gate below asks without knowing the app. Pure but for what is
registered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers of documents as they are written: those public on the day, and those known not to be public."""

    public: frozenset[str] = frozenset()
    not_public: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Source(Generic[Found]):
    """What an app knows: ``stamp`` is cheap and changes whenever ``find`` would answer something else."""

    stamp: Callable[[], Hashable]
    find: Callable[[date], Found]


PHONES: dict[str, Source[Collection[str]]] = {}
"""By a lasting name: office telephones that the public is told, as they are written."""
DOCUMENT_NUMBERS: dict[str, Source[Numbers]] = {}
"""By a lasting name: numbers of the department's own documents."""


def register_phones(
    name: str, *, stamp: Callable[[], Hashable], find: Callable[[date], Collection[str]]
) -> None:
    """Let an app say which office telephones are published."""
    PHONES[name] = Source(stamp, find)


def register_document_numbers(
    name: str, *, stamp: Callable[[], Hashable], find: Callable[[date], Numbers]
) -> None:
    """Let an app say which numbers of documents are public, and which are known not to be."""
    DOCUMENT_NUMBERS[name] = Source(stamp, find)
