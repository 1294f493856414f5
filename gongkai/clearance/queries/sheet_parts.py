"""What other parts of the gate add to the 审查表 of a slip: the machine's findings, the aggregation, the proofreading.

Each is asked here alone, so that whoever builds one connects it in one place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gongkai.clearance.enums import CleaningAct, FindingLevel
from gongkai.clearance.models import AggregationAssessment, Clearance, FileCleaning, ScreeningReport
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.proofreading import ProofreadingRow, proofreadings_of
from gongkai.clearance.queries.waivers import ShownWaiver, waivers_on


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody let pass: what kind (never the hit), on what grounds, who and when."""

    what: str
    grounds: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ScreeningSummary:
    """The findings on a slip by level, as labels with counts, and those that were let pass.

    ``was_redacted``: whether anything was taken out or masked before it was cleared (删减后公开).
    """

    counts: Sequence[tuple[str, int]]
    waivers: Sequence[Waiver]
    was_redacted: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """One proofreading of a slip: which, what was noted, who signed and when."""

    label: str
    opinion: str
    person: str
    at: datetime


def screening_summary(slip: ReviewSlip) -> ScreeningSummary | None:
    """What the machine found on a slip when it was sent, and what was let pass of it; nothing where no report was kept."""
    reports = [found for item in slip.items.all() if (found := report_of(slip, item)) is not None]
    if not reports:
        return None
    counts = [(level.label, sum(getattr(one, level.value) for one in reports)) for level in FindingLevel]
    marks = {line["mark"] for one in reports for line in one.findings}
    waivers = [
        Waiver(f"{row.get_kind_display()}（{row.place or '正文'}）", row.text, str(row.by), row.at)
        for one in waivers_on(slip)
        if (row := one.row).fingerprint in marks and _held_then(slip, one)
    ]
    shown = [(label, count) for label, count in counts if count]
    return ScreeningSummary(shown, waivers, was_redacted=_was_redacted(slip))


def _held_then(slip: ReviewSlip, waiver: ShownWaiver) -> bool:
    """Whether a waiver held when the slip was closed: what came after does not change its paper."""
    if slip.closed_at is None:
        return waiver.revocation is None
    is_in_time = waiver.row.at <= slip.closed_at
    return is_in_time and (waiver.revocation is None or waiver.revocation.at > slip.closed_at)


def _was_redacted(slip: ReviewSlip) -> bool:
    """Whether words were masked in a file before it was cleared."""
    hashes = {one for row in Clearance.objects.filter(slip=slip) for one in row.file_hashes or ()}
    return FileCleaning.objects.filter(act=CleaningAct.REDACT, sha256__in=hashes).exists()


def report_of(slip: ReviewSlip, item: SlipItem) -> ScreeningReport | None:
    """The last report of what an item says from before the slip was closed, so that its paper does not change after."""
    kept = ScreeningReport.objects.filter(
        content_type=item.content_type_id, object_id=item.object_id, digest=item.digest
    )
    before = kept.filter(at__lte=slip.closed_at) if slip.closed_at else kept
    return before.order_by("at", "pk").last() or kept.order_by("at", "pk").first()


def aggregation_summary(slip: ReviewSlip) -> str | None:
    """How the 汇聚评估 of what is on a slip ended, a sentence for each; nothing where none was asked for."""
    lines = []
    for item in slip.items.order_by("pk"):
        asked = AggregationAssessment.objects.filter(
            content_type=item.content_type_id, object_id=item.object_id, digest=item.digest
        )
        lines += [_assessed(one, slip) for one in asked.select_related("decided_by").order_by("pk")]
    return "\n".join(lines) or None


def _assessed(row: AggregationAssessment, slip: ReviewSlip) -> str:
    if row.decided_at is None or (slip.closed_at is not None and row.decided_at > slip.closed_at):
        return f"评估单{row.number}：待评估。"
    day = f"{timezone.localtime(row.decided_at):%Y年%-m月%-d日}"
    conditions = f"要求：{row.conditions}" if row.conditions else ""
    return f"评估单{row.number}：{row.get_decision_display()}（{row.decided_by}，{day}）。{conditions}"


def proofs_of(slip: ReviewSlip) -> Sequence[Proof]:
    """The proofreadings of a slip, in order; of one whose text was changed after it, that."""
    return [
        Proof(row.round_label, _read(row), row.person, row.at)
        for row in proofreadings_of(slip)
        if slip.closed_at is None or row.at <= slip.closed_at
    ]


def _read(row: ProofreadingRow) -> str:
    note = f"：{row.note}" if row.note else ""
    return f"{row.found}{note}（其后文本又有改动）" if row.is_stale else f"{row.found}{note}"
