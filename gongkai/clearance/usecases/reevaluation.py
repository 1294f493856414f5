"""年度评估: parameters, opening a round with its fixed list, closing it, and telling the public how it ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import BatchKind, WithheldGround
from gongkai.clearance.models import (
    ClosedItem,
    ReevaluationItem,
    ReevaluationParameter,
    ReevaluationRound,
)
from gongkai.clearance.notices_reevaluation import tell_of_closing, tell_of_opening
from gongkai.clearance.queries.reevaluation import documents_to_evaluate, open_entries, parameters
from gongkai.clearance.queries.reevaluation_steps import (
    reasons_against_closing_for,
    reasons_against_opening_for,
)
from gongkai.clearance.queries.sealing import PAGE, sealed_now
from gongkai.clearance.reevaluation import PARAMETERS, given_counts
from gongkai.clearance.rules.reevaluation_hints import HintFacts, hints_for, suggested
from gongkai.clearance.rules.reevaluation_round import OFFICE, BoundFacts, reasons_against_parameter
from gongkai.clearance.usecases.release import open_batch
from gongkai.clearance.verbs import RUN_REEVALUATION
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import refuse_if
from gongkai.core.standings import forget_standings

_FROZEN = (
    "closed_id",
    "page_id",
    "revision_id",
    "title",
    "number",
    "code",
    "unit_id",
    "formed_on",
    "disclosure",
    "ground",
    "hints",
    "suggested",
)
"""What of an item never changes after its round opened."""


@transaction.atomic
def set_reevaluation_parameters(*, by: User, values: Mapping[str, int]) -> None:
    """Set when and by what measure re-evaluation goes. Raises ``Refused``."""
    reasons = [] if may(by, RUN_REEVALUATION) else [OFFICE.reason("评估参数由厅办公室设定。")]
    for key, value in values.items():
        one = PARAMETERS[key]
        reasons += reasons_against_parameter(BoundFacts(one.label, value, one.least, one.most, key))
    refuse_if(reasons, act="设定评估参数")
    for key, value in values.items():
        ReevaluationParameter.objects.update_or_create(key=key, defaults={"value": value})
    record_event(action="clearance.set_reevaluation_parameters", by=by, parameters=dict(values))
    transaction.on_commit(forget_standings)


@transaction.atomic
def open_reevaluation_round(*, by: User, year: int, due_on: date | None) -> ReevaluationRound:
    """Make the list of everything that is not public, as it is now, and give it to the holders. Raises ``Refused``.

    The list holds the register and the documents of this system that say they are not public; what is sealed is no
    part of it. Its digest is kept, so that at the end it can be told whether it is still the same.
    """
    refuse_if(reasons_against_opening_for(by, year=year, due_on=due_on), act="开始年度评估")
    today = timezone.localdate()
    turn, is_new = ReevaluationRound.objects.get_or_create(
        year=year, defaults={"opened_on": today, "due_on": due_on, "opened_by": by, "list_digest": ""}
    )
    if not is_new:  # somebody else was a moment earlier
        refuse_if(reasons_against_opening_for(by, year=year, due_on=due_on), act="开始年度评估")
    ReevaluationItem.objects.bulk_create(_items(turn, today), batch_size=200)
    turn.list_digest = digest_of_list(turn)
    turn.save(update_fields=["list_digest"])
    record_event(
        action="clearance.open_reevaluation_round",
        by=by,
        subject=turn,
        year=year,
        due_on=str(due_on),
        items=turn.items.count(),
        digest=turn.list_digest,
    )
    tell_of_opening(turn)
    transaction.on_commit(forget_standings)
    return turn


def _items(turn: ReevaluationRound, today: date) -> Iterable[ReevaluationItem]:
    numbers = parameters()
    for entry in open_entries():
        yield _of_entry(turn, entry, numbers, today)
    sealed = {int(pk) for pk in sealed_now().of(PAGE)}
    pages = [page for page in documents_to_evaluate() if page.pk not in sealed]
    given = given_counts([page.pk for page in pages])
    for page in pages:
        yield _of_page(turn, page, given.get(page.pk, 0), numbers, today)


def _of_entry(
    turn: ReevaluationRound, entry: ClosedItem, numbers: Mapping[str, int], today: date
) -> ReevaluationItem:
    hints = hints_for(
        HintFacts(
            disclosure=entry.disclosure,
            ground=entry.ground,
            is_stub=entry.is_stub,
            formed_on=entry.formed_on,
            process_ended_on=entry.process_ended_on,
            secrecy_until=entry.secrecy_until,
            given_times=entry.given_times,
            old_years=numbers["old_years"],
            often=numbers["given_times"],
        ),
        today=today,
    )
    return ReevaluationItem(
        round=turn,
        closed=entry,
        title=entry.title,
        number=entry.number,
        code=entry.code,
        unit_id=entry.unit_id,
        formed_on=entry.formed_on,
        disclosure=entry.disclosure,
        ground=entry.ground,
        hints=[hint.as_data() for hint in hints],
        suggested=suggested(hints),
    )


def _of_page(
    turn: ReevaluationRound, page: Any, given: int, numbers: Mapping[str, int], today: date
) -> ReevaluationItem:
    made_at = page.latest_revision_created_at or page.first_published_at
    formed_on = page.written_on_it or (timezone.localdate(made_at) if made_at else None)
    hints = hints_for(
        HintFacts(
            disclosure=page.disclosed,
            ground=page.grounded,
            is_stub=page.grounded == WithheldGround.STATE_SECRET,
            formed_on=formed_on,
            process_ended_on=None,
            secrecy_until=None,
            given_times=given,
            old_years=numbers["old_years"],
            often=numbers["given_times"],
        ),
        today=today,
    )
    return ReevaluationItem(
        round=turn,
        page_id=page.pk,
        revision_id=page.latest_revision_id,
        unit_id=page.unit_id,
        formed_on=formed_on,
        disclosure=page.disclosed,
        ground=page.grounded,
        hints=[hint.as_data() for hint in hints],
        suggested=suggested(hints),
    )


def digest_of_list(turn: ReevaluationRound) -> str:
    """SHA-256 over what the items of a round were when it opened, in their order."""
    rows = [list(row) for row in turn.items.order_by("pk").values_list("pk", *_FROZEN)]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def close_reevaluation_round(*, by: User, turn: ReevaluationRound) -> ReevaluationRound:
    """Close a round of which every item is concluded, and publish its result. Raises ``Refused``.

    The public reads numbers and what has been opened since; nothing of what stays closed.
    """
    turn = ReevaluationRound.objects.select_for_update().get(pk=turn.pk)
    refuse_if(reasons_against_closing_for(by, turn, digest=digest_of_list(turn)), act="办结年度评估")
    turn.closed_at, turn.closed_by = timezone.now(), by
    turn.save(update_fields=["closed_at", "closed_by"])
    open_batch(kind=BatchKind.REEVALUATION, by=by, objects=[])
    record_event(
        action="clearance.close_reevaluation_round",
        by=by,
        subject=turn,
        year=turn.year,
        items=turn.items.count(),
    )
    tell_of_closing(turn)
    transaction.on_commit(forget_standings)
    return turn
