"""The closing line of ./test adds up what ran, and never calls a broken run green."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import machine
from tools.test import Count, Stage, full_stages, main, plain, read_report, run_stage


def report(tmp_path: Path, *suites: str) -> Path:
    file = tmp_path / "report.xml"
    file.write_text(f"<testsuites>{''.join(suites)}</testsuites>", encoding="utf-8")
    return file


def test_counts_are_added_over_suites(tmp_path: Path) -> None:
    file = report(
        tmp_path,
        '<testsuite tests="10" failures="1" errors="1" skipped="2"/>',
        '<testsuite tests="5" failures="0" errors="0" skipped="0"/>',
    )
    assert str(read_report(file, 1)) == "11 passed, 2 failed, 2 skipped"


@pytest.mark.parametrize("code", [1, 2, 3, 4, 5])
def test_a_run_that_ended_badly_without_a_failed_test_is_a_failure(tmp_path: Path, code: int) -> None:
    assert read_report(tmp_path / "never-written.xml", code).failed == 1
    assert read_report(report(tmp_path, '<testsuite tests="3"/>'), code).failed == 1


def test_a_tool_counts_as_one() -> None:
    assert plain(0) == Count(passed=1)
    assert plain(2) == Count(failed=1)


def test_a_missing_program_is_a_failure_with_its_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "may_install", lambda: False)
    absent = machine.Feature("PostgreSQL", ("postgresql",), lambda: False, "")
    assert run_stage(Stage("x", ["true"], needs=(absent,))) == Count(failed=1)
    assert "apt-get install postgresql" in capsys.readouterr().out


def test_a_failed_stage_shows_its_output_and_the_closing_line_is_last(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stages = [Stage("好", ["true"]), Stage("坏", ["sh", "-c", "echo the reason; exit 3"])]
    monkeypatch.setattr("tools.test.full_stages", lambda: stages)
    monkeypatch.setattr("tools.test.provide_environment", lambda name: None)
    assert main([]) == 1
    out = capsys.readouterr().out
    assert "the reason" in out
    assert out.splitlines()[-1] == "1 passed, 1 failed, 0 skipped"


def test_the_full_run_covers_both_databases_and_a_browser() -> None:
    stages = full_stages()
    assert [s for s in stages if s.environment.get("GONGKAI_TEST_DB") == "postgresql" and s.report]
    assert [s for s in stages if machine.CHROMIUM in s.needs]
    assert not [s for s in stages if s.report and "no:randomly" in s.command]
