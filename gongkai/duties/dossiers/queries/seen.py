"""Whose business a dossier is."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from gongkai.clearance.models import BasePage
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import works_for
from gongkai.core.organisation.queries.responsible import unit_ids_worked_for
from gongkai.duties.dossiers.models import CountersignRequest, Dossier
from gongkai.duties.dossiers.verbs import OPEN, READ, READ_ALL


def unsealed_dossiers(user: User) -> QuerySet[Dossier]:
    """Every dossier but those whose page is sealed from a person: it says what the page said."""
    return Dossier.objects.exclude(page__in=sealed_ids(user, BasePage))


def dossiers_seen_by(user: User, day: date) -> QuerySet[Dossier]:
    """Those a person may open: all of them, those of their units, those in which their units are asked.

    A dossier whose page is sealed from the person is not among them: it says what the page said.
    """
    if not may(user, READ):
        return Dossier.objects.none()
    found = unsealed_dossiers(user)
    if may(user, READ_ALL):
        return found
    units = unit_ids_worked_for(user, day)
    asked = CountersignRequest.objects.filter(unit__in=units, withdrawn_at__isnull=True)
    return found.filter(Q(unit__in=units) | Q(drafter=user) | Q(pk__in=asked.values("dossier")))


def may_work_on(user: User, dossier: Dossier, day: date) -> bool:
    """Whether a person may draft in a dossier: the right to draft, and its unit is theirs to work for."""
    return may(user, OPEN) and works_for(user, dossier.unit_id, day)
