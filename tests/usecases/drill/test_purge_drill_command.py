"""`gongkai purge-drill`: a table, a document, an exit that says whether a place failed; never the real home."""

from __future__ import annotations

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from gongkai import cli
from gongkai.drill import __main__ as drill_process

HOLDS = {
    "cause": "secret",
    "place": "clearance.FileScan.findings（本件）",
    "before": 1,
    "after": 0,
    "verdict": "已抹去",
    "holds": True,
}
FAILS = {
    **HOLDS,
    "cause": "personal",
    "place": "clearance.Motion.reason",
    "after": 1,
    "verdict": "还在",
    "holds": False,
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The process that would drill, in its stead: what it was started with, and the rows it answers."""
    seen: dict[str, Any] = {"rows": [HOLDS], "code": 0}

    def run(command: list[str], *, env: dict[str, str], **options: Any) -> subprocess.CompletedProcess[str]:
        seen["command"], seen["env"] = command, env
        seen["home_is_empty"] = not any(Path(env["GONGKAI_HOME"]).iterdir())
        return subprocess.CompletedProcess(command, seen["code"], json.dumps(seen["rows"]))

    monkeypatch.setattr("gongkai.drill.management.commands.purge_drill.subprocess.run", run)
    return seen


def drill(*arguments: str) -> str:
    out = StringIO()
    call_command("purge_drill", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_table_tells_each_place(told: dict[str, Any]) -> None:
    shown = drill()
    assert "clearance.FileScan.findings（本件）\t1\t0\t已抹去" in shown
    assert "共 1 处，0 处不合要求。" in shown


def test_a_place_that_failed_ends_it_with_an_error(told: dict[str, Any]) -> None:
    told["rows"] = [HOLDS, FAILS]
    out = StringIO()
    with pytest.raises(CommandError, match="有 1 处不合要求"):
        call_command("purge_drill", stdout=out, stderr=StringIO())
    assert "clearance.Motion.reason\t1\t1\t不合要求：还在" in out.getvalue()


def test_json_is_one_document_and_nothing_else(told: dict[str, Any]) -> None:
    assert json.loads(drill("--json")) == {"places": [HOLDS], "failed": 0}


def test_it_works_in_a_home_that_is_thrown_away(
    told: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_RELEASE_HOME", "/srv/release")
    monkeypatch.setenv("GONGKAI_SUPPRESSION_COPY", "/srv/copy")
    drill()
    env = told["env"]
    assert env["GONGKAI_HOME"] == env["GONGKAI_DRILL_HOME"]
    assert told["home_is_empty"]
    assert not Path(env["GONGKAI_HOME"]).exists()
    assert env["DJANGO_SETTINGS_MODULE"] == "config.settings.dev"
    assert not {"GONGKAI_RELEASE_HOME", "GONGKAI_SUPPRESSION_COPY"} & set(env)


def test_a_process_that_broke_off_is_no_success(told: dict[str, Any]) -> None:
    told["code"] = 1
    with pytest.raises(CommandError, match="没有跑完"):
        drill()


def test_the_process_refuses_a_home_that_was_not_made_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_DRILL_HOME", raising=False)
    with pytest.raises(SystemExit, match="临时目录"):
        drill_process.main()


def test_the_command_is_called_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(sys, "argv", ["gongkai", "purge-drill", "--json"])
    monkeypatch.setattr("django.core.management.execute_from_command_line", called.append)
    cli.main()
    assert called == [["gongkai", "purge_drill", "--json"]]
