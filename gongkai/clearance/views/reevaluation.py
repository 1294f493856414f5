"""年度评估: the list of a round, several items at once, and the table of it all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.enums_reevaluation import Conclusion, ItemState, ReviewSide
from gongkai.clearance.exporting_reevaluation import table_of_round
from gongkai.clearance.forms_reevaluation import OpinionForm, ProposalForm
from gongkai.clearance.models import ReevaluationItem, ReevaluationRound
from gongkai.clearance.queries.reevaluation import counts_of, items_shown_to, open_round
from gongkai.clearance.queries.reevaluation_steps import Asked
from gongkai.clearance.usecases.reevaluation_deciding import (
    confirm_conclusion,
    propose_conclusion,
    return_conclusion,
    review_conclusion,
)
from gongkai.clearance.verbs import (
    KEEP_REGISTER,
    READ_REEVALUATION,
    REVIEW_LEGALITY,
    REVIEW_SECRECY,
    RUN_REEVALUATION,
)
from gongkai.clearance.views.upkeep import PER_PAGE, keys_in, number_in
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.exports.writers import csv_response
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.reasons import Refused

LAMPS = {"waiting": "grey", "in_review": "amber", "ready": "amber", "concluded": "green"}
ACTS: dict[str, tuple[Verb, str, ItemState]] = {
    "propose": (KEEP_REGISTER, "提出结论", ItemState.WAITING),
    "legality": (REVIEW_LEGALITY, "合法性审查", ItemState.IN_REVIEW),
    "secrecy": (REVIEW_SECRECY, "保密审查", ItemState.IN_REVIEW),
    "confirm": (RUN_REEVALUATION, "确认结论", ItemState.READY),
}
"""What may be done to several items at once: verb, words, and the state in which an item waits for it."""


def sections(user: User) -> dict[str, Any]:
    """What the tabs need."""
    return {"may_run": may(user, RUN_REEVALUATION), "may_keep": may(user, KEEP_REGISTER)}


def _turn_asked(request: HttpRequest) -> ReevaluationRound | None:
    asked = number_in(request.GET.get("round", ""))
    if asked is not None:
        turn = ReevaluationRound.objects.filter(pk=asked).first()
        if turn is None:
            raise Http404
        return turn
    return open_round() or ReevaluationRound.objects.order_by("-year").first()


@verb_required(READ_REEVALUATION)
def items(request: HttpRequest) -> HttpResponseBase:
    """The list of a round as a person may see it; the same as CSV."""
    turn, today = _turn_asked(request), timezone.localdate()
    if turn is None:
        nothing = {"title": "定期评估", "lead": LEAD, "turn": None, **sections(request.user)}
        return render(request, "clearance/reevaluation.html", nothing)
    rows, filters, is_filtered = _asked(request, turn, today)
    if request.GET.get("export") == "csv":
        return csv_response(table_of_round(turn, rows))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    kept = request.GET.copy()
    kept.pop("p", None)
    context: dict[str, Any] = {
        "title": f"{turn.year} 年评估",
        "lead": LEAD,
        "turn": turn,
        "is_late": turn.closed_at is None and turn.due_on < today,
        "counts": _counts(turn),
        "rows": [(row, LAMPS[row.state]) for row in page.object_list],
        "page": page,
        "base": f"{kept.urlencode()}&" if kept else "",
        "filters": filters,
        "is_filtered": is_filtered,
        "acts": _acts_for(request.user) if turn.closed_at is None else [],
        **sections(request.user),
    }
    return render(request, "clearance/reevaluation.html", context)


LEAD = "不予公开、依申请公开的，每年逐件重新看：理由还在的维持，情况变了的公开（条例第十八条）。"


def _counts(turn: ReevaluationRound) -> list[tuple[str, str, int]]:
    counts = counts_of(turn.pk)
    return [(state.value, str(state.label), counts.get(state.value, 0)) for state in ItemState]


def _acts_for(user: User) -> list[tuple[str, str]]:
    return [(act, words) for act, (verb, words, _) in ACTS.items() if may(user, verb)]


def _asked(request: HttpRequest, turn: ReevaluationRound, today: date) -> tuple[Any, list[Any], bool]:
    asked = request.GET
    rows = items_shown_to(request.user, today).filter(round=turn.pk)
    state, conclusion, unit = asked.get("state", ""), asked.get("conclusion", ""), asked.get("unit", "")
    ground = asked.get("ground", "")
    if state in ItemState.values:
        rows = rows.filter(state=state)
    if conclusion in Conclusion.values:
        rows = rows.filter(conclusion=conclusion)
    if (key := number_in(unit)) is not None:
        rows = rows.filter(unit=key)
    if ground in ("on_request", "withheld"):
        rows = rows.filter(disclosure=ground)
    if asked.get("hints") == "1":
        rows = rows.exclude(hints=[])
    if asked.get("own") == "1":
        rows = rows.filter(unit__in=unit_ids_worked_for(request.user, today))
    units = turn.items.exclude(unit=None).order_by().values("unit")
    names = Unit.objects.filter(pk__in=units).order_by("position", "pk").values_list("pk", "name")
    filters = [
        ("state", "状态", [("", "全部"), *ItemState.choices], state),
        ("conclusion", "结论", [("", "全部"), *Conclusion.choices], conclusion),
        ("ground", "现在", [("", "全部"), *Disclosure.choices[1:]], ground),
        ("hints", "提示", [("", "全部"), ("1", "有提示的")], asked.get("hints", "")),
        ("unit", "保管单位", [("", "全部"), *((str(pk), name) for pk, name in names)], unit),
    ]
    is_filtered = any(value for *_, value in filters) or asked.get("own") == "1"
    return rows.order_by("pk"), filters, is_filtered


@verb_required(READ_REEVALUATION)
def batch(request: HttpRequest) -> HttpResponse:
    """One act with one reason on the items chosen; each is done or refused by itself, and told by name."""
    sent = request.POST or request.GET
    act = sent.get("act", "")
    if act not in ACTS:
        raise Http404
    verb, words, waits = ACTS[act]
    back = redirect(f"{reverse('clearance:reevaluation')}?state={waits.value}")
    if not may(request.user, verb):
        raise Refused([_no_right(act)], act=words)
    shown = items_shown_to(request.user, timezone.localdate())
    rows = list(shown.filter(pk__in=keys_in(sent.getlist("chosen"))).order_by("pk"))
    if not rows:
        messages.warning(request, f"没有选中等着{words}的。请打勾后再点按钮。")
        return back
    form, outcomes = _form(act, rows, request.POST if request.method == "POST" else None), []
    if request.method == "POST" and form.is_valid():
        do = _doing(act, request.user, form.cleaned_data, agrees="refuse" not in request.POST)
        outcomes = [(row.label, _tried(do, row)) for row in rows]
        if not any(refusal for _, refusal in outcomes):
            messages.success(request, f"{len(outcomes)} 件已办。")
            return back
    context = {
        "title": words,
        "crumbs": [{"title": "定期评估", "url": reverse("clearance:reevaluation")}, {"title": words}],
        "lead": f"选中 {len(rows)} 件，逐件办理；办不成的逐件说明，不影响其他的。",
        "rows": [(row, LAMPS[row.state]) for row in rows],
        "form": form,
        "act": act,
        "words": words,
        "outcomes": outcomes,
    }
    status = 409 if outcomes or form.errors else 200
    return render(request, "clearance/reevaluation_batch.html", context, status=status)


def _no_right(act: str) -> Any:
    from gongkai.clearance.rules.reevaluation import RIGHT

    return RIGHT.reason(f"您没有{ACTS[act][1]}的权限。")


def _form(act: str, rows: list[ReevaluationItem], data: Any) -> Any:
    if act == "propose":
        return ProposalForm(
            data,
            disclosures={row.disclosure for row in rows},
            is_stub=all(row.is_stub for row in rows),
        )
    return OpinionForm(data)


def asked_of(data: dict[str, Any]) -> Asked:
    """A conclusion out of a form."""
    return Asked(
        conclusion=data["conclusion"],
        reason=data["reason"],
        check=data.get("check", ""),
        new_ground=data.get("new_ground", ""),
        third_party=data.get("third_party", ""),
    )


def _doing(act: str, by: User, data: dict[str, Any], *, agrees: bool) -> Callable[[ReevaluationItem], Any]:
    if act == "propose":
        return lambda row: propose_conclusion(by=by, item=row, asked=asked_of(data))
    note = data["note"]
    if act == "confirm" and agrees:
        return lambda row: confirm_conclusion(by=by, item=row, note=note)
    if act == "confirm":
        return lambda row: return_conclusion(by=by, item=row, note=note)
    return lambda row: review_conclusion(by=by, item=row, side=ReviewSide(act), agrees=agrees, note=note)


def _tried(do: Callable[[ReevaluationItem], Any], row: ReevaluationItem) -> Refused | None:
    """The refusal, or nothing where it is done."""
    try:
        do(row)
    except Refused as refusal:
        return refusal
    return None
