"""The WSGI front: released addresses from memory or disk, everything else to Django once it is loaded.

Reading goes on when Django or the database is down. Nothing in here imports Django.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from gongkai.publishing.front.files import SAFE, Headers, MemoryMap, Released

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

MODE_PATH = "/mode.css"
MODE_COOKIE = "mode="
STANDARD = "standard"
MISSING = "/404.html"
_METHODS = frozenset({"GET", "HEAD"})
_PLAIN: Headers = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store"), *SAFE]


class Front:
    """Answers what is released. ``behind`` is Django; ``live`` renders an address past its time."""

    def __init__(
        self,
        home: Path,
        behind: Application,
        *,
        live: Callable[[str], tuple[int, str, bytes] | None] | None = None,
        is_ready: Callable[[], bool] = lambda: True,
        limit: int = 64 * 1024 * 1024,
    ) -> None:
        self.files = MemoryMap(home / "current", limit)
        self._behind = behind
        self._live = live
        self._is_ready = is_ready

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _METHODS:
            return self._behind(environ, start_response)
        path = environ.get("PATH_INFO") or "/"
        if not path.isascii():
            try:
                path = path.encode("latin-1").decode()
            except UnicodeError:
                return self._missing(environ, start_response)
        if path == MODE_PATH:
            return self._mode(environ, start_response)
        found = self.files.get(path)
        if isinstance(found, Released):
            if found.until and time.time() >= found.until:
                return self._past_its_time(path, found, environ, start_response)
            return _answer(found, environ, start_response)
        if isinstance(found, str):
            return _redirect(found, environ, start_response)
        if _is_odd(path):
            return self._missing(environ, start_response)
        return self._behind(environ, start_response)

    def missing(self) -> Released | None:
        """The released page for addresses that hold nothing."""
        found = self.files.get(MISSING)
        return found if isinstance(found, Released) else None

    def _missing(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        page = self.missing()
        if page is None:
            start_response("404 Not Found", _PLAIN)
            return ["没有找到这个页面。".encode()]
        return _answer(page, environ, start_response, status="404 Not Found")

    def _mode(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """One of a fixed set, by cookie; never cached for another reader."""
        found = self.files.get(f"/modes/{_mode_of(environ.get('HTTP_COOKIE', ''))}.css")
        if not isinstance(found, Released):
            found = self.files.get(f"/modes/{STANDARD}.css")
        if not isinstance(found, Released):
            start_response("200 OK", [("Content-Type", "text/css; charset=utf-8"), ("Content-Length", "0")])
            return [b""]
        return _answer(
            found, environ, start_response, vary="Cookie, Accept-Encoding", cache="private, no-cache"
        )

    def _past_its_time(
        self, path: str, stale: Released, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """The same builder renders it now; if that cannot be, the released page is still better than none."""
        made = self._live(path) if self._live is not None and self._is_ready() else None
        if made is None:
            return _answer(stale, environ, start_response)
        status, kind, body = made
        headers = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start_response("200 OK" if status == 200 else "410 Gone", headers + SAFE)
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _is_odd(path: str) -> bool:
    """Addresses that neither a release nor Django has any business with."""
    if "\\" in path or "\x00" in path:
        return True
    return any(part in {".", ".."} or part.startswith(".") for part in path.split("/"))


def _mode_of(cookies: str) -> str:
    for part in cookies.split(";"):
        part = part.strip()
        if part.startswith(MODE_COOKIE):
            mode = part[len(MODE_COOKIE) :]
            if mode.isascii() and mode.replace("-", "").isalnum() and len(mode) < 40:
                return mode
    return STANDARD


def _takes_gzip(environ: Environ) -> bool:
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return "gzip" in accepted and "gzip;q=0" not in accepted.replace(" ", "").replace("gzip;q=0.", "")


def _matches(condition: str, tag: str) -> bool:
    if condition.strip() == "*":
        return True
    wanted = {f'"{tag}"', f'"{tag}-gz"'}
    return any(part.strip().removeprefix("W/") in wanted for part in condition.split(","))


def _answer(
    file: Released,
    environ: Environ,
    start_response: StartResponse,
    *,
    status: str = "",
    vary: str = "",
    cache: str = "",
) -> Iterable[bytes]:
    condition = environ.get("HTTP_IF_NONE_MATCH")
    packed = file.packed is not None and _takes_gzip(environ)
    if condition and not status and _matches(condition, file.tag):
        start_response("304 Not Modified", _told(file.not_modified, vary, cache))
        return [b""]
    headers = file.packed_headers if packed else file.plain_headers
    if vary or cache:
        headers = _told(headers, vary, cache)
    elif "HTTP_RANGE" in environ and not packed and file.status.startswith("200") and not status:
        return _part(file, environ, start_response)
    start_response(status or file.status, headers)
    if environ["REQUEST_METHOD"] == "HEAD":
        return [b""]
    return [file.packed] if packed and file.packed is not None else file.body()


def _told(headers: Headers, vary: str, cache: str) -> Headers:
    if not vary and not cache:
        return headers
    kept = [pair for pair in headers if pair[0] not in {"Vary", "Cache-Control"}]
    return [*kept, ("Vary", vary), ("Cache-Control", cache)]


def _part(file: Released, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """One range of a file (video and long PDFs ask for them); anything else is answered whole."""
    unit, _, wanted = environ["HTTP_RANGE"].partition("=")
    first, dash, last = wanted.partition("-")
    size = file.size
    digits = first + last
    is_plain = unit.strip() == "bytes" and dash and digits.isascii() and digits.isdigit()
    if not is_plain or len(digits) > 30:
        start_response(file.status, file.plain_headers)
        return [b""] if environ["REQUEST_METHOD"] == "HEAD" else file.body()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start >= size or start > end:
        start_response("416 Range Not Satisfiable", [("Content-Range", f"bytes */{size}"), *SAFE])
        return [b""]
    headers = [pair for pair in file.plain_headers if pair[0] != "Content-Length"]
    headers += [("Content-Range", f"bytes {start}-{end}/{size}"), ("Content-Length", str(end - start + 1))]
    start_response("206 Partial Content", headers)
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else file.body(start, end + 1)


def _redirect(path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    query = environ.get("QUERY_STRING", "")
    target = quote(path) + (f"?{query}" if query else "")
    start_response("301 Moved Permanently", [("Location", target), ("Content-Length", "0"), *SAFE])
    return [b""]
