"""Things that hang on units, delegable rights and plans of change, for tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from gongkai.core.organisation import holdings, scopes
from gongkai.core.organisation.holdings import Held, OpenWork
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.rules.change import Plan, Target
from gongkai.core.organisation.scopes import Scope

SCOPE = "tests.sign"


@contextmanager
def signing_right(*roles: Role) -> Iterator[Scope]:
    """A delegable right held by some roles, entered for the duration of a test."""
    scope = Scope(SCOPE, "签发", (Verb("tests.sign", "签发", frozenset(roles)),))
    scopes.SCOPES[SCOPE] = scope
    try:
        yield scope
    finally:
        del scopes.SCOPES[SCOPE]


@contextmanager
def tasks_on(where: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A registered kind of thing: names of tasks, each with the unit or the person it lies with."""

    def held(unit: Unit, day: date) -> list[Held]:
        return [Held(key, f"任务{key}") for key, owner in where.items() if owner == unit]

    def move(keys: Sequence[str], source: Unit, target: Unit, day: date, by: User) -> int:
        where.update(dict.fromkeys(keys, target))
        return len(keys)

    def items(user: User) -> list[Held]:
        return [Held(key, f"任务{key}") for key, owner in where.items() if owner == user]

    def reassign(keys: Sequence[str], leaver: User, receiver: User, by: User) -> int:
        where.update(dict.fromkeys(keys, receiver))
        return len(keys)

    holdings.register_holding("tests.tasks", "任务", held=held, move=move)
    holdings.OPEN_WORK["在办任务"] = OpenWork("在办任务", items, reassign)
    try:
        yield where
    finally:
        del holdings.HOLDINGS["tests.tasks"], holdings.OPEN_WORK["在办任务"]


def plan_of(sources: Sequence[Unit], *targets: Unit | str, **choices: Any) -> Plan:
    """A plan from units to units; a text is the name of a new unit, its code ``new-<place>``."""
    made = tuple(
        Target(code=f"new-{place}", name=one, short_name=one)
        if isinstance(one, str)
        else Target(one.pk, name=one.name, short_name=one.short_name)
        for place, one in enumerate(targets)
    )
    return Plan(tuple(unit.pk for unit in sources), made, **choices)
