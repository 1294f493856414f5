"""`bench read`: a published page from the app process, against nginx and against uncached Wagtail."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongkai.bench.contract import Row, at_least, bench, median
from gongkai.bench.site import BenchSite
from gongkai.core.home import home_path
from gongkai.publishing.home import release_layout
from gongkai.publishing.protocol import page_path
from gongkai.publishing.publisher import publish_pending
from gongkai.website.models import ArticlePage

PAGES = 60
ROUNDS = 3
SECONDS = 2
SLOW_SECONDS = 5
_NGINX = """
worker_processes 2; pid {home}/nginx.pid; error_log {home}/nginx.err; daemon off; user {user};
events {{ worker_connections 1024; }}
http {{
  access_log off; types {{ text/html html; }} default_type text/html; sendfile on; open_file_cache max=1000;
  client_body_temp_path {home}/t1; proxy_temp_path {home}/t2; fastcgi_temp_path {home}/t3;
  uwsgi_temp_path {home}/t4; scgi_temp_path {home}/t5;
  server {{ listen 127.0.0.1:{port}; root {root}; gzip_static on;
    location ~ ^(?<page>/.+)/$ {{ try_files $page.page.html =404; }} }}
}}
"""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    """A server until the block ends. Raises ``RuntimeError`` if it does not answer."""
    process = subprocess.Popen(  # noqa: S603  (servers of this machine)
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("a server did not start")


def _wrk(url: str, clients: int, seconds: int = SECONDS) -> float:
    """Requests a second; raises ``RuntimeError`` when anything but success was answered."""
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-H", "Accept-Encoding: gzip", url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    if "Non-2xx" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    return float(found.group(1)) if found else 0.0


def _granian(target: str, port: int) -> list[str]:
    program = Path(sys.executable).with_name("granian")
    options = ["--interface", "wsgi", "--host", "127.0.0.1", "--workers", "2", "--blocking-threads", "1"]
    return [str(program), *options, "--no-ws", "--log-level", "error", "--port", str(port), target]


def _nginx(home: Path, port: int) -> list[str]:
    # Somewhere that nginx's own user can read, whoever runs the benchmark.
    root = (release_layout().current / "site").resolve()
    config = home / "nginx.conf"
    user = "root" if os.geteuid() == 0 else "nobody"
    config.write_text(_NGINX.format(home=home, port=port, root=root, user=user))
    return [shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(config)]


def _measure(paths: dict[str, str], pairs: list[tuple[str, int]]) -> dict[tuple[str, int], list[float]]:
    """Interleaved rounds, so that a noisy minute hits everybody."""
    found: dict[tuple[str, int], list[float]] = {pair: [] for pair in pairs}
    for _ in range(ROUNDS):
        for name, clients in pairs:
            seconds = SLOW_SECONDS if name == "wagtail" else SECONDS
            found[name, clients].append(_wrk(paths[name], clients, seconds))
    return found


@bench("read")
def read() -> list[Row]:
    """Two workers with one thread each, wrk with one thread, all on the same cores; medians of pairwise ratios."""
    for tool in ("wrk", "nginx"):
        if shutil.which(tool) is None and not Path(f"/usr/sbin/{tool}").exists():
            raise RuntimeError(f"{tool} is missing: apt-get install {tool}")
    site = BenchSite(PAGES)
    publish_pending(full=True)
    page: Any = ArticlePage.objects.get(pk=site.pages[-1])
    home = home_path()
    ports = {name: _free_port() for name in ("nginx", "front", "wagtail")}
    slugs = "/".join(page.url_path.strip("/").split("/")[1:])
    urls = {name: f"http://127.0.0.1:{port}{page_path(page)}" for name, port in ports.items()}
    urls["wagtail"] = f"http://127.0.0.1:{ports['wagtail']}/{slugs}/"
    plain = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    peer = {**os.environ, "DJANGO_SETTINGS_MODULE": "gongkai.bench.peer_settings"}
    with (
        _serving(_nginx(home, ports["nginx"]), ports["nginx"], plain),
        _serving(_granian("config.wsgi:application", ports["front"]), ports["front"], plain),
        _serving(_granian("gongkai.bench.peer_wsgi:application", ports["wagtail"]), ports["wagtail"], peer),
    ):
        _wrk(f"http://127.0.0.1:{ports['front']}/admin/login/", 1, 3)  # Django is loaded in both workers
        for url in urls.values():
            _wrk(url, 8, 1)
        found = _measure(urls, [("nginx", 8), ("front", 8), ("nginx", 64), ("front", 64), ("wagtail", 8)])
    return [
        _row(found, "front", "nginx", 64, 64, "nginx gzip_static，64 个并发", 0.50),
        _row(found, "front", "nginx", 8, 8, "nginx gzip_static，8 个并发", 0.40),
        _row(found, "front", "wagtail", 8, 8, "不带缓存的 Wagtail 页面（同一模板），8 个并发", 100),
    ]


def _row(
    found: dict[tuple[str, int], list[float]],
    name: str,
    peer: str,
    clients: int,
    peer_clients: int,
    label: str,
    target: float,
) -> Row:
    ours, theirs = found[name, clients], found[peer, peer_clients]
    ratio = median(a / b for a, b in zip(ours, theirs, strict=True) if b)
    made = at_least(f"已公开页面，{clients} 个并发", median(ours), "请求/秒", label, median(theirs), target)
    return Row(
        made.name,
        made.value,
        made.unit,
        made.peer,
        made.peer_value,
        round(ratio, 3),
        made.target,
        ratio >= target,
    )
