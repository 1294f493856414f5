"""Where the texts of slips stand in proofreading, what was read, and what that says against the last signature."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gongkai.clearance.enums import SPENT_SLIP_STATES, ProofreadResult, SlipState, Urgency
from gongkai.clearance.models.proofreading import Proofreading, ProofreadItem
from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.rules.chains import REQUIRED
from gongkai.clearance.rules.parameters import Settings
from gongkai.clearance.rules.proofreading import (
    ROUND_LABELS,
    Reading,
    TextStanding,
    next_round,
    reasons_against_unproofread,
    texts_to_read,
)
from gongkai.core.reasons import Reason

_OVER = (SlipState.GRANTED, *SPENT_SLIP_STATES)
Object = tuple[int, str, str]
"""Content type, key and digest of a text."""


@dataclass(frozen=True, slots=True)
class SlipTexts:
    """The texts of one slip and when the last reading that counts for them was made; keys of texts are those of items."""

    texts: tuple[TextStanding, ...]
    last_read_at: datetime | None

    def waits_since(self, slip: ReviewSlip) -> datetime:
        """Since when the next round, or the corrections that were asked for, have been waited for."""
        return max(slip.submitted_at, self.last_read_at or slip.submitted_at)


def rounds_needed(slip: ReviewSlip, settings: Settings) -> int:
    """How many rounds a slip needs before its last signature: none where it goes an urgent way or corrects a misprint.

    What was signed on duty is proofread with the full review that it owes; a corrected misprint is read by the second
    person word for word.
    """
    return settings.rounds(slip.kind) if slip.urgency == Urgency.NORMAL else 0


def texts_on(slips: Iterable[ReviewSlip]) -> dict[int, SlipTexts]:
    """Where the texts of slips stand, by slip id (two queries whatever their number)."""
    items = list(SlipItem.objects.filter(slip__in=[slip.pk for slip in slips]).order_by("pk"))
    readings = _readings_at({item.digest for item in items})
    texts: dict[int, list[TextStanding]] = defaultdict(list)
    last: dict[int, datetime] = {}
    for item in items:
        found = readings.get((item.content_type_id, item.object_id, item.digest), [])
        standing = tuple(
            Reading(row.proofreading.round, row.proofreading.read_by_id, row.corrections) for row in found
        )
        texts[item.slip_id].append(TextStanding(item.pk, item.title, standing))
        times = [row.proofreading.read_at for row in found]
        if times:
            last[item.slip_id] = max(*times, last.get(item.slip_id, times[0]))
    return {pk: SlipTexts(tuple(rows), last.get(pk)) for pk, rows in texts.items()}


def _readings_at(digests: set[str]) -> dict[Object, list[ProofreadItem]]:
    rows = ProofreadItem.objects.filter(digest__in=digests).select_related("proofreading", "item")
    found: dict[Object, list[ProofreadItem]] = defaultdict(list)
    for row in rows.order_by("proofreading_id"):
        found[(row.item.content_type_id, row.item.object_id, row.digest)].append(row)
    return found


def reasons_against_unproofread_on(slip: ReviewSlip) -> list[Reason]:
    """What proofreading still has against the last signature of a slip; nothing while an earlier step waits."""
    rounds = rounds_needed(slip, settings_in_force())
    if not rounds:
        return []
    state = slip.current_state()
    if state is not None and state.task.specific.step != REQUIRED[Urgency(slip.urgency)][-1]:
        return []
    return reasons_against_unproofread(texts_on([slip])[slip.pk].texts, rounds=rounds)


def items_to_read(slip: ReviewSlip) -> list[SlipItem]:
    """What the next round reads, with the versions that were sent."""
    keys = [text.key for text in texts_to_read(texts_on([slip])[slip.pk].texts)]
    return list(
        slip.items.filter(pk__in=keys).select_related("revision", "dataset_version__dataset").order_by("pk")
    )


def read_before(item: SlipItem) -> SlipItem | None:
    """The item that held the same object when it was last read in another version: what has changed since is all that
    has to be read again.
    """
    rows = ProofreadItem.objects.filter(
        item__content_type=item.content_type_id,
        item__object_id=item.object_id,
        proofreading__slip__lte=item.slip_id,
    ).exclude(digest=item.digest)
    row = rows.select_related("item__revision", "item__dataset_version").order_by("-proofreading_id").first()
    return row.item if row is not None else None


@dataclass(frozen=True, slots=True)
class ProofreadingRow:
    """One reading as it is shown: plain values. ``texts`` are the titles of what was read; ``is_stale`` says that some of
    it stands on the slip in another version now, so that this reading does not count for it.
    """

    slip_number: str
    round_label: str
    person: str
    at: datetime
    result: str
    corrections: int
    note: str
    texts: tuple[str, ...]
    digest: str
    is_stale: bool

    @property
    def found(self) -> str:
        """The result with its count."""
        return f"{self.result} {self.corrections} 处" if self.corrections else self.result


def proofreadings_of(slip: ReviewSlip) -> list[ProofreadingRow]:
    """What was read of the texts of a slip, oldest first: on it, and on those before it since they were last granted.

    Readings at the digests that the slip carries are among them wherever they were made: they count.
    """
    here = {(item.content_type_id, item.object_id): item.digest for item in slip.items.all()}
    of_objects = Q(pk__in=[])
    for content_type, object_id in here:
        of_objects |= Q(content_type=content_type, object_id=object_id)
    carried = SlipItem.objects.filter(of_objects)
    granted = (
        carried.filter(slip__lt=slip.pk, slip__state__in=_OVER)
        .order_by("-slip")
        .values_list("slip", flat=True)
    )
    counts = Q(slip__gt=granted.first() or 0, slip__lte=slip.pk) | Q(items__digest__in=here.values())
    rows = Proofreading.objects.filter(counts, items__item__in=carried).distinct()
    rows = rows.select_related("slip", "read_by").prefetch_related("items__item").order_by("pk")
    return [_row(row, here) for row in rows]


def _row(row: Proofreading, here: dict[tuple[int, str], str]) -> ProofreadingRow:
    read = [one for one in row.items.all() if (one.item.content_type_id, one.item.object_id) in here]
    return ProofreadingRow(
        slip_number=row.slip.number,
        round_label=ROUND_LABELS[row.round],
        person=str(row.read_by),
        at=row.read_at,
        result=ProofreadResult(row.result).label,
        corrections=row.corrections,
        note=row.note,
        texts=tuple(one.item.title for one in read),
        digest=row.package_digest,
        is_stale=any(here[(one.item.content_type_id, one.item.object_id)] != one.digest for one in read),
    )


def round_due(slip: ReviewSlip) -> int:
    """The round that a slip is read in next; 0 where all are done."""
    return next_round(texts_on([slip])[slip.pk].texts)
