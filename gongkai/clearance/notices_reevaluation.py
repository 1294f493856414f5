"""Who is told about re-evaluation. Numbers and dates only: what is not public is named on its own screen."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums_reevaluation import ItemState
from gongkai.clearance.models import Opening, ReevaluationItem, ReevaluationRound
from gongkai.clearance.verbs import KEEP_REGISTER, REVIEW_LEGALITY, REVIEW_SECRECY, RUN_REEVALUATION
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all, settle_notices
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.queries import posts_on, responsible_ids

OPENED = define_kind("clearance.reevaluation_opened", "年度评估开始", is_duty=True)
STEP = define_kind("clearance.reevaluation_step", "评估结论等您审查或确认", is_duty=True)
RETURNED = define_kind("clearance.reevaluation_returned", "评估结论被退回", is_duty=True)
TO_OPEN = define_kind("clearance.reevaluation_to_open", "有信息要转为公开", is_duty=True)
CLOSED = define_kind("clearance.reevaluation_closed", "年度评估办结")
DUE = define_kind("clearance.reevaluation_due", "评估快到期或已超期")


def _item_url(item: ReevaluationItem) -> str:
    return reverse("clearance:reevaluation_item", args=[item.pk])


def _list_url() -> str:
    return reverse("clearance:reevaluation")


def heads_by_unit(today: date) -> dict[int, set[int]]:
    """Heads of each unit, by keys; those of a unit that is no more are the heads of its successor."""
    found: dict[int, set[int]] = {}
    for unit, user in posts_on(today).filter(kind=PostKind.HEAD).values_list("unit", "user"):
        found.setdefault(unit, set()).add(user)
    for old, heir in responsible_ids(today).items():
        found.setdefault(old, set()).update(found.get(heir, set()))
    return found


def _keepers(units: Iterable[int | None], today: date) -> QuerySet[User]:
    """Heads of these units that may conclude; the office where there is none."""
    heads = heads_by_unit(today)
    wanted = {pk for unit in units if unit for pk in heads.get(unit, set())}
    people = people_with(KEEP_REGISTER).filter(pk__in=wanted)
    return people if wanted and people.exists() else people_with(RUN_REEVALUATION)


def tell_of_opening(turn: ReevaluationRound) -> int:
    """Tell the heads of every unit that holds something on the list."""
    units = set(turn.items.order_by().values_list("unit", flat=True))
    text = f"{turn.year} 年评估开始，请在 {turn.due_on:%Y-%m-%d} 前逐件提出结论。"
    users = _keepers(units, turn.opened_on)
    return notify_all(users=users, kind=OPENED, subject_url=_list_url(), text=text)


def tell_of_step(item: ReevaluationItem) -> int:
    """Tell whoever takes the next step: the sides that have not looked yet, or the office."""
    took_part = [pk for pk in (item.proposed_by_id, item.legality_by_id, item.secrecy_by_id) if pk]
    told = 0
    if item.state == ItemState.IN_REVIEW:
        sides = [
            (verb, word)
            for verb, word, done in (
                (REVIEW_LEGALITY, "合法性审查", item.legality_by_id),
                (REVIEW_SECRECY, "保密审查", item.secrecy_by_id),
            )
            if not done
        ]
    else:
        sides = [(RUN_REEVALUATION, "确认")]
    for verb, word in sides:
        users = people_with(verb).exclude(pk__in=took_part)
        text = f"评估事项 {item.pk} 等{word}。"
        told += notify_all(users=users, kind=STEP, subject_url=_item_url(item), text=text, once=True)
    return told


def call_off_step(item: ReevaluationItem) -> None:
    """The step is taken: nobody is reminded of it any more."""
    settle_notices(kind=STEP, subject_url=_item_url(item))


def tell_of_return(item: ReevaluationItem) -> int:
    """Tell who put the conclusion forward."""
    if item.proposed_by is None:
        return 0
    text = f"评估事项 {item.pk} 的结论被退回，请看意见后重新提出。"
    return notify_all(users=[item.proposed_by], kind=RETURNED, subject_url=_item_url(item), text=text)


def tell_to_open(opening: Opening) -> int:
    """Tell the heads of the holder."""
    text = f"有一件信息要转为公开（待办 {opening.pk}），请在 {opening.due_on:%Y-%m-%d} 前建稿送审上线。"
    users = _keepers([opening.unit_id], timezone.localdate(opening.made_at))
    url = f"{reverse('clearance:reevaluation_openings')}#opening-{opening.pk}"
    return notify_all(users=users, kind=TO_OPEN, subject_url=url, text=text)


def tell_of_closing(turn: ReevaluationRound) -> int:
    """Tell the office's other people."""
    users = people_with(RUN_REEVALUATION).exclude(pk=turn.closed_by_id)
    url = f"{_list_url()}?round={turn.pk}"
    text = f"{turn.year} 年评估已经办结，结果随后公布。"
    return notify_all(users=users, kind=CLOSED, subject_url=url, text=text)


def remind_of_reevaluation(turn: ReevaluationRound, today: date) -> int:
    """In the last week and after, tell the heads of the units that still owe a conclusion; not again while unread."""
    if (turn.due_on - today).days > 7:
        return 0
    waiting = turn.items.filter(state=ItemState.WAITING).order_by()
    units = set(waiting.values_list("unit", flat=True))
    if not units:
        return 0
    text = f"{turn.year} 年评估 {turn.due_on:%Y-%m-%d} 到期，您单位还有没提出结论的。"
    return notify_all(users=_keepers(units, today), kind=DUE, subject_url=_list_url(), text=text, once=True)


def remind_of_openings(openings: Iterable[Opening], today: date) -> int:
    """Tell the heads of holders of what should have been public by now; not again while unread."""
    units = {opening.unit_id for opening in openings}
    if not units:
        return 0
    text = "有决定公开的信息过了期限还没有上线，请尽快建稿送审。"
    url = f"{reverse('clearance:reevaluation_openings')}?late=1"
    return notify_all(users=_keepers(units, today), kind=DUE, subject_url=url, text=text, once=True)
