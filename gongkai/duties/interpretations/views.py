"""同步发布: prepare a document's joint release; the list of what is explained; the debts."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from gongkai.clearance import queries as gate
from gongkai.clearance.models import BasePage
from gongkai.clearance.packaging import package_of, reasons_against_package
from gongkai.clearance.queries.joint import open_debt_of, reasons_against_handling_for
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.usecases.joint import approve_interpretation_debt
from gongkai.clearance.verbs import READ_SLIPS, REVIEW_FINAL
from gongkai.clearance.versions import needs_joint_if_public
from gongkai.clearance.views.targets import label_of
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.exports.writers import csv_response, xlsx_response
from gongkai.core.reasons import Refused
from gongkai.duties.interpretations.enums import SyncState
from gongkai.duties.interpretations.exporting import debts_table, documents_table
from gongkai.duties.interpretations.forms import DebtForm, JointForm
from gongkai.duties.interpretations.queries import (
    candidates_for,
    debts_shown_to,
    documents_in,
    is_overdue,
    members_of,
)
from gongkai.duties.interpretations.usecases import prepare_joint_release

PER_PAGE = 30
_PARTS = ("政策文件", "解读", "图解")


def _policy_or_404(pk: int) -> BasePage:
    """A page of a kind that can need companions; anything else has no such screen."""
    pages = BasePage.objects.select_related("interpretation_debt__approved_by", "unit")
    page = get_object_or_404(pages, pk=pk)
    model = page.specific_class
    if model is None or model.requires_joint_release is BasePage.requires_joint_release:
        raise Http404("这种内容不组同步发布组。")
    return page


def _shown(request: HttpRequest, policy: BasePage, **context: Any) -> HttpResponse:
    document = policy.specific.get_latest_revision_as_object()
    members = members_of(policy)
    package = gate.package_of(BasePage.objects.get(pk=policy.pk))
    slip = next(filter(None, (gate.open_slip_of(page) for page in members)), None)
    tied = tuple(page.pk for page in members)
    reasons = reasons_against_package(
        by=request.user, package=package_of(package), kind=document.content_kind, unit=document.unit
    )
    shown = {
        "title": "同步发布",
        "lead": document.title,
        "crumbs": [{"title": "同步发布", "url": reverse("interpretations_list")}, {"title": document.title}],
        "policy": policy,
        "document": document,
        "members": list(zip(_PARTS, members, strict=False)),
        "is_tied": len(members) == len(_PARTS),
        "is_needed": needs_joint_if_public(document),
        "is_settled": all(page.live and not page.has_unpublished_changes for page in members),
        "reasons": reasons,
        "slip": slip,
        "may_prepare": not reasons_against_handling_for(request.user, policy),
        "may_owe": may(request.user, REVIEW_FINAL) and not policy.live and open_debt_of(policy) is None,
        "debt": policy.interpretation_debt,
        "is_overdue": policy.interpretation_debt is not None
        and is_overdue(policy.interpretation_debt, timezone.localdate()),
        "submit_url": reverse("clearance:submit", args=[label_of(policy), policy.pk]),
        "form": JointForm(candidates=candidates_for(policy, request.user), tied=tied),
        "debt_form": DebtForm(prefix="debt"),
        **context,
    }
    status = 409 if shown.get("refusal") else 200
    return render(request, "interpretations/staff/sync.html", shown, status=status)


@verb_required(READ_SLIPS)
@require_safe
def sync(request: HttpRequest, pk: int) -> HttpResponse:
    """The three of one document, what still stands against submitting them, and the next step."""
    return _shown(request, _policy_or_404(pk))


@verb_required(READ_SLIPS)
@require_POST
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft or choose the companions and tie them."""
    policy = _policy_or_404(pk)
    tied = tuple(page.pk for page in members_of(policy))
    form = JointForm(request.POST, candidates=candidates_for(policy, request.user), tied=tied)
    if not form.is_valid():
        return _shown(request, policy, form=form)
    try:
        prepare_joint_release(
            by=request.user,
            policy=policy,
            interpretation=form.chosen("interpretation"),
            infographic=form.chosen("infographic"),
        )
    except Refused as refusal:
        return _shown(request, policy, form=form, refusal=refusal)
    messages.success(request, "已组成同步发布组。三件写好后一并送审，同一时刻上线。")
    return redirect("interpretations_sync", pk=policy.pk)


@verb_required(READ_SLIPS)
@require_POST
def owe(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader approves that an emergency document goes ahead of its interpretation."""
    policy = _policy_or_404(pk)
    form = DebtForm(request.POST, prefix="debt")
    if not form.is_valid():
        return _shown(request, policy, debt_form=form)
    try:
        debt = approve_interpretation_debt(by=request.user, policy=policy, **form.cleaned_data)
    except Refused as refusal:
        return _shown(request, policy, debt_form=form, refusal=refusal)
    due = f"{debt.due_on:%Y-%m-%d}" if debt.due_on else "待该年放假安排公布"
    messages.success(request, f"已批准先行公开，解读和图解的补发期限：{due}。")
    return redirect("interpretations_sync", pk=policy.pk)


def _rows(user: User, state: str) -> Any:
    rows = without_sealed(documents_in(state), user)
    return rows.select_related(
        "unit", "joint_release__interpretation", "joint_release__infographic", "interpretation_debt"
    )


def _exported(request: HttpRequest, table: Any) -> HttpResponseBase:
    return csv_response(table) if request.GET["export"] == "csv" else xlsx_response(table)


@verb_required(READ_SLIPS)
@require_safe
def listing(request: HttpRequest) -> HttpResponseBase:
    """Public documents that need it, by how far they are explained; each figure of the duty opens here."""
    state = request.GET.get("state", "")
    state = state if state in SyncState.values else ""
    today = timezone.localdate()
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, documents_table(_rows(request.user, state), today))
    page = Paginator(_rows(request.user, state), PER_PAGE).get_page(request.GET.get("p"))
    tabs = [
        (value, label, documents_in(value).count()) for value, label in (("", "全部"), *SyncState.choices)
    ]
    debts = debts_shown_to(request.user)
    context = {
        "title": "同步发布",
        "lead": "以本厅名义印发、主动公开的政策文件，与解读、图解同一时刻上线。",
        "tabs": tabs,
        "state": state,
        "page": page,
        "base": f"state={state}&amp;",
        "owed": debts.count(),
        "overdue": debts.filter(due_on__lt=today).count(),
        "today": today,
    }
    return render(request, "interpretations/staff/list.html", context)


@verb_required(READ_SLIPS)
@require_safe
def debts(request: HttpRequest) -> HttpResponseBase:
    """Debts not yet paid; red once late."""
    today = timezone.localdate()
    if request.GET.get("export") in ("xlsx", "csv"):
        return _exported(request, debts_table(debts_shown_to(request.user), today))
    page = Paginator(debts_shown_to(request.user), PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": "解读欠账",
        "lead": "突发事件先行公开的文件，三个工作日内补上解读和图解；补齐之前一直亮红灯。",
        "crumbs": [{"title": "同步发布", "url": reverse("interpretations_list")}, {"title": "解读欠账"}],
        "page": page,
        "rows": [(debt, is_overdue(debt, today)) for debt in page.object_list],
    }
    return render(request, "interpretations/staff/debts.html", context)
