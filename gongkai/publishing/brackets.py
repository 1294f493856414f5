"""Brackets around what every page says of one object: a banner, an item of the menu, a link of the footer.

Such a part depends on nothing else of its page, so it can be taken out of the bytes of a release of the past without
making the page again. A bracket is a comment that names the object's key; brackets are not nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_CLOSE = b"<!--[/]-->"


def _opening(key: str) -> bytes:
    return f"<!--[{key}]-->".encode()


def bracketed(key: str, text: str) -> str:
    """A part of a page in the brackets of an object; the text alone where it is about none."""
    return f"{_opening(key).decode()}{text}{_CLOSE.decode()}" if key else text


def cut_out(body: bytes, keys: Iterable[str]) -> bytes:
    """A page without what it says in brackets of any of these objects."""
    openings = [_opening(key) for key in sorted(keys)]
    held = [opening for opening in openings if opening in body]
    if not held:
        return body
    any_of = b"|".join(re.escape(opening) for opening in held)
    return re.sub(b"(?:" + any_of + b").*?" + re.escape(_CLOSE), b"", body, flags=re.DOTALL)
