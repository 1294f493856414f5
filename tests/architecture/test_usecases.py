"""Use cases say who acts, by keyword, with types; what writes an event stands in a transaction."""

from __future__ import annotations

import ast

from tests.architecture.source import Module, modules


def _public_functions(module: Module) -> list[ast.FunctionDef]:
    return [
        node
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def _usecases() -> list[tuple[Module, ast.FunctionDef]]:
    """Functions of the rooms ``usecases`` that take who acts and change something."""
    return [
        (module, function)
        for module in modules()
        if module.room == "usecases"
        for function in _public_functions(module)
        if function.name != "record_event"  # itself: it refuses to run outside a transaction
        if any(argument.arg == "by" for argument in [*function.args.args, *function.args.kwonlyargs])
        if "record_event(" in ast.unparse(function) or _is_atomic(function)
    ]


def test_who_acts_is_named_by_keyword() -> None:
    faults = [
        f"{module.place(function)} {function.name}"
        for module, function in _usecases()
        if any(argument.arg == "by" for argument in function.args.args)
    ]
    assert faults == []


def test_usecases_are_typed() -> None:
    faults = [
        f"{module.place(function)} {function.name}"
        for module, function in _usecases()
        if function.returns is None or any(a.annotation is None for a in function.args.kwonlyargs)
    ]
    assert faults == []


def _is_atomic(function: ast.FunctionDef) -> bool:
    decorated = any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
    return decorated or any(
        isinstance(node, ast.With) and any("atomic" in ast.unparse(item) for item in node.items)
        for node in ast.walk(function)
    )


def test_a_usecase_that_writes_an_event_is_atomic() -> None:
    faults = [
        f"{module.place(function)} {function.name}"
        for module, function in _usecases()
        if "record_event(" in ast.unparse(function) and not _is_atomic(function)
        if "holds the transaction" not in (ast.get_docstring(function) or "")  # record_event refuses outside
    ]
    assert faults == []


def test_there_are_usecases_to_check() -> None:
    assert len(_usecases()) > 20
