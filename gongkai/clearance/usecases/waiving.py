"""Write why a finding stays, and waive one that would stop the content."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import DecisionKind, FindingLevel
from gongkai.clearance.models import FindingDecision
from gongkai.clearance.queries.editors import editors_since_clearance
from gongkai.clearance.queries.gate import base_type_of, open_slip_of
from gongkai.clearance.queries.screening import (
    Screening,
    decisions_about,
    is_leader_on_duty,
    may_note,
    screening_of,
)
from gongkai.clearance.queries.sealing import reasons_against_sealed
from gongkai.clearance.rules.screening import (
    NoteFacts,
    WaiverFacts,
    reasons_against_noting,
    reasons_against_waiving,
)
from gongkai.clearance.scanning import Hit, known_now
from gongkai.clearance.screening import scan_text
from gongkai.clearance.shapes import lock_targets, shape_of
from gongkai.clearance.usecases.reports import record_report
from gongkai.clearance.verbs import WAIVE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

NOTING, WAIVING = "写说明", "放行"


def note_findings(*, by: User, target: Any, marks: Collection[str], text: str) -> list[FindingDecision]:
    """Write why the hits with these fingerprints stay in the newest version of an object.

    For a 阻断 finding it asks a reviewer to waive it. Raises ``Refused``: not theirs to write, gone from the text, too
    little said, or what was found said once more.
    """
    refuse_free_texts(by=by, texts=[FreeText("说明", text, "text")], act=NOTING)
    with transaction.atomic():
        target, screening, hits = _locked(target, marks, NOTING)
        facts = NoteFacts(
            may_note=may_note(by, target),
            findings=_kinds(hits),
            is_there=_are_there(hits, marks),
            text=text,
            repeats=_repeats(screening, text),
        )
        refuse_if(reasons_against_noting(facts), act=NOTING)
        record_report(screening=screening)  # who may waive is told by what is kept
        return _decide(by, target, hits, DecisionKind.NOTE, text, on_duty=False)


def waive_findings(*, by: User, target: Any, marks: Collection[str], grounds: str) -> list[FindingDecision]:
    """Let the hits with these fingerprints stand in an object, with grounds that its later reviewers read.

    By a secrecy reviewer, or by the leader on duty for an urgent paper alone; never by who edited or sent the object, or
    asked for it. Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=[FreeText("放行理由", grounds, "text")], act=WAIVING)
    with transaction.atomic():
        target, screening, hits = _locked(target, marks, WAIVING)
        on_duty = not may(by, WAIVE)
        refuse_if(
            reasons_against_waiving(_waiver_facts(by, target, screening, hits, marks, grounds)), act=WAIVING
        )
        return _decide(by, target, hits, DecisionKind.WAIVER, grounds, on_duty=on_duty)


def _locked(target: Any, marks: Collection[str], act: str) -> tuple[Any, Screening, list[Hit]]:
    """The object, locked, with its newest version scanned; and of each hit that is meant, its first place."""
    target = lock_targets([target])[0]
    refuse_if(reasons_against_sealed([target]), act=act)
    version = shape_of(target).latest()
    if version is None:
        return target, _empty(target), []
    screening = screening_of(target, version)
    first = {hit.mark: hit for hit in reversed(screening.hits) if hit.mark in marks}
    return target, screening, list(first.values())


def _empty(target: Any) -> Screening:
    return Screening(target, None, known_now(), [], [])  # type: ignore[arg-type]  # a data set without a version


def _kinds(hits: Collection[Hit]) -> tuple[tuple[str, str], ...]:
    return tuple((hit.finding.kind, hit.finding.level) for hit in hits)


def _are_there(hits: Collection[Hit], marks: Collection[str]) -> bool:
    return bool(hits) and len(hits) == len(set(marks))


def _repeats(screening: Screening, text: str) -> bool:
    """Whether what is written would itself be stopped: a decision must not hold what it is about."""
    found = scan_text(text, screening.known.knowledge)
    return any(one.level == FindingLevel.BLOCK for one in found)


def _waiver_facts(
    by: User, target: Any, screening: Screening, hits: Collection[Hit], marks: Collection[str], grounds: str
) -> WaiverFacts:
    slip, may_waive = open_slip_of(target), may(by, WAIVE)
    notes = decisions_about(target).filter(what=DecisionKind.NOTE, fingerprint__in=list(marks), by=by)
    stands = {"reviewer"} if may_waive else {"reviewer", "duty"}
    return WaiverFacts(
        may_waive=may_waive,
        is_on_duty=not may_waive and is_leader_on_duty(by),
        has_edited=by.pk in editors_since_clearance(target, sent_on=slip),
        has_sent=slip is not None and slip.submitted_by_id == by.pk,
        has_asked=notes.exists(),
        findings=_kinds(hits),
        is_there=_are_there(hits, marks)
        and not any(screening.decision(hit).waived_by in stands for hit in hits),
        grounds=grounds,
        repeats=_repeats(screening, grounds),
    )


def _revocations_of(
    target: Any, hits: Collection[Hit], by: User, *, on_duty: bool
) -> dict[str, FindingDecision]:
    """The revocations after which this person waives again, by fingerprint: the new waiver answers them."""
    revoked = decisions_about(target).filter(
        what=DecisionKind.REVOCATION,
        fingerprint__in=[hit.mark for hit in hits],
        answers__by=by,
        answers__is_on_duty=on_duty,
        answered_by=None,
    )
    return {row.fingerprint: row for row in revoked}


def _decide(
    by: User, target: Any, hits: Collection[Hit], what: DecisionKind, text: str, *, on_duty: bool
) -> list[FindingDecision]:
    now, answers = timezone.now(), {}
    if what == DecisionKind.WAIVER:
        answers = _revocations_of(target, hits, by, on_duty=on_duty)
    rows = [
        FindingDecision.objects.create(
            content_type=base_type_of(target),
            object_id=str(target.pk),
            fingerprint=hit.mark,
            what=what,
            kind=hit.finding.kind,
            level=hit.finding.level,
            place=hit.finding.place[:300],
            text=text.strip(),
            by=by,
            at=now,
            is_on_duty=on_duty,
            answers=answers.get(hit.mark),
        )
        for hit in hits
    ]
    kinds = sorted({hit.finding.kind for hit in hits})
    if what == DecisionKind.NOTE:
        record_event(action="clearance.note_finding", by=by, subject=target, kinds=kinds, findings=len(rows))
    else:
        record_event(
            action="clearance.waive_finding",
            by=by,
            subject=target,
            kinds=kinds,
            findings=len(rows),
            on_duty=on_duty,
        )
    return rows
