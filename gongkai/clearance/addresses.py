"""The public address of an object; the same for the notice at an old address, the suppression list and the release."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit


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


def paths_named_by(address: str) -> list[str]:
    """The ways in which an address that a person pasted may stand in our records; none for an empty one.

    Takes a whole address or its path, as a browser shows or copies it: escaped, with a query, a place in the page,
    the file's name, or without the slash at the end.
    """
    try:
        path = unquote(urlsplit(address.strip()).path)
    except ValueError:
        return []
    if not path:
        return ["/"] if address.strip() else []
    path = "/" + path.removesuffix("index.html").lstrip("/")
    return list(dict.fromkeys([path, path.rstrip("/") + "/"]))
