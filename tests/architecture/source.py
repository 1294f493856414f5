"""The source as these tests read it: our modules, their syntax trees, their templates."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """A module of ours: dotted name, file, syntax tree."""

    name: str
    path: Path
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.path.read_text(encoding="utf-8").splitlines())

    @property
    def room(self) -> str:
        """The room of its app: ``rules`` for gongkai.clearance.rules.live."""
        parts = self.name.split(".")
        return parts[len(app_of(self.name).split("."))] if self.name != app_of(self.name) else ""

    def functions(self) -> Iterator[ast.FunctionDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef))

    def place(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.path.relative_to(ROOT)}:{node.lineno}"


def app_of(name: str) -> str:
    """The app a module belongs to: gongkai.core.audit, gongkai.duties.policies, gongkai.clearance."""
    parts = name.split(".")
    return ".".join(parts[:3] if parts[1:2] in (["core"], ["duties"]) else parts[:2])


@cache
def modules(folder: str = "gongkai") -> tuple[Module, ...]:
    """Every module under a folder of the repository, migrations left out."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        if "migrations" in path.parts:
            continue
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found.append(Module(name, path, ast.parse(path.read_text(encoding="utf-8"))))
    return tuple(found)


@cache
def templates() -> tuple[Path, ...]:
    """Every template of ours."""
    return tuple(sorted((ROOT / "gongkai").glob("**/templates/**/*.*")))


@cache
def tracked_files() -> tuple[Path, ...]:
    """Files that git would ship: tracked ones, or new ones that it does not ignore."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(file for name in listed.splitlines() if (file := ROOT / name).is_file())
