"""Who is told that a filing is due or overdue: who drafted the document and who records for all; no titles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all, settle_notices
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.standing import Standing
from gongkai.duties.dossiers.verbs import RECORD

FILING_DUE = define_kind("dossiers.filing_due", "备案快到期或已超期", is_duty=True)


def _url(dossier: Dossier) -> str:
    return reverse("dossiers_show", args=[dossier.pk])


def remind_of_filings(running: Iterable[Standing], today: date) -> int:
    """Tell of each in its last days and after, not again while unread; answers how many notices."""
    office, told = list(people_with(RECORD)), 0
    for one in running:
        if one.filing is None or not one.filing.lamp(today):
            continue
        is_late = one.filing.is_overdue(today)
        how = "已经超期，请尽快报送" if is_late else "快到期，请按时报送"
        text = f"公文卷 {one.dossier.code} 的备案（{one.filing.due_on:%Y-%m-%d} 到期）{how}，报送后登记。"
        people = {user.pk: user for user in (*office, one.dossier.drafter)}
        told += notify_all(
            users=people.values(), kind=FILING_DUE, subject_url=_url(one.dossier), text=text, once=True
        )
    return told


def settle_filing(dossier: Dossier) -> int:
    """What was told of a filing is done with."""
    return settle_notices(kind=FILING_DUE, subject_url=_url(dossier))
