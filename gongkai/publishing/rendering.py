"""From a built output to bytes; the same for release, preview and live rendering."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.template import loader

from gongkai.publishing.protocol import Builder, Built


@lru_cache(maxsize=256)
def _template(name: str) -> Any:
    return loader.get_template(name)


def render(builder: Builder[Any], built: Built) -> bytes:
    """The bytes of an output: its own ``body``, or the template filled with the view. No request, no clock."""
    if built.body is not None:
        return built.body
    text: str = _template(built.template or builder.template).render(dict(built.view))
    return text.encode()


def content_type_of(builder: Builder[Any], built: Built) -> str:
    """The media type that the output is served with."""
    return built.content_type or builder.content_type
