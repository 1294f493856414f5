"""Files and functions stay small enough to be read at once."""

from __future__ import annotations

import warnings

from tests.architecture.source import modules

FILE_STOP, FILE_WARN = 400, 330
FUNCTION_STOP, FUNCTION_WARN = 40, 40


def _judge(sizes: list[tuple[str, int]], stop: int, warn: int) -> list[str]:
    for name, size in sizes:
        if warn < size <= stop:
            warnings.warn(f"{name} has {size} lines; aim below {warn}", stacklevel=2)
    return [f"{name} has {size} lines" for name, size in sizes if size > stop]


def test_files_are_short() -> None:
    sizes = [(module.name, module.lines) for folder in ("gongkai", "tools") for module in modules(folder)]
    assert _judge(sizes, FILE_STOP, FILE_WARN) == []


def test_functions_are_short() -> None:
    sizes = [
        (f"{module.place(function)} {function.name}", (function.end_lineno or 0) - function.lineno + 1)
        for folder in ("gongkai", "tools")
        for module in modules(folder)
        for function in module.functions()
    ]
    assert _judge(sizes, FUNCTION_STOP, FUNCTION_WARN) == []


def test_no_drawers_for_anything() -> None:
    """A module named after nothing fills with everything."""
    names = {"utils", "util", "helpers", "common", "misc", "shared"}
    found = [module.name for module in modules() if set(module.name.split(".")) & names]
    assert found == []
