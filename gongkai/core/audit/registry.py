"""Chinese names of actions and of what they note, and who may see events about what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q

from gongkai.core.accounts.enums import Role
from gongkai.core.audit.readings import Reading, plain

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User

ACTIONS: dict[str, str] = {}


def define_action(code: str, label: str) -> str:
    """Give an event's action its Chinese name; answers the code. Raises ``ValueError`` if it has another."""
    if ACTIONS.setdefault(code, label) != label:
        raise ValueError(f"action {code!r} is defined twice")
    return code


def action_label(code: str) -> str:
    """The Chinese name of an action; its code where it has none."""
    return ACTIONS.get(code, code)


@dataclass(frozen=True, slots=True)
class Datum:
    """One key of events' data: its Chinese name, how its values are read out, and its place among the others.

    Databases give back keys in an order of their own.
    """

    label: str
    reading: Reading = plain
    place: int = field(default=0, compare=False)


SHARED, LAST = 10**6, 10**9
"""What every action may note stands after an action's own data; what nobody defined stands last."""
DATA: dict[tuple[str, str], Datum] = {}
"""By action and key; an empty action stands for every action that has no entry of its own."""


def define_data(*actions: str, **keys: str | tuple[str, Reading]) -> None:
    """Give keys of events' data their Chinese names and readings, for some actions or for all.

    Raises ``ValueError`` if one has another.
    """
    for action in actions or ("",):
        for key, said in keys.items():
            label, reading = (said, plain) if isinstance(said, str) else said
            datum = Datum(label, reading, len(DATA) + (0 if action else SHARED))
            if DATA.setdefault((action, key), datum) != datum:
                raise ValueError(f"data key {key!r} of {action or 'every action'!r} is defined twice")


def datum_of(action: str, key: str) -> Datum | None:
    """What is known of a key in events of an action; nothing for a key that nobody defined."""
    return DATA.get((action, key)) or DATA.get(("", key))


@dataclass(frozen=True, slots=True)
class Visibility:
    """Who sees events about one kind of subject: these roles, and of its events those that ``where`` lets
    through.

    ``where`` takes the person and answers a ``Q`` on :class:`~gongkai.core.audit.models.Event`.
    """

    roles: frozenset[Role]
    where: Callable[[User], Q] | None = None


DEFAULT_ROLES = frozenset({Role.INSPECTOR, Role.OFFICE})
"""Who sees events about subjects that no app has spoken for: work, not system administration."""
SYSTEM_ROLES = frozenset({Role.ADMIN, Role.INSPECTOR, Role.OFFICE})
"""Who sees events about no subject: the system's own acts."""

VISIBILITY: dict[str, Visibility] = {}

HIDDEN: dict[str, Callable[[User], Q]] = {}
"""Under a lasting name: events that a person may not see, whatever their roles say, as a ``Q`` on events."""


def hide_events(name: str, which: Callable[[User], Q]) -> None:
    """Keep events from a person besides what the roles decide, for subjects that are closed to them."""
    HIDDEN[name] = which


def define_visibility(model_label: str, *roles: Role, where: Callable[[User], Q] | None = None) -> Visibility:
    """Say who sees events about a model, named in lower case such as ``accounts.user``."""
    visibility = Visibility(frozenset(roles), where)
    if VISIBILITY.setdefault(model_label, visibility) != visibility:
        raise ValueError(f"visibility of {model_label!r} is defined twice")
    return visibility
