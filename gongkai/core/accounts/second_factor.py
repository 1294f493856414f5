"""Who must have a second factor, and who has one."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import roles_of


def required_roles() -> frozenset[Role]:
    """The roles that this installation obliges to a second factor."""
    return frozenset(Role(code) for code in settings.GONGKAI_MFA_REQUIRED_ROLES)


def must_have_second_factor(user: User) -> bool:
    """Whether one of the person's roles obliges to a second factor here."""
    required = required_roles()
    return bool(required and roles_of(user) & required)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app is set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def lacks_second_factor(user: User) -> bool:
    """Whether a person has to set one up before anything else."""
    return must_have_second_factor(user) and not has_second_factor(user)
