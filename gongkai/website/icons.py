"""The drawn icons, our own work: read once from the one SVG that holds them all, inlined where used."""

import re
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent / "static" / "website" / "img" / "icons.svg"
_SYMBOL = re.compile(r'<symbol id="([il])-([a-z]+)" viewBox="0 0 \d+ \d+">(.*?)</symbol>')


@cache
def drawings() -> dict[str, dict[str, str]]:
    """Inner SVG by kind (``i`` icons on a grid of 24, ``l`` lamps on 16) and name."""
    found: dict[str, dict[str, str]] = {"i": {}, "l": {}}
    for kind, name, body in _SYMBOL.findall(SOURCE.read_text(encoding="utf-8")):
        found[kind][name] = body
    return found


def icon_svg(name: str) -> str:
    """An icon as inline SVG; raises ``KeyError`` for a name that was never drawn."""
    body = drawings()["i"][name]
    return f'<svg class="gk-i" viewBox="0 0 24 24" aria-hidden="true">{body}</svg>'


def lamp_svg(name: str) -> str:
    """The lamp of a state as inline SVG; raises ``KeyError`` for a state without a lamp."""
    return f'<svg viewBox="0 0 16 16" aria-hidden="true">{drawings()["l"][name]}</svg>'
