"""Nightly: hold the register against the site, and raise the alarm."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from gongkai.core.jobs.registry import periodic
from gongkai.duties.dossiers.notices_register import tell_of_alarms
from gongkai.duties.dossiers.queries.reconciling import alarms, reconciled
from gongkai.duties.dossiers.queries.register_noted import note_register


@periodic("dossiers.reconcile", "核对发文登记簿与网站", at="07:40")
@task()
def reconcile_register() -> int:
    """Keep what was found for the 工作台; tell the office of what is public and should not be: how many notices."""
    found = reconciled(timezone.localdate())
    note_register(found)
    return tell_of_alarms(alarms(found))
