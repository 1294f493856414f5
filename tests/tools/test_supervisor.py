"""Services are started again when they end, given up when they cannot stay, and stopped with their children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.console import StopError
from tools.supervisor import Service, Supervisor

ROOT = Path(__file__).resolve().parents[2]


def service(folder: Path, code: str, *, essential: bool = False) -> Service:
    return Service("试验", [sys.executable, "-c", textwrap.dedent(code)], folder / "log" / "x.log", essential)


def supervisor(folder: Path, *services: Service) -> tuple[Supervisor, list[str]]:
    said: list[str] = []
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return Supervisor(list(services), environment=environment, folder=folder, report=said.append), said


def wait_for(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def look_until(watcher: Supervisor, each: Service, condition: Callable[[], bool]) -> None:
    def looked() -> bool:
        watcher.look_after(each)
        return condition()

    wait_for(looked)


def test_a_killed_service_is_started_again(tmp_path: Path) -> None:
    each = service(tmp_path, "import time; print('up', flush=True); time.sleep(60)")
    watcher, said = supervisor(tmp_path, each)
    watcher.start(each)
    assert each.process is not None
    first = each.process.pid
    each.process.kill()
    look_until(watcher, each, lambda: each.process is not None and each.process.pid != first)
    assert "SIGKILL" in said[0]
    assert "重启" in said[0]
    watcher.stop()
    assert each.log.read_text(encoding="utf-8").count("up") <= 2


def test_pauses_grow_and_stay_bounded(tmp_path: Path) -> None:
    each = service(tmp_path, "")
    pauses = []
    for failures in range(1, 12):
        each.failures = failures
        pauses.append(each.pause())
    assert pauses[:4] == [0.5, 1, 2, 4]
    assert pauses[-1] == 30
    assert pauses == sorted(pauses)


def test_an_essential_service_that_cannot_stay_stops_the_whole_with_its_last_words(tmp_path: Path) -> None:
    each = service(tmp_path, "raise SystemExit('no database here')", essential=True)
    watcher, _ = supervisor(tmp_path, each)
    watcher.give_up_after = 2
    with pytest.raises(StopError) as stop:
        look_until(watcher, each, lambda: False)
    assert "no database here" in stop.value.detail
    assert str(each.log) in stop.value.way_out


def test_another_service_is_tried_for_ever(tmp_path: Path) -> None:
    each = service(tmp_path, "raise SystemExit(3)")
    watcher, said = supervisor(tmp_path, each)
    watcher.give_up_after = 1
    look_until(watcher, each, lambda: len(said) >= 2)
    assert "退出码 3" in said[0]
    watcher.stop()


CHILDREN = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])
print(child.pid, flush=True)
time.sleep(60)
"""


def _child_of(each: Service) -> int:
    wait_for(lambda: each.log.exists() and each.log.read_text(encoding="utf-8").strip() != "")
    return int(each.log.read_text(encoding="utf-8").split()[-1])


def test_stopping_leaves_no_process_not_even_a_child_of_a_deaf_one(tmp_path: Path) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    each = service(tmp_path, deaf + CHILDREN)
    watcher, _ = supervisor(tmp_path, each)
    watcher.start(each)
    assert each.process is not None
    own, child = each.process.pid, _child_of(each)
    watcher.stop(patience=0.5)
    wait_for(lambda: not is_running(own) and not is_running(child))


def test_a_killed_services_children_are_ended_before_it_is_started_again(tmp_path: Path) -> None:
    each = service(tmp_path, CHILDREN)
    watcher, _ = supervisor(tmp_path, each)
    watcher.start(each)
    assert each.process is not None
    child, first = _child_of(each), each.process.pid
    each.process.kill()
    look_until(watcher, each, lambda: each.process is not None and each.process.pid != first)
    wait_for(lambda: not is_running(child))
    watcher.stop()


WHOLE = """
import os, sys
from pathlib import Path
from tools.supervisor import Service, Supervisor
folder = Path(sys.argv[1])
code = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
each = Service("x", [sys.executable, "-c", code], folder / "x.log")
Supervisor([each], environment=dict(os.environ), folder=folder).run()
print("stopped", flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_no_orphan_whatever_ends_the_supervisor(tmp_path: Path, number: signal.Signals) -> None:
    whole = subprocess.Popen(
        [sys.executable, "-c", WHOLE, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    log = tmp_path / "x.log"
    wait_for(lambda: log.exists() and log.read_text(encoding="utf-8").strip() != "")
    served = int(log.read_text(encoding="utf-8").split()[0])
    whole.send_signal(number)
    out, _ = whole.communicate(timeout=15)
    wait_for(lambda: not is_running(served))
    if number != signal.SIGKILL:
        assert whole.returncode == 0
        assert "stopped" in out


def test_a_long_log_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.supervisor.LOG_BYTES", 10)
    each = service(tmp_path, "")
    each.log.parent.mkdir(parents=True)
    each.log.write_text("a long story", encoding="utf-8")
    watcher, _ = supervisor(tmp_path, each)
    watcher.start(each)
    watcher.stop()
    assert each.log.with_suffix(".log.1").read_text(encoding="utf-8") == "a long story"
