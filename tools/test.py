"""./test: everything that CI runs, stage by stage; ends with one plain closing line."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET  # reads only what pytest has just written
from dataclasses import dataclass, field
from pathlib import Path

from tools import machine
from tools.console import StopError, say, show_stop, step
from tools.environment import PYTHON, ROOT, VENV, provide_environment
from tools.machine import Feature

REPORTS = ROOT / ".cache" / "reports"
FAST_TESTS = ["tests/rules", "tests/usecases"]
CONSTRAINT_TESTS = [
    "tests/usecases",
    "tests/test_databases.py",
    # JSON, CASE and prefix searches of the staff lists, which SQL dialects answer differently
    "tests/views/policies/test_staff.py",
    "tests/views/publishing",
]
WORKERS = "2"


@dataclass
class Stage:
    """One run of a tool. ``report`` marks a pytest run whose own counts are added up."""

    title: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    report: bool = False
    needs: tuple[Feature, ...] = ()


@dataclass
class Count:
    """Tests and checks, added up over the stages."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: Count) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def tool(*arguments: str) -> list[str]:
    """A command of the environment."""
    return [str(VENV / "bin" / arguments[0]), *arguments[1:]]


def python(*arguments: str) -> list[str]:
    """The environment's Python."""
    return [str(PYTHON), *arguments]


def pytest(*arguments: str) -> list[str]:
    """A pytest run."""
    return python("-m", "pytest", *arguments)


TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "GONGKAI_HOME": str(ROOT / ".cache" / "production-check"),
    "GONGKAI_SECRET_KEY": "check-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "GONGKAI_HOSTS": "gongkai.example.gov.cn",
    "GONGKAI_HSTS_SUBDOMAINS": "1",
    "PGDATABASE": "gongkai",
    "PGUSER": "gongkai",
}


def lint_stages() -> list[Stage]:
    """What needs no test run: style, types, import arrows."""
    return [
        Stage("ruff 检查", tool("ruff", "check", ".")),
        Stage("ruff 排版", tool("ruff", "format", "--check", ".")),
        Stage("mypy 类型", tool("mypy", "gongkai", "config", "tools")),
        Stage("导入方向", tool("lint-imports", "--cache-dir", ".cache/import-linter")),
    ]


def fast_stages() -> list[Stage]:
    """`./test --fast`."""
    # "worksteal" leaves most modules to one worker, which makes what they share once, and no worker idle at the end.
    tests = pytest("-n", WORKERS, "--dist", "worksteal", "-m", "not slow and not race", *FAST_TESTS)
    return [*lint_stages(), Stage("规则与用例（SQLite）", tests, report=True)]


def full_stages() -> list[Stage]:
    """Everything."""
    return [
        *lint_stages(),
        Stage("迁移齐全", python("manage.py", "makemigrations", "--check", "--dry-run"), TEST_SETTINGS),
        Stage("生产设置", python("manage.py", "check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
        Stage(
            "全部测试（SQLite）",
            pytest("-n", WORKERS, "--dist", "loadfile", "tests", "--ignore=tests/browser"),
            report=True,
        ),
        Stage(
            "用例与约束（PostgreSQL）",
            pytest("-n", WORKERS, "--dist", "loadfile", "-m", "not slow", *CONSTRAINT_TESTS),
            {"GONGKAI_TEST_DB": "postgresql"},
            report=True,
            needs=(machine.POSTGRESQL,),
        ),
        Stage(
            "浏览器与无障碍（Chromium）",
            pytest("tests/browser"),
            report=True,
            needs=(machine.CHROMIUM, machine.FONTS),
        ),
    ]


def missing_of(stage: Stage) -> list[Feature]:
    """What a stage needs and this machine lacks, after trying to install it."""
    missing = [feature for feature in stage.needs if not feature.is_present()]
    if missing and machine.may_install():
        packages = tuple(name for feature in missing for name in feature.packages)
        with step(f"安装 {' '.join(packages)}") as current:
            said = machine.apt_install(packages)
            if said:
                current.outcome = "未装上"
        if said:
            say(said)
        missing = [feature for feature in missing if not feature.is_present()]
    return missing


def run_stage(stage: Stage) -> Count:
    """Run one stage and show its output where it failed. A missing program is a failure with its remedy."""
    if missing := missing_of(stage):
        for feature in missing:
            say(f"  ✗ {stage.title}：缺少{feature.name}。执行：apt-get install {' '.join(feature.packages)}")
        return Count(failed=1)
    REPORTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [*stage.command, f"--junitxml={report}"] if stage.report else stage.command
        with step(stage.title) as current:
            done = subprocess.run(
                command,
                cwd=ROOT,
                env={**os.environ, **stage.environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
            count = read_report(report, done.returncode) if stage.report else plain(done.returncode)
            current.has_failed = bool(count.failed)
            current.outcome = str(count) if stage.report else "通过" if not done.returncode else "未通过"
    (REPORTS / f"{stage.title}.txt").write_text(done.stdout, encoding="utf-8")
    if count.failed:
        say(done.stdout.rstrip())
    return count


def plain(code: int) -> Count:
    """A stage without counts of its own counts as one."""
    return Count(failed=1) if code else Count(passed=1)


def read_report(report: Path, code: int) -> Count:
    """Counts of a pytest run. A run that failed without a failed test, or ran none, counts as one failure."""
    count = Count()
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):
            total, failures, errors, skipped = (
                int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
            )
            bad = min(failures + errors, total) if total else failures + errors
            count.add(Count(max(total - bad - skipped, 0), bad, skipped))
    if code and not count.failed:
        count.failed = 1
    return count


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="./test", description="运行全部检查与测试；结尾一行给出总数。")
    parser.add_argument(
        "--fast", action="store_true", help="只做排版、类型、导入方向、规则与用例（一分钟内）"
    )
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None) -> int:
    """Entry point; the exit code."""
    options = parse(sys.argv[1:] if arguments is None else arguments)
    started = time.monotonic()
    total = Count()
    try:
        provide_environment("dev")
        for stage in fast_stages() if options.fast else full_stages():
            total.add(run_stage(stage))
    except StopError as stop:
        show_stop(stop)
        total.failed += 1
    except KeyboardInterrupt:
        say("\n已中断。")
        total.failed += 1
    say(f"用时 {time.monotonic() - started:.0f} s")
    say(str(total))
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
