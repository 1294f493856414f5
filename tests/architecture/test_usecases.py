"""Use cases say who acts, by keyword, with types; each stands in a transaction and leaves an event."""

from __future__ import annotations

import ast
from functools import cache

from gongkai.core.audit.registry import ACTIONS
from tests.architecture.source import Module, modules

INSIDE = {
    "gongkai.clearance.usecases.closing.let_go_of_overtaken": "writes its events in the caller's transaction",
    "gongkai.clearance.usecases.release.open_batch": "outbox rows of an act that writes the event itself",
}
"""What is only called inside another use case's transaction, with the reason."""
WITHOUT_EVENT = {
    "gongkai.clearance.usecases.release.open_batch": INSIDE["gongkai.clearance.usecases.release.open_batch"],
    "gongkai.clearance.usecases.cleaning.preview_cleaning": "shows what cleaning would take out and keeps nothing",
    "gongkai.core.workdays.usecases.preview_import": "shows what an import would do and keeps nothing",
}
"""Functions that leave no event, with the reason."""
NOT_ATOMIC = {
    "gongkai.clearance.usecases.cleaning.preview_cleaning": WITHOUT_EVENT[
        "gongkai.clearance.usecases.cleaning.preview_cleaning"
    ],
    "gongkai.core.personaldata.usecases.retention.erase_due": "each row in a transaction of its own, to stop at any",
    "gongkai.core.workdays.usecases.preview_import": WITHOUT_EVENT[
        "gongkai.core.workdays.usecases.preview_import"
    ],
    "gongkai.clearance.usecases.free_texts.keep_unfit_out": "keeps nothing but the event of who screens for marks",
    "gongkai.duties.supervision.usecases.importing.import_notice": "a refusal must stay on record: screened outside",
}
"""Functions that are not one transaction, with the reason."""


def _functions(module: Module) -> list[ast.FunctionDef]:
    return [node for node in module.tree.body if isinstance(node, ast.FunctionDef)]


def _takes_by(function: ast.FunctionDef) -> bool:
    return any(argument.arg == "by" for argument in [*function.args.args, *function.args.kwonlyargs])


def _usecases() -> list[tuple[Module, ast.FunctionDef]]:
    """Public functions of the rooms ``usecases`` that take who acts; what answers reasons or facts does not act."""
    return [
        (module, function)
        for module in modules()
        if module.room == "usecases"
        for function in _functions(module)
        if not function.name.startswith(("_", "facts_"))
        if function.returns is None or ast.unparse(function.returns) != "list[Reason]"
        if _name(module, function)
        != "gongkai.core.audit.usecases.record_event"  # refuses outside a transaction
        if _takes_by(function)
    ]


def _name(module: Module, function: ast.FunctionDef) -> str:
    return f"{module.name}.{function.name}"


@cache
def _by_name() -> dict[str, tuple[Module, ast.FunctionDef]]:
    return {_name(module, one): (module, one) for module in modules() for one in _functions(module)}


@cache
def _called(name: str) -> frozenset[str]:
    """Full names of our functions that a function calls: of its module, or imported from one of its floor."""
    module, function = _by_name()[name]
    known = {one.name: _name(module, one) for one in _functions(module)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
            known |= {f"{a.asname or a.name}.": f"{node.module}.{a.name}." for a in node.names}
    found = set()
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name):
            found.add(known.get(node.func.id, ""))
        elif isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            found.add(known.get(f"{node.func.value.id}.", "?.") + node.func.attr)
    return frozenset(found & _by_name().keys())


def _reaches(name: str, goal: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a function calls ``goal``, itself or through others of our use cases."""
    if name in seen:
        return False
    return goal in _called(name) or any(
        _reaches(one, goal, seen | {name}) for one in _called(name) if ".usecases" in one
    )


def _is_atomic(function: ast.FunctionDef) -> bool:
    decorated = any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)
    return decorated or any(
        isinstance(node, ast.With) and any("atomic" in ast.unparse(item) for item in node.items)
        for node in ast.walk(function)
    )


def _is_atomic_or_delegates(module: Module, function: ast.FunctionDef) -> bool:
    """In a transaction of its own, or nothing but words around another use case that is."""
    if _is_atomic(function):
        return True
    acts = [
        one
        for one in _called(_name(module, function))
        if ".usecases" in one and _takes_by(_by_name()[one][1])
    ]
    return bool(acts) and all(_is_atomic(_by_name()[one][1]) for one in acts)


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


def test_a_usecase_is_atomic() -> None:
    faults = [
        f"{module.place(function)} {function.name}"
        for module, function in _usecases()
        if _name(module, function) not in INSIDE.keys() | NOT_ATOMIC.keys()
        if not _is_atomic_or_delegates(module, function)
    ]
    assert faults == []


def test_a_usecase_leaves_an_event() -> None:
    goal = "gongkai.core.audit.usecases.record_event"
    faults = [
        f"{module.place(function)} {function.name}"
        for module, function in _usecases()
        if _name(module, function) not in WITHOUT_EVENT
        if not _reaches(_name(module, function), goal)
    ]
    assert faults == []


def test_exceptions_exist_and_are_needed() -> None:
    goal = "gongkai.core.audit.usecases.record_event"
    known = {_name(module, function): (module, function) for module, function in _usecases()}
    assert (INSIDE | WITHOUT_EVENT | NOT_ATOMIC).keys() <= known.keys()
    assert [name for name in WITHOUT_EVENT if _reaches(name, goal)] == []
    assert [name for name in INSIDE | NOT_ATOMIC if _is_atomic_or_delegates(*known[name])] == []


def test_every_action_has_a_chinese_name() -> None:
    """An inspector reads the log: a code in it says nothing to them."""
    written = {
        keyword.value.value
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record_event")
        for keyword in node.keywords
        if keyword.arg == "action" and isinstance(keyword.value, ast.Constant)
    }
    assert len(written) > 60
    assert sorted(written - ACTIONS.keys()) == []


def test_there_are_usecases_to_check() -> None:
    assert len(_usecases()) > 60
