"""./run as a newcomer meets it: prepared, served, mended when killed, stopped without a trace."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools import environment

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not environment.is_installed("base"), reason="the environment was not made by ./run or ./test"
    ),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("installation") / "data"


@pytest.fixture(scope="module")
def surroundings(home: Path) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GONGKAI_", "DJANGO_", "PYTEST_", "PG"))
    }
    if venv := os.environ.get("GONGKAI_VENV"):
        inherited["GONGKAI_VENV"] = venv
    return inherited | {"GONGKAI_HOME": str(home), "GONGKAI_APT": "0"}


@pytest.fixture(scope="module")
def setup_said(surroundings: dict[str, str]) -> str:
    done = subprocess.run(
        ["./run", "--setup"],
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_of(home: Path) -> dict[int, str]:
    """Running processes of an installation, by the home in their environment."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"GONGKAI_HOME={home}\0".encode() in (folder / "environ").read_bytes():
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                if command:
                    found[int(folder.name)] = command
        except OSError:
            continue
    return found


def answers(port: int, path: str) -> int:
    """Status of an address; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_for(condition: Callable[[], bool], seconds: float) -> float:
    started = time.monotonic()
    while not condition():
        assert time.monotonic() - started < seconds, "waited in vain"
        time.sleep(0.1)
    return time.monotonic() - started


@pytest.fixture
def served(
    setup_said: str, surroundings: dict[str, str], port: int, tmp_path: Path
) -> Iterator[subprocess.Popen[str]]:
    with (tmp_path / "said").open("w", encoding="utf-8") as said:
        run = subprocess.Popen(
            ["./run", "--port", str(port)], cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stdout=said
        )
    yield run
    if run.poll() is None:
        run.terminate()
        run.wait(30)


def test_setup_makes_keys_database_and_static_files(setup_said: str, home: Path) -> None:
    assert "准备完成" in setup_said
    assert (home / "gongkai.sqlite3").exists()
    assert any((home / "static").rglob("*.css"))
    keys = list((home / "keys").iterdir())
    assert keys
    assert {stat.S_IMODE(key.stat().st_mode) for key in keys if key.suffix != ".pub"} == {0o600}
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_a_second_setup_has_nothing_to_do(setup_said: str, surroundings: dict[str, str]) -> None:
    started = time.monotonic()
    done = subprocess.run(
        ["./run", "--setup"], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "数据库" not in done.stdout
    assert time.monotonic() - started < 10


def test_it_serves_both_sides_and_refuses_a_second_start(
    served: subprocess.Popen[str], surroundings: dict[str, str], port: int
) -> None:
    wait_for(lambda: answers(port, "/") == 200, 30)
    wait_for(lambda: answers(port, "/admin/login/") == 200, 60)
    assert answers(port, "/no/such/page/") == 404
    second = subprocess.run(
        ["./run", "--port", str(port)],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode == 1
    assert f"http://127.0.0.1:{port}/" in second.stderr
    assert "出路" in second.stderr


@pytest.mark.parametrize("part", ["granian", "manage.py work"])
def test_what_is_killed_comes_back(served: subprocess.Popen[str], home: Path, port: int, part: str) -> None:
    wait_for(lambda: answers(port, "/admin/login/") == 200, 60)
    before = {pid for pid, command in processes_of(home).items() if part in command}
    assert before, processes_of(home)
    os.kill(min(before), signal.SIGKILL)
    wait_for(
        lambda: any(part in command and pid not in before for pid, command in processes_of(home).items()), 30
    )
    wait_for(lambda: answers(port, "/admin/login/") == 200, 60)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(
    served: subprocess.Popen[str], home: Path, port: int, number: signal.Signals
) -> None:
    wait_for(lambda: answers(port, "/") in (200, 503, 404), 30)
    served.send_signal(number)
    code = served.wait(30)
    assert code == (-9 if number == signal.SIGKILL else 0)
    wait_for(lambda: processes_of(home) == {}, 20)
    assert (home / "gongkai.sqlite3").exists()
