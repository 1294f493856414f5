"""The home page's lists: each duty registers its own; the page only orders and shows them.

A block answers with plain entries (views of :class:`gongkai.website.listing.ListEntry`) and what they depend
on. An empty block explains why it is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from gongkai.publishing.protocol import Scope
from gongkai.website.head import View


@dataclass(frozen=True, slots=True)
class HomeBlock:
    """What a block shows. ``style``: ``news`` (rows with a tile), ``rows``, ``titles`` or ``calls``."""

    title: str
    say: str = ""
    more_url: str = ""
    more_text: str = "全部"
    style: str = "rows"
    entries: tuple[View, ...] = ()
    empty_title: str = ""
    empty_text: str = ""
    depends_on: frozenset[str] = frozenset()
    changes_at: datetime | None = None
    exits: dict[str, str] = field(default_factory=dict)
    """Notes for the plate's exits by address, such as ``{"/policies/": "186 件现行有效"}``."""


@dataclass(frozen=True, slots=True)
class _Registered:
    name: str
    position: int
    load: Callable[[Scope], HomeBlock | None]


_BLOCKS: dict[str, _Registered] = {}


def register_home_block(name: str, position: int, load: Callable[[Scope], HomeBlock | None]) -> None:
    """Enter a block under a lasting name; ``load`` gives None where the installation has no such column.

    Positions by custom: 10 consultations, 20 newest policies, 30 news, 40 services, 50 figures.
    """
    _BLOCKS[name] = _Registered(name, position, load)


def load_home_blocks(scope: Scope) -> list[tuple[str, HomeBlock]]:
    """Every block of this build with its name, in order of position."""
    loaded = []
    for block in sorted(_BLOCKS.values(), key=lambda each: (each.position, each.name)):
        content = block.load(scope)
        if content is not None:
            loaded.append((block.name, content))
    return loaded
