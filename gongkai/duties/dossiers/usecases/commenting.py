"""Say something about a clause, and answer it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.queries import units_of
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums_review import CommentOutcome
from gongkai.duties.dossiers.models import ClauseComment, Dossier, DraftVersion
from gongkai.duties.dossiers.queries.comments import clauses_of, may_comment, newest_version
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.comments import (
    AnswerFacts,
    CommentFacts,
    reasons_against_answering,
    reasons_against_commenting,
)

COMMENT = "提条款意见"
ANSWER = "答复条款意见"


def comment_on_clause(*, by: User, version: DraftVersion, anchor: str, text: str) -> ClauseComment:
    """Comment on a clause of the newest version by its anchor; an empty one is the whole text. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("意见", text, "text")], act=COMMENT)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=version.dossier_id)
        labels = {clause.anchor: clause.label for clause in clauses_of(version.data)}
        today, newest = timezone.localdate(), newest_version(dossier)
        facts = CommentFacts(
            may_comment=may_comment(by, dossier, today),
            is_ended=not dossier.is_open,
            is_newest=newest is not None and newest.pk == version.pk,
            anchor=anchor,
            anchors=frozenset(labels),
            text=text,
        )
        refuse_if(reasons_against_commenting(facts), act=COMMENT)
        row = ClauseComment.objects.create(
            version=version,
            anchor=anchor,
            label=labels.get(anchor, "")[:60],
            text=text.strip(),
            by=by,
            unit=units_of(by, today).first(),
        )
        record_event(
            action="dossiers.comment_on_clause",
            by=by,
            subject=dossier,
            comment=row.pk,
            version=version.number,
        )
        return row


def answer_comment(*, by: User, comment: ClauseComment, outcome: str, answer: str) -> ClauseComment:
    """Say what became of a comment; declined or taken in part only with a reason. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("说明", answer, "answer")], act=ANSWER)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=comment.version.dossier_id)
        comment = ClauseComment.objects.get(pk=comment.pk)
        facts = AnswerFacts(
            may_answer=may_work_on(by, dossier, timezone.localdate()),
            is_ended=not dossier.is_open,
            is_own=comment.by_id == by.pk,
            is_answered=bool(comment.outcome),
            outcome=CommentOutcome(outcome) if outcome in CommentOutcome.values else None,
            answer=answer,
        )
        refuse_if(reasons_against_answering(facts), act=ANSWER)
        comment.outcome, comment.answer = outcome, answer.strip()
        comment.answered_by, comment.answered_at = by, timezone.now()
        comment.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
        record_event(
            action="dossiers.answer_comment",
            by=by,
            subject=dossier,
            comment=comment.pk,
            outcome=outcome,
        )
        return comment
