"""From a built output to bytes; the same for release, preview and live rendering."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template import loader

from gongkai.publishing.front.types import media_type
from gongkai.publishing.protocol import Builder, Built


@lru_cache(maxsize=256)
def _template(name: str) -> Any:
    return loader.get_template(name)


def render(builder: Builder[Any], built: Built) -> bytes:
    """The bytes of an output: its own ``body``, or the template filled with the view."""
    if built.body is not None:
        return built.body
    text: str = _template(built.template or builder.template).render(dict(built.view))
    return text.encode()


def content_type_of(built: Built) -> str:
    """The media type that the output is served with; decided by its address alone."""
    return media_type(built.path if not built.path.endswith("/") else "index.html")
