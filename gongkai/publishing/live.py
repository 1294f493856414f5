"""A released address past its time, rendered now by the builder that released it."""

from __future__ import annotations

import logging
from typing import Any

from django.db import close_old_connections

from gongkai.clearance.suppression import suppressed
from gongkai.publishing.home import release_layout
from gongkai.publishing.protocol import BUILDERS, Builder, Built, Scope
from gongkai.publishing.public import public_scope
from gongkai.publishing.recheck import failures_of
from gongkai.publishing.rendering import content_type_of, render
from gongkai.publishing.store.state import State

logger = logging.getLogger("gongkai.publishing")


def render_live(path: str) -> tuple[int, str, bytes] | None:
    """(status, media type, bytes) of an address as of now; ``None`` when the released page has to do.

    Nothing is shown that fails the recheck, and nothing that was not in the release already.
    """
    close_old_connections()
    try:
        return _render(path)
    except Exception:
        logger.exception("live rendering of %s failed; the released page is answered", path)
        return None
    finally:
        close_old_connections()


def _render(path: str) -> tuple[int, str, bytes] | None:
    state = State(release_layout().state)
    try:
        made = made_now(state, path, public_scope(), purged=suppressed()[1])
    finally:
        state.close()
    if made is None:
        return None
    builder, _, built = made
    return built.status, content_type_of(built), render(builder, built)


def made_now(
    state: State, path: str, scope: Scope, *, purged: frozenset[str]
) -> tuple[Builder[Any], str, Built] | None:
    """(builder, id, output) of a released address as the scope lets it be shown now; ``None`` where it may not, or where
    it is the page of something that the release holds as it was before.
    """
    found = state.output_at(path)
    if found is None or found[0] not in BUILDERS or path in scope.suppressed:
        return None
    name, ident = found
    builder: Any = BUILDERS[name]
    if builder.owner_of(ident) in scope.unsettled:
        return None
    source = builder.load([ident], scope).get(ident)
    if source is None:
        return None
    built: Built = builder.built(ident, source, scope)
    if built.path != path or failures_of(built.depends_on, purged):
        return None
    return builder, ident, built
