"""Reads of people by what they may do."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb


def people_with(verb: Verb) -> QuerySet[User]:
    """People in office one of whose roles carries a verb."""
    names = [role.value for role in verb.roles]
    return User.objects.in_office().filter(groups__name__in=names).distinct()
