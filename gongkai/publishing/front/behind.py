"""Django behind the front: loaded in a thread after the front answers, tried again when loading fails."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from gongkai.publishing.front.files import SAFE, Headers

logger = logging.getLogger("gongkai.front")

Environ = dict[str, Any]
StartResponse = Callable[..., Any]

WAIT = 60.0
RETRY = 15.0
_BODY = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>正在启动</title>'
    "<h1>系统正在启动</h1><p>已公开的内容可以照常阅读。办理和后台页面请过一会儿刷新。</p>"
).encode()
_HEADERS: Headers = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Length", str(len(_BODY))),
    ("Retry-After", "5"),
    ("Cache-Control", "no-store"),
    *SAFE,
]


class Behind:
    """Calls Django when it is there; waits a while for it; otherwise says kindly that it is starting."""

    def __init__(self, load: Callable[[], Callable[..., Iterable[bytes]]], *, wait: float = WAIT) -> None:
        self._load = load
        self._wait = wait
        self._done = threading.Event()
        self._application: Callable[..., Iterable[bytes]] | None = None
        self._failed_at = 0.0
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.start()

    def start(self) -> None:
        """Begin to load, unless that is under way or done."""
        with self._lock:
            if self._application is not None or (self._thread and self._thread.is_alive()):
                return
            self._done.clear()
            self._thread = threading.Thread(target=self._run, name="django", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        try:
            self._application = self._load()
        except Exception:
            logger.exception("Django could not be loaded; public pages are answered without it")
            self._failed_at = time.monotonic()
        finally:
            self._done.set()

    def is_ready(self) -> bool:
        """Whether Django is loaded."""
        return self._application is not None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if self._application is None:
            if self._failed_at and time.monotonic() - self._failed_at > RETRY:
                self.start()
            self._done.wait(self._wait)
        if self._application is None:
            start_response("503 Service Unavailable", _HEADERS)
            return [_BODY]
        return self._application(environ, start_response)
