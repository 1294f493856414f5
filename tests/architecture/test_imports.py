"""An import inside a function has its reason beside it: such imports hide circles."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Module, modules

FLOORS = (
    "gongkai.publishing",
    "gongkai.website",
    "gongkai.duties.policies",
    "gongkai.duties.interpretations",
)


def _unexplained(module: Module) -> list[str]:
    lines = module.path.read_text(encoding="utf-8").splitlines()
    inside = {
        node.lineno
        for function in module.functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    return [
        f"{module.name}:{line}"
        for line in sorted(inside)
        if "#" not in lines[line - 1] and not lines[line - 2].lstrip().startswith("#")
    ]


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_stand_at_the_top_or_say_why_not(floor: str) -> None:
    found = [module for module in modules() if module.name.startswith(floor)]
    assert found
    assert [place for module in found for place in _unexplained(module)] == []
