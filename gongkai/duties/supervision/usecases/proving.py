"""Add what proves a task, and take back what was added by mistake."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.supervision.models import EvidenceLink, Task
from gongkai.duties.supervision.queries.standing_in import unit_to_report_for
from gongkai.duties.supervision.queries.tasks import (
    accepted_closure,
    concerned_units,
    is_closure_asked,
    standing_evidence,
)
from gongkai.duties.supervision.rules.acts import OWN_UNIT
from gongkai.duties.supervision.rules.addresses import same_address
from gongkai.duties.supervision.rules.proof import (
    ProofFacts,
    RemovalFacts,
    reasons_against_proof,
    reasons_against_removing,
)
from gongkai.duties.supervision.usecases.loading import hold_task
from gongkai.duties.supervision.usecases.rights import without_right
from gongkai.duties.supervision.verbs import CHECK, REPORT


def add_evidence(*, by: User, task: Task, title: str, url: str = "", reference: str = "") -> EvidenceLink:
    """Add what proves a task: a public address, or the number of a paper. Raises ``Refused`` for what nobody could find
    by it, and for what stands there already.
    """
    act, address = "添加证据", _address(url)
    refuse_free_texts(
        by=by,
        texts=[FreeText("证据名称", title, "title"), FreeText("文号或材料编号", reference, "reference")],
        act=act,
    )
    with transaction.atomic():
        task = hold_task(task)
        unit, acted_for = unit_to_report_for(by, concerned_units(task), timezone.localdate())
        proof = reasons_against_proof(_facts_of_proof(task, title, address, reference))
        refuse_if([*without_right(by, REPORT), *_not_of_task(unit), *proof], act=act)
        row = EvidenceLink.objects.create(
            task=task,
            unit=unit,
            title=title.strip(),
            url=url.strip(),
            address_sha256=sha256(address.encode()).hexdigest() if address else "",
            reference=reference.strip(),
            added_by=by,
            added_at=timezone.now(),
        )
        record_event(
            action="supervision.add_evidence",
            by=by,
            subject=task,
            evidence=row.pk,
            acted_for=acted_for.pk if acted_for else None,
        )
    return row


def remove_evidence(*, by: User, evidence: EvidenceLink, because: str) -> EvidenceLink:
    """Take back what was added: it proves nothing any more and stays to be seen, struck through. Raises ``Refused``."""
    act = "移除证据"
    refuse_free_texts(by=by, texts=[FreeText("移除的原因", because, "because")], act=act)
    with transaction.atomic():
        task = hold_task(evidence.task)
        evidence = EvidenceLink.objects.select_for_update().get(pk=evidence.pk)
        is_office = may(by, CHECK)
        facts = RemovalFacts(
            is_adder=evidence.added_by_id == by.pk,
            is_office=is_office,
            is_removed=evidence.removed_at is not None,
            is_closure_asked=is_closure_asked(task),
            is_struck_off=accepted_closure(task) is not None,
            because=because,
        )
        right = [] if is_office else without_right(by, REPORT)
        refuse_if([*right, *reasons_against_removing(facts)], act=act)
        evidence.removed_by, evidence.removed_at = by, timezone.now()
        evidence.removed_because = because.strip()
        evidence.save(update_fields=["removed_by", "removed_at", "removed_because"])
        record_event(action="supervision.remove_evidence", by=by, subject=task, evidence=evidence.pk)
    return evidence


def _address(url: str) -> str:
    """An address in its one spelling; empty for none."""
    return same_address(url, home=settings.WAGTAILADMIN_BASE_URL) if url.strip() else ""


def _facts_of_proof(task: Task, title: str, address: str, reference: str) -> ProofFacts:
    standing = standing_evidence(task)
    return ProofFacts(
        title=title,
        address=address,
        reference=reference,
        addresses=[_address(row.url) for row in standing if row.url],
        references=[row.reference for row in standing if row.reference],
    )


def _not_of_task(unit: Unit | None) -> list[Reason]:
    if unit is not None:
        return []
    message = "您任职的单位不承担这项任务。"
    return [OWN_UNIT.reason(message, remedy="请由承担任务的单位办理。")]
