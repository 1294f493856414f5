"""The environment: left alone when right, made anew when broken, tried again when the network fails."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tools import environment
from tools.console import StopError


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that looks whole, with a stamp for the present requirements."""
    folder = tmp_path / "venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text("#!/bin/sh\n", encoding="utf-8")
    monkeypatch.setattr(environment, "VENV", folder)
    monkeypatch.setattr(environment, "PYTHON", folder / "bin" / "python")
    monkeypatch.setattr(environment, "STAMP", folder / "gongkai-stamp.json")
    environment.STAMP.write_text(
        json.dumps({"base": environment.requirements_hash("base")}), encoding="utf-8"
    )
    return folder


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        pytest.fail(f"started {arguments}")

    monkeypatch.setattr(subprocess, "run", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)


@pytest.mark.usefixtures("no_process")
def test_an_environment_with_the_right_stamp_is_left_alone(venv: Path) -> None:
    environment.provide_environment("base")


def test_a_changed_requirement_is_noticed(venv: Path) -> None:
    environment.STAMP.write_text(json.dumps({"base": "0" * 64}), encoding="utf-8")
    assert not environment.is_installed("base")
    environment.STAMP.write_text("{half a fi", encoding="utf-8")
    assert not environment.is_installed("base")
    assert not environment.is_installed("dev")


def test_a_broken_environment_is_made_anew(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment.STAMP.unlink()
    (venv / "leftover").write_text("x", encoding="utf-8")
    done: list[str] = []
    monkeypatch.setattr(
        environment, "make_environment", lambda: (done.append("made"), (venv / "bin").mkdir(parents=True))
    )
    monkeypatch.setattr(environment, "install", done.append)
    environment.provide_environment("base")
    assert done == ["made", "base"]
    assert not (venv / "leftover").exists()
    assert (venv / "bin" / "gongkai").stat().st_mode & 0o111


def _answers(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    left = list(answers)
    monkeypatch.setattr(environment, "_pip", lambda file, progress: left.pop(0))
    return left


def test_an_install_is_tried_three_times(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = _answers(monkeypatch, "Read timed out", "Read timed out", "")
    pauses: list[float] = []
    environment.install("dev", pause=pauses.append)
    assert left == []
    assert pauses == [5, 15]
    assert environment.is_installed("dev")
    assert environment.is_installed("base"), "dev.txt holds everything of base.txt"


@pytest.mark.parametrize(
    ("said", "left_over", "problem"),
    [
        ("Read timed out", 0, "三次"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", 2, "哈希"),
        ("OSError: No space left on device", 2, "磁盘已满"),
    ],
)
def test_a_failed_install_says_what_to_do(
    venv: Path, monkeypatch: pytest.MonkeyPatch, said: str, left_over: int, problem: str
) -> None:
    left = _answers(monkeypatch, said, said, said)
    with pytest.raises(StopError) as stop:
        environment.install("dev", pause=lambda seconds: None)
    assert problem in stop.value.problem
    assert stop.value.way_out
    assert said in stop.value.detail
    assert len(left) == left_over, "what cannot succeed is not tried again"
    assert not environment.is_installed("dev")


def test_a_python_without_venv_names_the_package(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = subprocess.CompletedProcess([], 1, "", "ensurepip is not available")
    monkeypatch.setattr(environment, "_venv", lambda: failed)
    monkeypatch.setattr(environment, "may_install", lambda: False)
    with pytest.raises(StopError) as stop:
        environment.make_environment()
    assert "python3-venv" in stop.value.way_out


def test_as_root_the_missing_package_is_installed(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [
        subprocess.CompletedProcess([], 1, "", "no ensurepip"),
        subprocess.CompletedProcess([], 0, "", ""),
    ]
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(environment, "_venv", lambda: answers.pop(0))
    monkeypatch.setattr(environment, "may_install", lambda: True)
    monkeypatch.setattr(environment, "apt_install", lambda packages: asked.append(packages) or "")
    environment.make_environment()
    assert asked[0][0].endswith("-venv")
