"""The public address of an object; the same for the notice at an old address, the suppression list and the release."""

from __future__ import annotations

from typing import Any


def page_path(page: Any) -> str:
    """Public address of a page: its own ``public_path`` if the model has one, else its place below the home page."""
    own = getattr(page, "public_path", "")
    if own:
        return str(own)
    parts = [part for part in page.url_path.split("/") if part][1:]
    return "/" + "".join(f"{part}/" for part in parts)


def public_path_of(target: Any) -> str:
    """Public address of an object, or an empty string where it has none of its own (snippets, data sets)."""
    return page_path(target) if hasattr(target, "url_path") else ""
