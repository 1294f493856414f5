"""One address in one spelling: however somebody wrote it, what leads to the same page is the same evidence."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

_WEB = {"http", "https"}
_USUAL_PORTS = {None, 80, 443}
_INDEX = re.compile(r"(index|default)\.(html?|shtml|php|aspx?|jsp)", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)
_IDEOGRAPHIC_DOT = "。"
"""Parts a host's labels as the full stop does (RFC 3490, 3.1)."""
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|[0-9a-f:.]*:[0-9a-f:.]*")
_UNSEEN = " \t\r\n\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff"
_NO_PLACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!//|\d)")
"""A mailbox or a number to call: a scheme, and no host after it (digits after a colon are a port)."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_TRACKS = re.compile(r"utm_.*|hm(sr|pl|cu|kw|ci)|spm|[gy]clid|fbclid|msclkid|bd_vid|isappinstalled|nsukey")
"""Names in a query by which a link is followed, not found."""


def same_address(url: str, *, home: str) -> str:
    """An address as it is compared and kept once for a task; the same again for what it answers.

    ``home`` is the address of our own site, on which one without a host lies. The two schemes of the web count as one,
    as do a host with and without ``www.``. What cannot be read as an address is compared as it is written.
    """
    written = unicodedata.normalize("NFC", url).strip(_UNSEEN)
    if _NO_PLACE.match(written):
        return written
    try:
        parts = urlsplit(urljoin(home, written) if _is_relative(written) else _with_scheme(written))
        host, port = _host(parts.hostname or ""), parts.port
    except ValueError:
        return written
    if not host:
        return written
    scheme = "https" if parts.scheme.lower() in _WEB else parts.scheme.lower()
    place = host if scheme == "https" and port in _USUAL_PORTS else f"{host}:{port}" if port else host
    query = _query(parts.query)
    return f"{scheme}://{place}{_path(parts.path)}{f'?{query}' if query else ''}"


def _is_relative(written: str) -> bool:
    return written.startswith("/") and not written.startswith("//")


def _with_scheme(written: str) -> str:
    if written.startswith("//"):
        return f"https:{written}"
    return written if _SCHEME.match(written) else f"https://{written}"


def _host(name: str) -> str:
    """A host in small letters of ASCII, without the dot at its end and ``www.``. Raises ``ValueError`` for none."""
    plain = unicodedata.normalize("NFKC", name).casefold().replace(_IDEOGRAPHIC_DOT, ".").strip(".")
    if not plain.isascii():
        plain = plain.encode("idna").decode("ascii").casefold().strip(".")
    plain = re.sub(r"^(www\.+)+", "", plain)
    if plain and not _HOST.fullmatch(plain):
        raise ValueError(name)
    return f"[{plain}]" if ":" in plain else plain


def _path(path: str) -> str:
    """A path without ``.`` and ``..``, doubled and closing slashes, a session and the name of an index page."""
    steps: list[str] = []
    for step in (_letters(one) for one in _SESSION.sub("", path).split("/")):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    while steps and _INDEX.fullmatch(steps[-1]):
        steps.pop()
    return "".join(f"/{step}" for step in steps)


def _query(query: str) -> str:
    """What a query asks, in the order of its names, without what only follows a link."""
    asked = [
        tuple(_letters(half.replace("+", " ")) for half in one.split("=", 1)) for one in query.split("&")
    ]
    kept = [one for one in asked if one != ("",) and not _TRACKS.fullmatch(one[0].casefold())]
    return "&".join("=".join(one) for one in sorted(kept, key=lambda one: one[0]))


def _letters(text: str) -> str:
    """A piece of an address in one encoding: what needs a percent sign has it, nothing else."""
    return quote(unquote_to_bytes(text), safe="")
