"""What may be delegated: each app enters its delegable rights beside its verbs (in ``verbs.py``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.organisation.verbs import SERVE

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User

Holds = Callable[["User", date], bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """A right that its holder may let another exercise: ``code`` as stored in a delegation, Chinese name.

    The right is held by whoever may do one of ``verbs`` or, where given, satisfies ``holds`` (a right that comes
    with a post rather than with a role). It may be let to whoever may do one of ``delegates``; where none is named,
    to anybody who works here.
    """

    code: str
    label: str
    verbs: tuple[Verb, ...]
    holds: Holds | None = None
    delegates: tuple[Verb, ...] = ()

    def is_held_by(self, user: User, day: date) -> bool:
        """Whether a person has the right themselves, not by delegation."""
        return any(may(user, verb) for verb in self.verbs) or (
            self.holds is not None and self.holds(user, day)
        )

    def suits(self, user: User) -> bool:
        """Whether a person may exercise the right in another's place; never an account from outside."""
        return may(user, SERVE) and any(may(user, verb) for verb in self.delegates or (SERVE,))


def leads_a_unit(user: User, day: date) -> bool:
    """For ``holds``: whether a person is head of some unit on a day."""
    from gongkai.core.organisation.enums import PostKind
    from gongkai.core.organisation.queries import posts_on

    return posts_on(day).filter(user=user, kind=PostKind.HEAD).exists()


SCOPES: dict[str, Scope] = {}


def define_scope(
    code: str, label: str, *verbs: Verb, holds: Holds | None = None, delegates: tuple[Verb, ...] = ()
) -> Scope:
    """Enter a delegable right. Raises ``ValueError`` when the code is taken by another definition."""
    scope = Scope(code, label, verbs, holds, delegates)
    if SCOPES.setdefault(code, scope) != scope:
        raise ValueError(f"scope {code!r} is defined twice")
    return scope


def scopes_held_by(user: User, day: date) -> list[Scope]:
    """The rights a person holds themselves and may therefore delegate, by their Chinese names."""
    return sorted((s for s in SCOPES.values() if s.is_held_by(user, day)), key=lambda s: s.label)


def label_of(code: str) -> str:
    """The Chinese name of a scope; its code where its app is gone."""
    return SCOPES[code].label if code in SCOPES else code
