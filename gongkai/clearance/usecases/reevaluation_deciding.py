"""What becomes of one item: a conclusion put forward, looked at, confirmed or sent back; and what is then to be opened."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.enums import BatchKind, Disclosure
from gongkai.clearance.enums_reevaluation import (
    OPENING,
    Conclusion,
    GroundCheck,
    ItemState,
    ReviewSide,
)
from gongkai.clearance.models import BasePage, ClosedItem, Opening, ReevaluationItem
from gongkai.clearance.notices_reevaluation import call_off_step, tell_of_return, tell_of_step, tell_to_open
from gongkai.clearance.queries.reevaluation import parameters
from gongkai.clearance.queries.reevaluation_steps import (
    Asked,
    next_state,
    reasons_against_confirmation_for,
    reasons_against_linking_for,
    reasons_against_proposal_for,
    reasons_against_review_for,
)
from gongkai.clearance.usecases.deadlines import workdays_after
from gongkai.clearance.usecases.release import open_batch
from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.core.standings import forget_standings

_STEPS = ("legality", "secrecy")


def propose_conclusion(*, by: User, item: ReevaluationItem, asked: Asked) -> ReevaluationItem:
    """Put a conclusion forward; what opens something goes to legality and secrecy first. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("理由", asked.reason, "reason")], act="提出评估结论")
    with transaction.atomic():
        item = _held(item)
        refuse_if(reasons_against_proposal_for(by, item, asked), act="提出评估结论")
        item.conclusion, item.reason = asked.conclusion, asked.reason.strip()
        withheld = item.disclosure == Disclosure.WITHHELD
        item.check_of_ground = asked.check if withheld else ""
        item.new_ground = asked.new_ground if asked.check == GroundCheck.CHANGED and withheld else ""
        item.third_party = asked.third_party if withheld and asked.conclusion in OPENING else ""
        item.proposed_by, item.proposed_at, item.returned_note = by, timezone.now(), ""
        _forget_reviews(item)
        item.state = next_state(asked.conclusion)
        item.save()
        record_event(
            action="clearance.propose_conclusion", by=by, subject=item, conclusion=str(asked.conclusion)
        )
        tell_of_step(item)
    return item


def review_conclusion(
    *, by: User, item: ReevaluationItem, side: ReviewSide, agrees: bool, note: str
) -> ReevaluationItem:
    """The opinion of legality or secrecy on what is to be opened; both agree, or it goes back. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("审查意见", note, "note")], act=side.label)
    with transaction.atomic():
        item = _held(item)
        refuse_if(reasons_against_review_for(by, item, side, agrees=agrees, note=note), act=side.label)
        if agrees:
            setattr(item, f"{side}_by", by)
            setattr(item, f"{side}_at", timezone.now())
            setattr(item, f"{side}_note", note.strip())
            if item.legality_by_id and item.secrecy_by_id:
                item.state = ItemState.READY
            item.save()
            call_off_step(item)
            tell_of_step(item)
        else:
            _send_back(item, f"{side.label}：{note.strip()}")
        record_event(
            action="clearance.review_conclusion",
            by=by,
            subject=item,
            side=str(side.value),
            agrees=agrees,
            conclusion=item.conclusion,
        )
    return item


def return_conclusion(*, by: User, item: ReevaluationItem, note: str) -> ReevaluationItem:
    """The office sends a conclusion back to the holder and says why. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("退回意见", note, "note")], act="退回评估结论")
    with transaction.atomic():
        item = _held(item)
        reasons = reasons_against_confirmation_for(by, item, agrees=False, note=note)
        refuse_if(reasons, act="退回评估结论")
        _send_back(item, note.strip())
        record_event(action="clearance.return_conclusion", by=by, subject=item, conclusion=item.conclusion)
    return item


def confirm_conclusion(*, by: User, item: ReevaluationItem, note: str = "") -> ReevaluationItem:
    """The office confirms: the register follows, and what is to be opened becomes a to-do. Raises ``Refused``.

    Nothing becomes public: the holder makes a page, which goes through the gate like any other.
    """
    refuse_free_texts(by=by, texts=[FreeText("确认意见", note, "note")], act="确认评估结论")
    with transaction.atomic():
        item = _held(item)
        reasons = reasons_against_confirmation_for(by, item, agrees=True, note=note)
        refuse_if(reasons, act="确认评估结论")
        item.confirmed_by, item.confirmed_at, item.confirm_note = by, timezone.now(), note.strip()
        item.state = ItemState.CONCLUDED
        item.save()
        call_off_step(item)
        _follow_in_register(item)
        _make_opening(item)
        record_event(action="clearance.confirm_conclusion", by=by, subject=item, conclusion=item.conclusion)
        transaction.on_commit(forget_standings)
    return item


def link_opened_page(*, by: User, opening: Opening, page: BasePage | None) -> Opening:
    """Name the page by which something decided is opened; from then on it is traced. Raises ``Refused``."""
    with transaction.atomic():
        held = Opening.objects.select_for_update(of=("self",)).select_related("item", "item__round", "page")
        opening = held.get(pk=opening.pk)
        refuse_if(reasons_against_linking_for(by, opening, page), act="对应公开的页面")
        opening.page, opening.linked_by = page, by
        opening.save(update_fields=["page", "linked_by"])
        if opening.item.round.closed_at is not None:  # the result page now depends on this page, too
            open_batch(kind=BatchKind.REEVALUATION, by=by, objects=[])
        record_event(
            action="clearance.link_opened_page", by=by, subject=opening, page=page.pk if page else None
        )
        transaction.on_commit(forget_standings)
    return opening


def _held(item: ReevaluationItem) -> ReevaluationItem:
    rows = ReevaluationItem.objects.select_for_update(of=("self",))
    return rows.select_related("round", "page", "unit", "closed").get(pk=item.pk)


def _forget_reviews(item: ReevaluationItem) -> None:
    for side in _STEPS:
        setattr(item, f"{side}_by", None)
        setattr(item, f"{side}_at", None)
        setattr(item, f"{side}_note", "")


def _send_back(item: ReevaluationItem, note: str) -> None:
    item.state, item.returned_note = ItemState.WAITING, note[:300]
    _forget_reviews(item)
    item.save()
    call_off_step(item)
    tell_of_return(item)


def _follow_in_register(item: ReevaluationItem) -> None:
    """What the conclusion says of an entry: another ground, or on request from now on. A page follows by an edit."""
    if item.closed_id is None:
        return
    entry = ClosedItem.objects.select_for_update().get(pk=item.closed_id)
    if item.conclusion == Conclusion.TO_REQUEST:
        entry.disclosure, entry.ground, entry.process_ended_on = Disclosure.ON_REQUEST, "", None
    elif item.new_ground:
        entry.ground, entry.process_ended_on = item.new_ground, None
    else:
        return
    entry.save(update_fields=["disclosure", "ground", "process_ended_on"])


def _make_opening(item: ReevaluationItem) -> None:
    """A to-do for the holder. An entry that is on request from now on needs none: the register says so already."""
    if item.conclusion not in OPENING or (item.conclusion == Conclusion.TO_REQUEST and item.page_id is None):
        return
    today = timezone.localdate()
    opening = Opening.objects.create(
        item=item,
        unit_id=item.unit_id,
        due_on=workdays_after(today, parameters()["follow_days"]),
        made_at=timezone.now(),
        page_id=None if item.conclusion == Conclusion.PARTIAL else item.page_id,
    )
    tell_to_open(opening)
