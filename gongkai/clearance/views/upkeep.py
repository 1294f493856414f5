"""内容清理: computed proposals, what to do about those chosen, and asking for an act on one page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.enums_upkeep import MotionAct, ProposalState
from gongkai.clearance.forms_upkeep import AnswerForm, AskForm
from gongkai.clearance.models import BasePage, Proposal
from gongkai.clearance.queries.upkeep import (
    AGES,
    Sought,
    motions_waiting,
    open_archiving_of,
    proposals_asked,
    proposals_shown_to,
    reasons_against_motion_for,
)
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.upkeep import FINDERS, choices, label_of_finder, shown_where
from gongkai.clearance.usecases.upkeep import ask_for_act, reject_proposal, send_back_proposal
from gongkai.clearance.verbs import CONFIGURE, DECIDE_UPKEEP, PROPOSE_UPKEEP, READ_SLIPS
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.reasons import Refused
from gongkai.core.title_marks import in_title_marks

PER_PAGE = 30
MOST_CHOSEN = 100
AGE_LABELS = [("week", "一周以上"), ("month", "一个月以上"), ("quarter", "三个月以上")]
LAMPS = {"open": "amber", "moved": "amber", "sent_back": "red", "rejected": "grey", "settled": "green"}


def number_in(text: str) -> int | None:
    """A key named in an address; none for what is no key."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def keys_in(values: Sequence[str]) -> list[int]:
    """The keys chosen in a list, at most :data:`MOST_CHOSEN`."""
    return [key for text in values if (key := number_in(text)) is not None][:MOST_CHOSEN]


def _sought(request: HttpRequest) -> Sought:
    asked = request.GET
    state, finder, age = asked.get("state", ""), asked.get("finder", ""), asked.get("age", "")
    return Sought(
        finder=finder if finder in FINDERS else "",
        unit=number_in(asked.get("unit", "")),
        state=state if state in ProposalState.values else "",
        age=age if age in AGES else "",
        page=number_in(asked.get("page", "")),
    )


@verb_required(READ_SLIPS)
def proposals(request: HttpRequest) -> HttpResponse:
    """What the system proposes, oldest first, thirty to a page."""
    sought, today = _sought(request), timezone.localdate()
    rows = proposals_asked(request.user, sought, today)
    if is_own := request.GET.get("own") == "1":
        rows = rows.filter(page__unit__in=unit_ids_worked_for(request.user, today))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    kept = request.GET.copy()
    kept.pop("p", None)
    state = sought.state or ProposalState.OPEN.value
    context = {
        "title": "内容清理",
        "lead": "系统每天从公开内容里算出可能过时、重复、断链的，由人判断怎么处理。原因没有了，建议自己消失。",
        "rows": [_row(row, today) for row in page.object_list],
        "page": page,
        "base": f"{kept.urlencode()}&" if kept else "",
        "filters": _filters(sought, state),
        "is_own": is_own,
        "is_filtered": sought != Sought() or is_own,
        "may_answer": may(request.user, PROPOSE_UPKEEP)
        and state in (ProposalState.OPEN, ProposalState.SENT_BACK),
        **sections(request.user),
    }
    return render(request, "clearance/upkeep.html", context)


def sections(user: User) -> dict[str, Any]:
    """What the tabs of the five screens need."""
    return {"waiting_motions": motions_waiting(user).count(), "may_configure": may(user, CONFIGURE)}


def _filters(sought: Sought, state: str) -> list[tuple[str, str, Any, str]]:
    units = Unit.objects.order_by("position", "pk").values_list("pk", "name")
    return [
        ("state", "状态", [("", "待处理"), *ProposalState.choices[1:]], sought.state),
        ("finder", "由来", [("", "全部"), *choices(FINDERS)], sought.finder),
        (
            "unit",
            "责任单位",
            [("", "全部"), *((str(pk), name) for pk, name in units)],
            str(sought.unit or ""),
        ),
        ("age", "存在时间", [("", "全部"), *AGE_LABELS], sought.age),
    ]


def _row(proposal: Proposal, today: date) -> dict[str, Any]:
    return {
        "proposal": proposal,
        "label": label_of_finder(proposal.finder),
        "path": public_path_of(proposal.page),
        "days": (today - proposal.found_on).days,
        "lamp": LAMPS[proposal.state],
        "is_late": proposal.due_on is not None and proposal.due_on < today,
    }


@verb_required(PROPOSE_UPKEEP)
def answer(request: HttpRequest) -> HttpResponse:
    """What to do about the proposals chosen: first what would happen, then each done or refused by itself."""
    chosen = keys_in((request.POST or request.GET).getlist("chosen"))
    found = proposals_shown_to(request.user).filter(pk__in=chosen).select_related("page", "page__unit")
    rows = list(found.order_by("pk"))
    if not rows:
        messages.warning(request, "没有选中建议。请在左边打勾，再点“处理选中的”。")
        return redirect("clearance:upkeep")
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, may_decide=may(request.user, DECIDE_UPKEEP))
    is_preview, outcomes = "preview" in request.POST, []
    if request.method == "POST" and form.is_valid() and not is_preview:
        outcomes = [
            (row.page.title, _answered(request.user, row, form.cleaned_data))
            for row in _each_page(rows, form)
        ]
        if not any(refusal for _, refusal in outcomes):
            messages.success(request, f"{len(outcomes)} 件已处理。{_what_next(form.cleaned_data['act'])}")
            return redirect("clearance:upkeep")
    effects = effects_of(request.user, [row.page for row in rows], act=_act_of(form) if is_preview else "")
    context = {
        "title": "处理清理建议",
        "crumbs": [{"title": "内容清理", "url": reverse("clearance:upkeep")}, {"title": "处理"}],
        "lead": f"选中 {len(rows)} 条建议。一个理由，逐件办理；办不成的会逐件说明，不影响其他的。",
        "rows": [_row(row, timezone.localdate()) for row in rows],
        "form": form,
        "effects": effects,
        "is_preview": is_preview,
        "outcomes": outcomes,
    }
    status = 409 if outcomes or form.errors else 200
    return render(request, "clearance/upkeep_answer.html", context, status=status)


def _act_of(form: AnswerForm) -> str:
    act = form.cleaned_data.get("act", "") if form.is_valid() else ""
    return act if act in MotionAct.values else ""


def _what_next(act: str) -> str:
    return "已提请，等办公室的另一位同事决定。" if act in MotionAct.values else ""


def _each_page(rows: list[Proposal], form: AnswerForm) -> list[Proposal]:
    """A page is asked about once, however many proposals there are about it; the others are answered one by one."""
    if form.cleaned_data["act"] not in MotionAct.values:
        return rows
    return list({row.page_id: row for row in rows}.values())


def _answered(user: User, row: Proposal, asked: dict[str, Any]) -> Refused | None:
    """The refusal, or nothing where it is done."""
    act, reason = asked["act"], asked["reason"]
    try:
        if act == "reject":
            reject_proposal(by=user, proposal=row, reason=reason)
        elif act == "send_back":
            send_back_proposal(by=user, proposal=row, reason=reason, due_on=asked.get("due_on"))
        else:
            ask_for_act(by=user, page=row.page, act=MotionAct(act), reason=reason)
    except Refused as refusal:
        return refusal
    return None


def effects_of(user: User, pages: Sequence[BasePage], *, act: str) -> list[dict[str, Any]]:
    """What would happen to each page: what goes with it, where it is shown and linked, and what stands against an act."""
    specific = [page.specific for page in {page.pk: page for page in pages}.values()]
    shown = shown_where({page.pk: public_path_of(page) for page in specific})
    return [
        {
            "page": page,
            "path": public_path_of(page),
            "along": [str(member) for member in shape_of(page).companions()],
            "shown": shown.get(page.pk),
            "reasons": reasons_against_motion_for(user, page, act=act, reason=None) if act else [],
        }
        for page in specific
    ]


@verb_required(PROPOSE_UPKEEP)
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask for an act on one public page."""
    page = get_object_or_404(BasePage, pk=page_id, depth__gt=1).specific
    is_archived = open_archiving_of(page) is not None
    acts = [("restore", "提请恢复：去掉归档标记，回到列表和检索")] if is_archived else []
    acts += [("withdraw", "提请撤下：原地址只留撤下说明")]
    if not is_archived:
        acts = [("archive", "提请归档：留在原处，标明已归档，退出列表和检索"), *acts]
    form, refusal = AskForm(request.POST if request.method == "POST" else None, acts=acts), None
    if request.method == "POST" and form.is_valid():
        act = MotionAct(form.cleaned_data["act"])
        try:
            motion = ask_for_act(by=request.user, page=page, act=act, reason=form.cleaned_data["reason"])
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, f"已提请{act.label}{in_title_marks(page)}，等办公室的另一位同事决定。")
            return redirect(f"{reverse('clearance:upkeep_motions')}#motion-{motion.pk}")
    context = {
        "title": "提请清理",
        "lead": str(page),
        "crumbs": [{"title": "内容清理", "url": reverse("clearance:upkeep")}, {"title": "提请清理"}],
        "form": form,
        "refusal": refusal,
        "effects": effects_of(request.user, [page], act=""),
    }
    status = 409 if refusal is not None or form.errors else 200
    return render(request, "clearance/upkeep_ask.html", context, status=status)
