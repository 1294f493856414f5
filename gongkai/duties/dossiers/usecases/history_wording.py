"""Accept that a document of before was typed wrongly."""

from __future__ import annotations

from django.db import transaction

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import Route
from gongkai.duties.dossiers.models import Dossier, HistoryWording
from gongkai.duties.dossiers.queries.history_wording import change_since, digest_of_page
from gongkai.duties.dossiers.rules.history_wording import CorrectionFacts, reasons_against_correction
from gongkai.duties.dossiers.verbs import ADOPT_HISTORY
from gongkai.duties.policies.models import PolicyDocument

ACT = "认可更正"


def accept_correction(*, by: User, dossier: Dossier, reason: str) -> HistoryWording:
    """Accept what the newest draft of the page says, checked against the original by somebody who did not write it.

    The draft is reviewed for clearance as ever. Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=[FreeText("更正理由", reason, "reason")], act=ACT)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        page = PolicyDocument.objects.select_for_update(of=("self",)).filter(pk=dossier.page_id).first()
        newest = page.get_latest_revision_as_object() if page is not None else None
        facts = CorrectionFacts(
            may_keep=may(by, ADOPT_HISTORY),
            has_edited=page is not None and page.revisions.filter(user=by).exists(),
            is_history=dossier.route == Route.HISTORY,
            has_page=page is not None,
            differs=newest is not None and change_since(dossier, newest).differs,
            reason=reason,
        )
        refuse_if(reasons_against_correction(facts), act=ACT)
        assert newest is not None  # else there is a reason
        row = dossier.wordings.create(digest=digest_of_page(newest), reason=reason.strip()[:300], by=by)
        record_event(
            action="dossiers.accept_correction",
            by=by,
            subject=dossier,
            page=dossier.page_id,
            revision=newest.latest_revision_id,
            digest=row.digest,
        )
        return row
