"""Plant each defect of ``tests/defects.toml`` in a copy of the project and see its tests fail.

``python -m tools.defects [WORD ...]``: only the defects whose promise holds one of the words. A promise whose tests
stay green while it is broken is not tested; this says which. Not part of ``./test``: it takes minutes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "defects.toml"
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", ".cache", "__pycache__", ".mypy_cache", ".ruff_cache"
)


@dataclass(frozen=True, slots=True)
class Defect:
    """One promise, the lines that keep it, what to put in their place, and the tests that must notice."""

    promise: str
    file: str
    find: str
    put: str
    tests: tuple[str, ...]
    database: str = ""
    """Where only one database can tell (two transactions at once): that one."""

    def planted(self, text: str) -> str | None:
        """The file with the defect in it, or ``None`` where the lines are no longer there exactly once."""
        return text.replace(self.find, self.put) if text.count(self.find) == 1 else None


def read_defects(source: Path = LIST) -> list[Defect]:
    """The list. Raises ``KeyError`` or ``TypeError`` for an entry that lacks something or says too much."""
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["defect"]
    return [Defect(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def _environment(defect: Defect) -> dict[str, str]:
    return {**os.environ, **({"GONGKAI_TEST_DB": defect.database} if defect.database else {})}


def _is_noticed(copy: Path, defect: Defect) -> str:
    """What became of one defect: 发现, 未发现, or why it could not be planted."""
    place = copy / defect.file
    whole = place.read_text(encoding="utf-8")
    broken = defect.planted(whole)
    if broken is None:
        return "无法植入：代码已变，请更新清单"
    place.write_text(broken, encoding="utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:warnings", *defect.tests]
        done = subprocess.run(
            command, cwd=copy, env=_environment(defect), capture_output=True, text=True, check=False
        )
    finally:
        place.write_text(whole, encoding="utf-8")
    if done.returncode == 1:
        return "发现"
    return "未发现" if done.returncode == 0 else f"测试没有运行：{done.stdout[-300:]}"


def main() -> int:
    """Exit status 1 when a defect was not noticed or could not be planted."""
    words = sys.argv[1:]
    defects = [d for d in read_defects() if not words or any(word in d.promise for word in words)]
    missed = 0
    with tempfile.TemporaryDirectory(prefix="gongkai-defects-") as place:
        copy = Path(place) / "copy"
        shutil.copytree(ROOT, copy, ignore=_LEFT_OUT)
        for defect in defects:
            verdict = _is_noticed(copy, defect)
            missed += verdict != "发现"
            sys.stdout.write(f"{verdict}  {defect.promise}  （{defect.file}）\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(defects) - missed} / {len(defects)} 处缺陷被测试发现\n")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
