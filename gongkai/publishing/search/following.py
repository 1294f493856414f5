"""Keep the public search index on the release being served."""

from __future__ import annotations

from gongkai.publishing.front.layout import Layout
from gongkai.publishing.production import Production
from gongkai.publishing.store.state import State


def follow(layout: Layout, state: State, made: Production, *, rebuild: bool) -> None:
    """Bring the index from the release before to this one."""
