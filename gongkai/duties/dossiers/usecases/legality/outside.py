"""Record the review of a document under the province's name, done by the organ that has to do it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.dossiers.enums import PaperKind, Step
from gongkai.duties.dossiers.enums_review import Conclusion, ReviewState
from gongkai.duties.dossiers.models import Dossier, LegalityReview, Paper
from gongkai.duties.dossiers.queries.editing import is_paper_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.legality import open_review
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.dossiers.rules.legality import OutsideFacts, reasons_against_recording_outside
from gongkai.duties.dossiers.rules.track import reasons_against_step
from gongkai.duties.dossiers.usecases.legality.sending import locked
from gongkai.duties.dossiers.verbs import RECORD

ACT = "登记外单位审核意见"


def record_outside_review(
    *,
    by: User,
    dossier: Dossier,
    organ: str,
    conclusion: str,
    dated_on: date | None,
    statement: str,
    paper: Paper | None,
) -> LegalityReview:
    """Record an outside organ's conclusion on the newest version, from its paper in the dossier. Raises ``Refused``."""
    texts = [FreeText("审核机关", organ, "organ"), FreeText("审核意见", statement, "statement")]
    refuse_free_texts(by=by, texts=texts, act=ACT)
    with transaction.atomic():
        dossier = locked(dossier)
        refuse_if(_against(by, dossier, organ, conclusion, dated_on, paper), act=ACT)
        row = LegalityReview.objects.create(
            dossier=dossier,
            version=dossier.versions.first(),
            state=ReviewState.CONCLUDED,
            sent_by=by,
            organ=organ.strip()[:100],
            conclusion=conclusion,
            statement=statement.strip(),
            dated_on=dated_on,
            paper=paper,
            concluded_by=by,
            concluded_at=timezone.now(),
        )
        record_event(
            action="dossiers.record_outside_review",
            by=by,
            subject=dossier,
            review=row.pk,
            conclusion=conclusion,
            version=row.version.number,
            paper=row.paper_id,
        )
        return row


def _against(
    by: User, dossier: Dossier, organ: str, conclusion: str, dated_on: date | None, paper: Paper | None
) -> list[Reason]:
    """What the track says of the step, and what speaks against the record itself."""
    track, _ = track_for(dossier)
    facts = OutsideFacts(
        may_record=may(by, RECORD),
        is_writer=has_edited(by, dossier),
        is_province=dossier.signature in PROVINCE_SIGNATURES,
        is_open=open_review(dossier) is not None,
        organ=organ,
        conclusion=Conclusion(conclusion) if conclusion in Conclusion.values else None,
        dated_on=dated_on,
        today=timezone.localdate(),
        has_paper=is_paper_of(paper, dossier, PaperKind.LEGALITY),
    )
    return [*reasons_against_step(Step.LEGALITY, track), *reasons_against_recording_outside(facts)]
