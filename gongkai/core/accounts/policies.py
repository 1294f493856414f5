"""Wagtail permission policies that ask the matrix in code."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import BasePermissionPolicy

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import MANAGE_ACCOUNTS, Verb, may


class VerbPolicy(BasePermissionPolicy):
    """One verb stands for a set of Wagtail actions; everything else is refused to everybody."""

    verb: Verb
    actions: frozenset[str] = frozenset({"add", "change", "view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and may(user, self.verb)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        if not self.actions & set(actions):
            return User.objects.none()
        return User.objects.in_office().filter(groups__name__in=self.verb.roles).distinct()


class AccountPolicy(VerbPolicy):
    """Accounts are made, changed and frozen, never deleted."""

    verb = MANAGE_ACCOUNTS


class ClosedPolicy(BasePermissionPolicy):
    """Nobody, superusers included: roles and what they may do stand in the code."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return False

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[User]:
        return User.objects.none()
