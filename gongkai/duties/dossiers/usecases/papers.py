"""Put a paper into a dossier, or make one void."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.usecases.screening import Screened, screen_upload
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import PaperKind, PaperSource
from gongkai.duties.dossiers.models import Dossier, Paper
from gongkai.duties.dossiers.queries.proofs import proved_by
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.papers import PaperFacts, reasons_against_adding, reasons_against_voiding
from gongkai.duties.dossiers.verbs import RECORD

ADD = "材料入卷"
VOID = "作废材料"


def add_paper(
    *,
    by: User,
    dossier: Dossier,
    kind: PaperKind,
    file: Any,
    title: str = "",
    dated_on: date | None = None,
    source: PaperSource = PaperSource.UPLOAD,
) -> Paper:
    """Screen a file and put it into a dossier; the same file as the same kind of paper is there once and answered again.

    ``file`` is an uploaded file (name, bytes). Raises ``Refused`` with every reason; nothing is kept then.
    """
    refuse_free_texts(by=by, texts=[FreeText("名称", title, "title")], act=ADD)
    screened = screen_upload(name=file.name, file=file)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        refuse_if(reasons_against_adding(_facts(by, dossier, file, dated_on)), act=ADD)
        same = dossier.papers.filter(kind=kind, sha256=screened.sha256, void_at__isnull=True).first()
        if same is not None:
            return same
        paper = Paper(dossier=dossier, kind=kind, dated_on=dated_on, source=source, added_by=by)
        paper.title = (title.strip() or file.name)[:200]
        _keep(paper, file, screened)
        record_event(
            action="dossiers.add_paper",
            by=by,
            subject=dossier,
            paper=paper.pk,
            sha256=paper.sha256,
            kind=kind,
        )
        return paper


def _keep(paper: Paper, file: Any, screened: Screened) -> None:
    paper.name, paper.size = file.name[-200:], file.size
    paper.sha256, paper.screen_state = screened.sha256, screened.state
    paper.file.save(file.name, file, save=False)
    paper.save()


def keep_receipt(*, by: User, dossier: Dossier, file: Any, dated_on: date | None) -> Paper:
    """Put the receipt of the archive into a dossier, ended or not; whoever hands it over has been judged by the caller.

    Raises ``Refused`` for a file that may not come in.
    """
    screened = screen_upload(name=file.name, file=file)
    with transaction.atomic():
        refuse_if(
            reasons_against_adding(
                replace(_facts(by, dossier, file, dated_on), may_add=True, is_ended=False)
            ),
            act=ADD,
        )
        paper = Paper(
            dossier=dossier, kind=PaperKind.RECEIPT, dated_on=dated_on, title="档案室回执", added_by=by
        )
        _keep(paper, file, screened)
        record_event(
            action="dossiers.add_paper",
            by=by,
            subject=dossier,
            paper=paper.pk,
            sha256=paper.sha256,
            kind=PaperKind.RECEIPT,
        )
        return paper


def _facts(by: User, dossier: Dossier, file: Any, dated_on: date | None) -> PaperFacts:
    today = timezone.localdate()
    return PaperFacts(
        may_add=may_work_on(by, dossier, today) or may(by, RECORD),
        is_ended=not dossier.is_open,
        name=file.name,
        size=file.size,
        dated_on=dated_on,
        today=today,
    )


def void_paper(*, by: User, paper: Paper, reason: str) -> Paper:
    """Make a mistaken paper void; it stays in the dossier, struck through. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("作废原因", reason, "reason")], act=VOID)
    with transaction.atomic():
        Dossier.objects.select_for_update(of=("self",)).get(
            pk=paper.dossier_id
        )  # nobody archives it meanwhile
        paper = Paper.objects.select_for_update(of=("self",)).select_related("dossier").get(pk=paper.pk)
        today = timezone.localdate()
        refuse_if(
            reasons_against_voiding(
                may_void=may_work_on(by, paper.dossier, today) or may(by, RECORD),
                is_ended=not paper.dossier.is_open,
                is_void=paper.void_at is not None,
                proves=proved_by(paper),
                reason=reason,
            ),
            act=VOID,
        )
        paper.void_at, paper.void_by, paper.void_reason = timezone.now(), by, reason.strip()
        paper.save(update_fields=["void_at", "void_by", "void_reason"])
        record_event(action="dossiers.void_paper", by=by, subject=paper.dossier, paper=paper.pk)
        return paper
