"""Roles are Django groups; the code is their only source."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType

from gongkai.core.accounts.enums import STAFF_ROLES, Role


def sync_roles(using: str = "default") -> None:
    """Make a group for each role and let staff roles, and no other, into Wagtail's admin. Idempotent."""
    content_type, _ = ContentType.objects.using(using).get_or_create(app_label="wagtailadmin", model="admin")
    access, _ = Permission.objects.using(using).get_or_create(
        content_type=content_type,
        codename="access_admin",
        defaults={"name": "Can access Wagtail admin"},
    )
    for role in Role:
        group, _ = Group.objects.using(using).get_or_create(name=role.value)
        if role in STAFF_ROLES:
            group.permissions.add(access)
        else:
            group.permissions.remove(access)


def sync_after_migrate(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Receiver of ``post_migrate`` for this app; waits for a database whose auth tables exist."""
    if apps.is_installed("django.contrib.auth") and _has_tables(using):
        sync_roles(using)


def _has_tables(using: str) -> bool:
    from django.db import connections

    tables = connections[using].introspection.table_names()
    return {"auth_group", "auth_permission", "django_content_type"} <= set(tables)
