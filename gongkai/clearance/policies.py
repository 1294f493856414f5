"""Wagtail's permission policies without what is sealed: its lists, choosers, reports and log ask them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permission_policies.pages import PagePermissionPolicy

from gongkai.clearance.queries.sealing import is_sealed_for, without_sealed


class UnsealedOnly:
    """Over one of Wagtail's policies, which lets a superuser see everything: a seal holds against them too."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        allowed: bool = super().user_has_any_permission_for_instance(user, actions, instance)  # type: ignore[misc]
        return allowed and not is_sealed_for(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        instances = super().instances_user_has_any_permission_for(user, actions)  # type: ignore[misc]
        return without_sealed(instances, user)


class UnsealedPages(UnsealedOnly, PagePermissionPolicy):
    """Pages of the explorer, its search, the reports and the admin API."""

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        return without_sealed(super().explorable_instances(user), user)


class UnsealedFiles(UnsealedOnly, CollectionOwnershipPermissionPolicy):
    """Attachments or pictures of the lists and choosers."""
