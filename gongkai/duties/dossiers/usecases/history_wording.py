"""Accept a misprint: of a document of before that was typed wrongly, or of one that was issued here."""

from __future__ import annotations

from django.db import transaction

from gongkai.clearance.rules.difference import Piece
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import PaperKind, Route
from gongkai.duties.dossiers.models import Dossier, HistoryWording, Paper
from gongkai.duties.dossiers.official.wording import bare
from gongkai.duties.dossiers.queries.editing import is_paper_of
from gongkai.duties.dossiers.queries.history_wording import (
    bears_its_number,
    digest_of_page,
    may_be_corrected,
    pieces_of_correction,
)
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.rules.history_wording import (
    CorrectionFacts,
    reasons_against_correction,
    told_change,
)
from gongkai.duties.dossiers.verbs import ADOPT_HISTORY
from gongkai.duties.policies.models import PolicyDocument

ACT = "认可更正"


def _has_written(by: User, dossier: Dossier, page: PolicyDocument | None) -> bool:
    """Whether a person had a hand in the page, or in the text that was signed here."""
    if page is not None and page.revisions.filter(user=by).exists():
        return True
    return dossier.route != Route.HISTORY and has_edited(by, dossier)


def _facts(
    by: User,
    dossier: Dossier,
    newest: PolicyDocument | None,
    paper: Paper | None,
    pieces: tuple[Piece, ...],
    seen: int,
    reason: str,
) -> CorrectionFacts:
    return CorrectionFacts(
        may_keep=may(by, ADOPT_HISTORY),
        has_edited=_has_written(by, dossier, newest),
        is_history=dossier.route == Route.HISTORY,
        is_numbered=active_number(dossier) is not None,
        is_ended=not dossier.is_open,
        has_page=newest is not None,
        has_paper=is_paper_of(paper, dossier, PaperKind.OTHER),
        differs=newest is not None and may_be_corrected(dossier, newest),
        bears_its_number=newest is not None and bears_its_number(dossier, newest),
        letters=sum(len(bare(piece.text)) for piece in pieces if piece.op != "equal"),
        seen=seen,
        newest=(newest.latest_revision_id or 0) if newest is not None else 0,
        reason=reason,
    )


def accept_correction(
    *, by: User, dossier: Dossier, seen: int, reason: str, paper: Paper | None = None
) -> HistoryWording:
    """Accept what the newest draft of the page says, checked against the original by somebody who did not write it.

    ``seen`` is the revision of the page that was compared; ``paper`` lies in the dossier and says who agreed; it is asked of documents that were issued here. The draft is
    reviewed for clearance as ever. Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=[FreeText("更正理由", reason, "reason")], act=ACT)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        page = PolicyDocument.objects.select_for_update(of=("self",)).filter(pk=dossier.page_id).first()
        newest = page.get_latest_revision_as_object() if page is not None else None
        pieces = pieces_of_correction(dossier, newest) if newest is not None else ()
        facts = _facts(by, dossier, newest, paper, pieces, seen, reason)
        refuse_if(reasons_against_correction(facts), act=ACT)
        assert newest is not None  # else there is a reason
        row = dossier.wordings.create(
            digest=digest_of_page(newest),
            reason=reason.strip()[:300],
            changed=told_change([(piece.op, piece.text) for piece in pieces]),
            paper=paper,
            by=by,
        )
        record_event(
            action="dossiers.accept_correction",
            by=by,
            subject=dossier,
            page=dossier.page_id,
            revision=newest.latest_revision_id,
            digest=row.digest,
        )
        return row
