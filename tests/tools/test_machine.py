"""What is in the way is said at once, with the way out; a missing feature never stops the start."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import machine, run, state
from tools.console import StopError, show_stop


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_taken_port_names_a_free_one(taken: int) -> None:
    with pytest.raises(StopError) as stop:
        machine.require_port(taken)
    assert str(taken) in stop.value.problem
    suggested = int(stop.value.way_out.split("--port ")[1].split("；")[0])
    assert suggested != taken
    machine.require_port(suggested)


def test_a_full_disk_says_how_much_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5_000_000))
    with pytest.raises(StopError, match="200 MB") as stop:
        machine.require_room(tmp_path / "not" / "yet" / "there", machine.DATA_BYTES)
    assert "剩余 5 MB" in stop.value.problem
    assert "GONGKAI_HOME" in stop.value.way_out


def test_room_enough_is_no_obstacle(tmp_path: Path) -> None:
    machine.require_room(tmp_path / "new", 1)


def missing(name: str) -> machine.Feature:
    return machine.Feature(name, ("some-package",), lambda: False, "某功能不能使用")


def test_without_root_a_missing_feature_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "may_install", lambda: False)
    monkeypatch.setattr(
        machine, "apt_install", lambda *a, **k: pytest.fail("installed without being allowed")
    )
    machine.provide_features((missing("字体"),))
    out = capsys.readouterr().out.strip()
    assert out.count("\n") == 0
    assert "字体" in out
    assert "某功能不能使用" in out
    assert "apt-get install some-package" in out


def test_with_root_a_failed_install_does_not_stop_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "may_install", lambda: True)
    monkeypatch.setattr(machine, "apt_install", lambda *a, **k: "no network")
    machine.provide_features((missing("字体"),))
    assert "某功能不能使用" in capsys.readouterr().out


def test_a_present_feature_is_not_mentioned(capsys: pytest.CaptureFixture[str]) -> None:
    machine.provide_features((machine.Feature("字体", ("x",), lambda: True, "无"),))
    assert capsys.readouterr().out == ""


def test_two_starts_on_the_same_data_are_one_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "HOME", tmp_path)
    monkeypatch.setattr(state, "LOCK", tmp_path / "run.lock")
    with state.Installation(8123):
        with pytest.raises(StopError) as stop, state.Installation(8124):
            pass
        assert "http://127.0.0.1:8123/" in stop.value.problem
    with state.Installation(8124):
        pass


@pytest.mark.parametrize("port", ["0", "65536", "-1", "八千", "80 80", ""])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        run.parse(["--port", port])
    assert stop.value.code == 2
    assert "--port" in capsys.readouterr().err


def test_a_stop_is_shown_with_its_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    show_stop(StopError("端口已被占用。", "换一个端口。", "line one\nline two"))
    shown = capsys.readouterr().err
    assert shown.index("端口已被占用") < shown.index("line two") < shown.index("出路：换一个端口")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(state, "HOME", tmp_path)
    monkeypatch.setattr(state, "STATE", tmp_path / "run.json")
    return tmp_path


def test_a_new_installation_needs_every_step_and_a_finished_one_none(home: Path) -> None:
    assert state.steps_due() == ["migrate", "demo", "static", "release"]
    (home / "gongkai.sqlite3").touch()
    (home / "static").mkdir()
    state.record("migrate", state.migrations_digest())
    state.record("demo", "loaded")
    state.record("static", state.static_digest())
    assert state.steps_due() == ["release"]
    state.record("release", "built")
    assert state.steps_due() == []


def test_new_migrations_and_a_lost_database_are_noticed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state.record("migrate", state.migrations_digest())
    assert "migrate" in state.steps_due(), "there is no database file"
    (home / "gongkai.sqlite3").touch()
    assert "migrate" not in state.steps_due()
    monkeypatch.setattr(state, "migrations_digest", lambda: "another")
    assert "migrate" in state.steps_due()


def test_a_damaged_state_file_means_starting_over(home: Path) -> None:
    state.STATE.write_text("[1, 2", encoding="utf-8")
    assert state.read_state() == {}
    state.STATE.write_text("[1, 2]", encoding="utf-8")
    assert state.read_state() == {}
