"""Asking other sites whether their pages are still there: polite, bounded, remembered. Only where an operator asks for it.

HEAD first, GET where that is refused; one address of a host at a time with a pause; private addresses are never asked.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.core.cache import cache

AT_MOST = 500
"""Addresses asked in one run; house numbers all."""
TIMEOUT = 10
PAUSE = 0.5
REMEMBERED = 7 * 24 * 3600
_AGENT = "gongkai-link-check/1.0"
_REFUSED_HEAD = frozenset({400, 403, 404, 405, 406, 429, 500, 501, 503})
_CLOSED_TO_US = frozenset({401, 403, 429})
"""Answers of a server that is there and does not like to be asked: no dead link."""


class _PublicHostsOnly(HTTPRedirectHandler):
    """Does not follow a redirect to a private address."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]
        if not is_public_host(newurl):
            raise URLError("private address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def is_public_host(url: str) -> bool:
    """Whether every address of a URL's host is on the public Internet."""
    try:
        rows = socket.getaddrinfo(urlsplit(url).hostname or "", None)
    except (OSError, UnicodeError):
        return False
    return bool(rows) and all(ipaddress.ip_address(str(row[4][0])).is_global for row in rows)


def dead_outside(urls: Iterable[str]) -> dict[str, str]:
    """Addresses that do not answer, each with what happened in Chinese; the first :data:`AT_MOST` of them are asked."""
    dead = {}
    last: dict[str, float] = {}
    for url in sorted(set(urls))[:AT_MOST]:
        key = f"publishing.link:{url}"
        said = cache.get(key)
        if said is None:
            host = urlsplit(url).netloc
            time.sleep(max(0.0, last.get(host, 0.0) + PAUSE - time.monotonic()))
            said = _ask(url)
            last[host] = time.monotonic()
            cache.set(key, said, timeout=REMEMBERED)
        if said:
            dead[url] = said
    return dead


def _ask(url: str) -> str:
    """What is wrong with an address; empty where nothing is."""
    if not is_public_host(url):
        return "找不到这个网站"
    status = _status(url, "HEAD")
    if status in _REFUSED_HEAD or not status:
        status = _status(url, "GET")
    if not status:
        return "没有应答"
    return "" if status < 400 or status in _CLOSED_TO_US else f"网站答 {status}"


def _status(url: str, method: str) -> int:
    request = Request(url, method=method, headers={"User-Agent": _AGENT})  # noqa: S310  # http(s) only, told by the caller
    try:
        with build_opener(_PublicHostsOnly).open(request, timeout=TIMEOUT) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code
    except (URLError, HTTPException, OSError, ValueError):
        return 0
