"""A private PostgreSQL cluster for one test run: no port, a socket of its own, gone at the end."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

REMEDY = (
    "PostgreSQL 未安装，无法运行该部分测试。Debian/Ubuntu：apt-get install postgresql（PostgreSQL 15 及以上）"
)
PR_SET_PDEATHSIG = 1
START_SECONDS = 60


class MissingPostgreSQLError(RuntimeError):
    """No PostgreSQL server programs on this machine; the message names the remedy."""


def find_bin() -> Path:
    """Directory of the newest installed server programs. Raises :class:`MissingPostgreSQLError`."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0])
    )
    if not versions:
        raise MissingPostgreSQLError(REMEDY)
    return versions[-1].parent


def _die_with_parent() -> None:
    """In the child: end (fast shutdown) when the test run is killed, so that no server is orphaned."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class TemporaryCluster:
    """A cluster under ``directory`` (made if missing); ``with`` starts and stops it.

    As root the server runs as an unprivileged account, because ``initdb`` refuses root. Durability is
    switched off: the data outlive nothing.
    """

    user = "gongkai"

    def __init__(self, directory: Path | None = None) -> None:
        self.directory = directory or Path(tempfile.mkdtemp(prefix="gongkai-pg-"))
        self.data = self.directory / "data"
        self.log = self.directory / "server.log"
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What a client needs to find this cluster."""
        return {
            "PGHOST": str(self.directory),
            "PGPORT": "5432",
            "PGUSER": self.user,
            "PGDATABASE": "postgres",
        }

    def _as_unprivileged(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        for name in ("postgres", "nobody"):
            try:
                account = pwd.getpwnam(name)
            except KeyError:
                continue
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        raise RuntimeError("no unprivileged account (postgres or nobody) to run PostgreSQL as")

    def start(self) -> TemporaryCluster:
        """Make the cluster and wait until it answers. Raises ``RuntimeError`` with the server's log."""
        programs = find_bin()
        account = self._as_unprivileged()
        self.directory.mkdir(parents=True, exist_ok=True)
        if account:
            os.chown(self.directory, account["user"], account["group"])
        subprocess.run(
            [
                *(programs / "initdb", "-D", self.data, "-U", self.user, "-A", "trust", "-E", "UTF8"),
                *("--locale=C.UTF-8", "--no-sync"),
            ],
            check=True,
            capture_output=True,
            cwd=self.directory,
            **account,
        )
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.directory),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "60",
            "shared_buffers": "64MB",
        }
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("wb") as log:
            self._server = subprocess.Popen(
                [programs / "postgres", "-D", self.data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.directory,
                preexec_fn=_die_with_parent,
                **account,
            )
        self._wait(programs)
        return self

    def _wait(self, programs: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            ready = subprocess.run(
                [programs / "pg_isready", "-q", "-h", self.directory, "-U", self.user, "-d", "postgres"]
            )
            if ready.returncode == 0:
                return
            if self._server is None or self._server.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')[-4000:]}")

    def stop(self) -> None:
        """StopError the server and remove everything."""
        if self._server is not None and self._server.poll() is None:
            self._server.send_signal(signal.SIGINT)  # fast shutdown
            try:
                self._server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self) -> TemporaryCluster:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()
