"""Record a step that was done outside, send a dossier back, leave a step out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.models import Dossier, Paper, StepRecord
from gongkai.duties.dossiers.notices_filing import settle_filing
from gongkai.duties.dossiers.queries.editing import has_proved_before, is_paper_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.people import has_edited, may_record_in
from gongkai.duties.dossiers.rules.recording import RecordFacts, reasons_against_recording, recorded_in
from gongkai.duties.dossiers.usecases.papers import add_paper
from gongkai.duties.dossiers.verbs import RECORD
from gongkai.duties.policies.enums import Signature

RECORD_ACT = "登记步骤"


@dataclass(frozen=True, slots=True)
class Told:
    """What is written down about a step. Its proof comes with it (``file``: name, bytes) or lies in the dossier (``paper``)."""

    statement: str
    done_on: date | None
    organ: str = ""
    began_on: date | None = None
    link: str = ""
    reason: str = ""
    holds: bool = True
    file: Any = None
    paper: Paper | None = None


def record_step(*, by: User, dossier: Dossier, step: Step, told: Told) -> StepRecord:
    """Write down that a step was done elsewhere, with its day and its proof. Raises ``Refused`` with every reason.

    A meeting that did not pass the document (``holds`` false) is recorded too, and overtaken by the next one.
    """
    refuse_free_texts(
        by=by,
        texts=[
            FreeText("结果", told.statement, "statement"),
            FreeText("办理机关、会议", told.organ, "organ"),
            FreeText("缩短期限的理由", told.reason, "reason"),
            FreeText("网址", told.link, "link"),
        ],
        act=RECORD_ACT,
    )
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        refuse_if(reasons_against_recording(_facts(by, dossier, step, told)), act=RECORD_ACT)
        row = _keep(by, dossier, step, told)
        if step is Step.FILING and told.holds:
            settle_filing(dossier)
        record_event(
            action="dossiers.record_step",
            by=by,
            subject=dossier,
            step=step,
            holds=told.holds,
            paper=row.paper_id,
        )
        return row


def _keep(by: User, dossier: Dossier, step: Step, told: Told) -> StepRecord:
    """The row, with its proof in the dossier; what did not let the document go on is overtaken by it."""
    now, kind = timezone.now(), recorded_in(Signature(dossier.signature))[step][0]
    paper = None
    if told.file is not None:
        paper = add_paper(by=by, dossier=dossier, kind=kind, file=told.file, dated_on=told.done_on)
    elif told.paper is not None:
        paper = told.paper
        paper.take_day(told.done_on)
    dossier.records.filter(step=step, overtaken_at__isnull=True).update(overtaken_at=now)
    return StepRecord.objects.create(
        dossier=dossier,
        step=step,
        version=dossier.versions.first(),
        organ=told.organ.strip(),
        began_on=told.began_on,
        done_on=told.done_on,
        statement=told.statement.strip(),
        reason=told.reason.strip(),
        link=told.link.strip(),
        holds=told.holds,
        paper=paper,
        by=by,
        at=now,
    )


def _may_record(by: User, dossier: Dossier, step: Step, today: date) -> bool:
    """Who drafts records what its unit did; what a meeting decided on the text is recorded by somebody else."""
    if step is Step.DELIBERATION:
        return may(by, RECORD) and not has_edited(by, dossier)
    return may_record_in(by, dossier, today)


def _is_proof(paper: Paper | None, dossier: Dossier, step: Step) -> bool:
    """Whether a paper of the dossier is of the kind that proves the step, and proves none that was sent back."""
    proof = recorded_in(Signature(dossier.signature)).get(step)
    return proof is not None and is_paper_of(paper, dossier, proof[0]) and not has_proved_before(paper)


def _facts(by: User, dossier: Dossier, step: Step, told: Told) -> RecordFacts:
    chain, _ = track_for(dossier)
    today = timezone.localdate()
    return RecordFacts(
        may_record=_may_record(by, dossier, step, today),
        chain=chain,
        step=step,
        organ=told.organ,
        began_on=told.began_on,
        done_on=told.done_on,
        statement=told.statement,
        reason=told.reason,
        link=told.link,
        has_paper=told.file is not None or _is_proof(told.paper, dossier, step),
        today=today,
    )
