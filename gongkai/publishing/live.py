"""A released address past its time, rendered now by the builder that released it."""

from __future__ import annotations

import logging
from typing import Any

from django.db import close_old_connections

from gongkai.clearance.suppression import suppressed
from gongkai.publishing.home import release_layout
from gongkai.publishing.protocol import BUILDERS
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
        found = state.output_at(path)
    finally:
        state.close()
    if found is None or found[0] not in BUILDERS:
        return None
    _, digests = suppressed()
    scope = public_scope()
    if path in scope.suppressed:
        return None
    builder: Any = BUILDERS[found[0]]
    source = builder.load([found[1]], scope).get(found[1])
    if source is None:
        return None
    built = builder.view_of(source)
    if built.path != path or failures_of(built.depends_on, digests):
        return None
    return built.status, content_type_of(built), render(builder, built)
