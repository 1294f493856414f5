"""Where releases go: an adapter for each target. Our own release is the one built in.

A 省集约化平台 takes a package instead (column mapping, returned address, receipt time); its adapter delivers the
same release, and :meth:`Target.holds` lets it be checked that the text standing there is the text cleared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gongkai.publishing.front.layout import Layout
from gongkai.publishing.store.heads import Head, HeadStore
from gongkai.publishing.store.signing import ReleaseKey
from gongkai.publishing.store.trees import TreeStore


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a target answers: which release it serves now, and since when."""

    target: str
    release: str
    at: datetime
    reference: str = ""


class Target(Protocol):
    """One place in which the public reads."""

    name: str
    label: str

    def deliver(self, head: Head, *, at: datetime) -> Receipt:
        """Serve this release from now on, whole or not at all. Raises ``OSError`` when it could not."""

    def holds(self, path: str, sha256: str) -> bool:
        """Whether what stands at an address is exactly the bytes of this hash."""


class OwnRelease:
    """Our own front and nginx: delivery is the switch of ``current``."""

    name = "own"
    label = "自建网站"

    def __init__(self, layout: Layout, key: ReleaseKey) -> None:
        self._heads = HeadStore(layout, key)
        self._trees = TreeStore(layout)

    def deliver(self, head: Head, *, at: datetime) -> Receipt:
        self._heads.switch(head.number)
        return Receipt(self.name, head.name, at)

    def holds(self, path: str, sha256: str) -> bool:
        current = self._heads.current()
        found = self._trees.find(current.root, path) if current else None
        return found is not None and found.sha256 == sha256
