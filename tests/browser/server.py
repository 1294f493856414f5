"""One server for all browser tests: the front before Django, as `./run` serves them, on this process's database."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from gongkai.publishing.front.app import Front


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: a failed test shows the page."""


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()  # or the next test cannot have the database back


class Site:
    """The whole site of one test run. ``url`` is its address, ``release_home`` where releases are read from."""

    def __init__(self) -> None:
        self.release_home = Path(
            settings.GONGKAI_RELEASE_HOME
            if hasattr(settings, "GONGKAI_RELEASE_HOME")
            else settings.HOME / "release"
        )
        self._server = make_server("127.0.0.1", 0, self._application, _Threaded, _Quiet)
        self._django = StaticFilesHandler(get_wsgi_application())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.forget_releases()
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def _application(self, environ: Any, start_response: Any) -> Any:
        return self._front(environ, start_response)

    def _render_live(self, path: str) -> tuple[int, str, bytes] | None:
        from gongkai.publishing.live import render_live

        return render_live(path)

    def forget_releases(self) -> None:
        """A site on which nothing has been released, and a front that remembers nothing."""
        shutil.rmtree(self.release_home, ignore_errors=True)
        self._front = Front(self.release_home, self._django, live=self._render_live)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
