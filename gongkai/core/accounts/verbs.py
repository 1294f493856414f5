"""The permission matrix in code: which role may do which verb.

Each app declares its verbs in its own ``verbs.py`` with :func:`define_verb`; ``AppConfig.ready`` imports it.
A superuser gets no verb by being one: system administration is not a right to clear or to release.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.core.accounts.enums import STAFF_ROLES, Role

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User


@dataclass(frozen=True, slots=True)
class Verb:
    """One thing a person may do: ``code`` such as ``clearance.release``, its Chinese name, who may."""

    code: str
    label: str
    roles: frozenset[Role]


VERBS: dict[str, Verb] = {}


def define_verb(code: str, label: str, *roles: Role) -> Verb:
    """Enter a verb into the matrix. Raises ``ValueError`` when the code is taken by another definition."""
    verb = Verb(code, label, frozenset(roles))
    if VERBS.setdefault(code, verb) != verb:
        raise ValueError(f"verb {code!r} is defined twice")
    return verb


def holders_of(verb: Verb, *, joined_by: str = "、") -> str:
    """The Chinese names of the roles that hold a verb, in the order of the roles, for texts that tell who may."""
    *others, last = [role.label for role in Role if role in verb.roles]
    return f"{'、'.join(others)}{joined_by}{last}" if others else last


def roles_of(user: User) -> frozenset[Role]:
    """The roles a signed-in, unfrozen person holds (one query, cached on the user object)."""
    if not user.is_authenticated or user.is_frozen:
        return frozenset()
    cached: frozenset[Role] | None = getattr(user, "_roles", None)
    if cached is None:
        known = set(Role.values)
        names = user.groups.values_list("name", flat=True)
        cached = frozenset(Role(name) for name in names if name in known)
        user._roles = cached  # type: ignore[attr-defined]  # a per-request cache
    return cached


def may(user: User, verb: Verb) -> bool:
    """Whether one of the person's roles carries the verb."""
    return bool(roles_of(user) & verb.roles)


MANAGE_ACCOUNTS = define_verb("accounts.manage", "建立、修改、冻结账号", Role.ADMIN)
VIEW_PERMISSIONS = define_verb("accounts.view_permissions", "查看权限矩阵", *STAFF_ROLES)
