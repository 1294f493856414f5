"""Whether a person may take a step of re-evaluation: what the rules need, loaded for the act and for the screen before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.enums_reevaluation import Conclusion, ItemState, ReviewSide
from gongkai.clearance.models import BasePage, ClosedItem, Opening, ReevaluationItem, ReevaluationRound
from gongkai.clearance.queries.reevaluation import left_by_unit, opening_rows
from gongkai.clearance.queries.sealing import sealed_ids
from gongkai.clearance.rules.reevaluation import (
    ProposalFacts,
    StepFacts,
    needs_review,
    reasons_against_proposing,
    reasons_against_step,
)
from gongkai.clearance.rules.reevaluation_register import EntryFacts, reasons_against_entering
from gongkai.clearance.rules.reevaluation_round import (
    ClosingFacts,
    LinkFacts,
    OpeningFacts,
    reasons_against_closing_round,
    reasons_against_linking,
    reasons_against_opening_round,
)
from gongkai.clearance.verbs import KEEP_REGISTER, REVIEW_LEGALITY, REVIEW_SECRECY, RUN_REEVALUATION
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import works_for
from gongkai.core.reasons import Reason

REVIEWERS = {
    ReviewSide.LEGALITY.value: (REVIEW_LEGALITY, "法制审核人员"),
    ReviewSide.SECRECY.value: (REVIEW_SECRECY, "保密审查人员"),
}
OFFICE_WORDS = "厅办公室"


@dataclass(frozen=True, slots=True)
class Asked:
    """A conclusion as somebody put it."""

    conclusion: str
    reason: str
    check: str = ""
    new_ground: str = ""
    third_party: str = ""


def is_keeper(user: User, unit: int | None, today: date) -> bool:
    """Whether a person concludes about what a unit holds; what is nobody's is the office's."""
    if unit is None:
        return may(user, RUN_REEVALUATION)
    return may(user, KEEP_REGISTER) and (may(user, RUN_REEVALUATION) or works_for(user, unit, today))


def reasons_against_proposal_for(user: User, item: ReevaluationItem, asked: Asked) -> list[Reason]:
    """Why a person may not put this conclusion forward."""
    facts = ProposalFacts(
        label=item.label,
        is_own=is_keeper(user, item.unit_id, timezone.localdate()),
        state=item.state,
        is_round_open=item.round.closed_at is None,
        disclosure=item.disclosure,
        ground=item.ground,
        is_stub=item.is_stub,
        conclusion=asked.conclusion,
        check=asked.check,
        new_ground=asked.new_ground,
        third_party=asked.third_party,
        reason=asked.reason,
    )
    return reasons_against_proposing(facts)


def part_taken(user: User, item: ReevaluationItem, *, besides: str = "") -> str:
    """In which step of an item a person took part, in Chinese; empty for none."""
    steps = (
        ("提出", item.proposed_by_id),
        (ReviewSide.LEGALITY.label, item.legality_by_id),
        (ReviewSide.SECRECY.label, item.secrecy_by_id),
    )
    return next((str(label) for label, pk in steps if pk == user.pk and label != besides), "")


def reasons_against_review_for(
    user: User, item: ReevaluationItem, side: str, *, agrees: bool, note: str
) -> list[Reason]:
    """Why a person may not give the opinion of a side on a conclusion that opens something."""
    verb, words = REVIEWERS[side]
    facts = StepFacts(
        label=item.label,
        may=may(user, verb),
        who_may=words,
        state=item.state,
        wanted=(ItemState.IN_REVIEW,),
        is_round_open=item.round.closed_at is None,
        is_done_already=getattr(item, f"{side}_by_id") is not None,
        took_part=part_taken(user, item, besides=str(ReviewSide(side).label)),
        agrees=agrees,
        note=note,
    )
    return reasons_against_step(facts)


def reasons_against_confirmation_for(
    user: User, item: ReevaluationItem, *, agrees: bool, note: str
) -> list[Reason]:
    """Why a person may not confirm a conclusion; or, not agreeing, send it back."""
    wanted: tuple[str, ...] = (ItemState.READY,) if agrees else (ItemState.READY, ItemState.IN_REVIEW)
    facts = StepFacts(
        label=item.label,
        may=may(user, RUN_REEVALUATION),
        who_may=OFFICE_WORDS,
        state=item.state,
        wanted=wanted,
        is_round_open=item.round.closed_at is None,
        is_done_already=False,
        took_part=part_taken(user, item) if agrees else "",
        agrees=agrees,
        note=note,
    )
    return reasons_against_step(facts)


def next_state(conclusion: str) -> ItemState:
    """Where an item goes when a conclusion is put forward."""
    return ItemState.IN_REVIEW if needs_review(conclusion) else ItemState.READY


def reasons_against_entry_for(
    user: User, values: dict[str, Any], *, unit: Unit | None, own: ClosedItem | None
) -> list[Reason]:
    """Why a person may not keep an entry of the register; ``own`` is the one that is being changed."""
    today = timezone.localdate()
    same = ClosedItem.objects.filter(
        unit=unit, title=values["title"], number=values["number"], code=values["code"], struck_at=None
    )
    facts = EntryFacts(
        title=values["title"],
        number=values["number"],
        code=values["code"],
        disclosure=values["disclosure"],
        ground=values["ground"],
        formed_on=values["formed_on"],
        process_ended_on=values["process_ended_on"],
        secrecy_until=values["secrecy_until"],
        given_times=values["given_times"],
        unit_known=unit is not None,
        is_own=unit is not None and is_keeper(user, unit.pk, today),
        is_there_already=unit is not None and same.exclude(pk=own.pk if own else None).exists(),
        today=today,
    )
    return reasons_against_entering(facts)


def reasons_against_opening_for(user: User, *, year: int, due_on: date | None) -> list[Reason]:
    """Why a person may not open the round of a year."""
    going = ReevaluationRound.objects.filter(closed_at=None).first()
    facts = OpeningFacts(
        may=may(user, RUN_REEVALUATION),
        year=year,
        today=timezone.localdate(),
        due_on=due_on,
        is_year_taken=ReevaluationRound.objects.filter(year=year).exists(),
        open_year=going.year if going is not None else None,
    )
    return reasons_against_opening_round(facts)


def reasons_against_closing_for(user: User, turn: ReevaluationRound, *, digest: str) -> list[Reason]:
    """Why a person may not close a round; ``digest`` is that of its list as it stands now."""
    facts = ClosingFacts(
        may=may(user, RUN_REEVALUATION),
        year=turn.year,
        is_open=turn.closed_at is None,
        is_list_intact=digest == turn.list_digest,
        left=tuple(left_by_unit(turn.pk)),
    )
    return reasons_against_closing_round(facts)


def reasons_against_linking_for(user: User, opening: Opening, page: BasePage | None) -> list[Reason]:
    """Why a person may not name a page as the one by which something is opened."""
    today = timezone.localdate()
    row = opening_rows([opening], today)[0]
    found = page is not None and page.pk not in sealed_ids(user, BasePage)
    other = None
    if page is not None and found:
        other = Opening.objects.filter(page=page.pk).exclude(pk=opening.pk).select_related("item").first()
    specific = page.specific if page is not None and found else None
    facts = LinkFacts(
        label=opening.item.label,
        is_own=is_keeper(user, opening.unit_id, today),
        is_done=row.is_done or opening.item.conclusion == Conclusion.TO_REQUEST,
        found=found and specific is not None and specific.depth > 1,
        is_document=specific is not None and specific.content_kind != ContentKind.STRUCTURE,
        is_pages_unit_own=specific is not None and works_for(user, specific.unit_id, today),
        taken_by=other.item.label if other is not None else "",
    )
    return reasons_against_linking(facts)
