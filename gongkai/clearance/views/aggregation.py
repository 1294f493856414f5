"""数据汇聚评估: the list, the sheet with its decision, asking for one, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages

from gongkai.clearance.enums_aggregation import AssessmentState
from gongkai.clearance.forms_aggregation import AssessmentForm, AssessmentRequestForm, ParametersForm
from gongkai.clearance.models import AggregationAssessment, AggregationParameter, OpenExit
from gongkai.clearance.queries.aggregation import Evidence, limits_now, standing_of
from gongkai.clearance.queries.aggregation_acting import decision_facts, evidence_of, request_facts
from gongkai.clearance.queries.aggregation_contents import owner_of, unread_attachments
from gongkai.clearance.queries.aggregation_sheet import list_rows, risk_rows, samples_of, scope_rows
from gongkai.clearance.queries.sealing import title_for, without_sealed
from gongkai.clearance.rules.aggregation import reasons_against_assessing, reasons_against_requesting
from gongkai.clearance.screening.aggregate.risks import risk_from
from gongkai.clearance.screening.aggregate.scope import scope_from
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.aggregation import (
    ASK,
    decide_assessment,
    request_assessment,
    set_parameters,
)
from gongkai.clearance.verbs import ASSESS_AGGREGATION, CONFIGURE, EDIT_DATASET, OPEN_EXIT, READ_SLIPS, SUBMIT
from gongkai.clearance.views.targets import target_or_404
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Reason, Refused

TITLE = "数据汇聚评估"
PER_PAGE = 50
TABS = (
    ("waiting", "待评估"),
    ("valid", "有效"),
    ("grown", "须重新评估"),
    ("against", "不同意公开"),
    ("all", "全部"),
)
_EMPTY = {
    "waiting": "没有等待评估的。送审时发现与已公开内容合在一起有风险的，会由起草人提到这里。",
    "valid": "还没有有效的评估。",
    "grown": "没有须重新评估的。评估以后相关内容增长过多，会列在这里。",
    "against": "没有不同意公开的评估。",
    "all": "还没有评估单。",
}
_LAMPS = {
    AssessmentState.WAITING: "open",
    AssessmentState.VALID: "valid",
    AssessmentState.AGAINST: "repealed",
    AssessmentState.GROWN: "amended",
    AssessmentState.CHANGED: "amended",
}


@verb_required(READ_SLIPS)
def assessments(request: HttpRequest) -> HttpResponse:
    """All assessments by how they stand."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in dict(TABS) else "waiting"
    found = AggregationAssessment.objects.select_related(
        "content_type", "exit", "requested_by", "decided_by"
    ).prefetch_related("exit__datasets")
    rows = list_rows(list(without_sealed(found, request.user)), request.user)
    if tab != "all":
        rows = [row for row in rows if row.state == tab]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    context = {
        "title": TITLE,
        "lead": "单独看都没有问题的内容，合在一起可能泄密或认出个人。先评估，再公开。",
        "tabs": TABS,
        "tab": tab,
        "page": page,
        "empty": _EMPTY[tab],
        "may_configure": may(request.user, CONFIGURE),
    }
    return render(request, "clearance/assessments.html", context)


def _subject_of(row: AggregationAssessment) -> Any:
    target = row.exit or row.target
    return getattr(target, "specific", target)


def _title(user: Any, subject: Any) -> str:
    return subject.title if isinstance(subject, OpenExit) else title_for(user, subject, str(subject))


def _samples(subject: Any, evidence: Evidence) -> Any:
    if isinstance(subject, OpenExit):
        return {}
    version = shape_of(subject).latest()
    return samples_of(subject, version, evidence) if version is not None else {}


def _evidence_part(user: Any, subject: Any, evidence: Evidence) -> dict[str, Any]:
    """What the sheet shows of what is so now."""
    is_exit = isinstance(subject, OpenExit)
    version = None if is_exit else shape_of(subject).latest()
    return {
        "risks": risk_rows(evidence.risks, user, samples=_samples(subject, evidence)),
        "contents": scope_rows(evidence.scope, "" if is_exit else owner_of(subject), user),
        "unread": unread_attachments(version) if version is not None else [],
    }


@verb_required(READ_SLIPS)
def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: what combines, what was decided, and the decision where it is still to be taken."""
    rows = AggregationAssessment.objects.select_related("exit", "requested_by", "decided_by")
    row = get_object_or_404(rows, pk=pk)
    subject = _subject_of(row)
    if subject is None:
        return render(request, "clearance/assessment_gone.html", {"title": TITLE, "row": row}, status=410)
    evidence = evidence_of(subject)
    form = _decision_form(request, row, evidence)
    refusal, is_refused = None, False
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            decide_assessment(by=request.user, assessment=row, **form.cleaned_data)
        except Refused as error:
            refusal, is_refused = place_refusal(error, form), True
        else:
            messages.success(request, f"评估单 {row.number} 已作结论。")
            return redirect("clearance:assessment", pk=pk)
    standing = standing_of(
        row, evidence, percent=limits_now().growth, is_exact=not isinstance(subject, OpenExit)
    )
    context = {
        "title": _title(request.user, subject),
        "lead": f"{TITLE}单 {row.number}",
        "crumbs": [
            {"title": TITLE, "url": reverse("clearance:assessments")},
            {"title": row.number, "url": ""},
        ],
        "row": row,
        "standing": standing,
        "lamp": _LAMPS[standing.state],
        "form": form,
        "refusal": refusal,
        "why_not": _why_not(request, row, subject, evidence) if form is not None else [],
        **_shown_evidence(request, row, subject, evidence),
    }
    return render(request, "clearance/assessment.html", context, status=409 if is_refused else 200)


def _shown_evidence(
    request: HttpRequest, row: AggregationAssessment, subject: Any, evidence: Evidence
) -> dict[str, Any]:
    """As it was when it was decided; as it is now while nobody has decided."""
    if not row.decision:
        return _evidence_part(request.user, subject, evidence)
    mine = "" if isinstance(subject, OpenExit) else owner_of(subject)
    return {
        "risks": risk_rows([risk_from(one) for one in row.risks], request.user),
        "contents": scope_rows(scope_from(row.scope), mine, request.user),
        "unread": evidence.unread,
    }


def _decision_form(
    request: HttpRequest, row: AggregationAssessment, evidence: Evidence
) -> AssessmentForm | None:
    if row.decision or not may(request.user, ASSESS_AGGREGATION):
        return None
    data = request.POST if request.method == "POST" else None
    return AssessmentForm(data, initial={"seen": evidence.fingerprint})


def _why_not(
    request: HttpRequest, row: AggregationAssessment, subject: Any, evidence: Evidence
) -> Sequence[Reason]:
    """Why this person could not decide whatever they wrote."""
    facts = decision_facts(request.user, row, subject, evidence, "open", "理由", "", "")
    return reasons_against_assessing(facts)


def _ask(request: HttpRequest, subject: Any, back: str) -> HttpResponse:
    """What combines, and the form that asks for an assessment of it."""
    form = AssessmentRequestForm(request.POST if request.method == "POST" else None)
    refusal, is_refused = None, False
    if request.method == "POST" and form.is_valid():
        try:
            row = request_assessment(by=request.user, subject=subject, **form.cleaned_data)
        except Refused as error:
            refusal, is_refused = place_refusal(error, form), True
        else:
            messages.success(request, f"已提出，评估单号 {row.number}，等保密审查人员作结论。")
            return redirect("clearance:assessment", pk=row.pk)
    evidence = evidence_of(subject)
    facts = request_facts(request.user, subject, "用途", evidence)
    context = {
        "title": ASK,
        "lead": _title(request.user, subject),
        "crumbs": [{"title": TITLE, "url": reverse("clearance:assessments")}, {"title": ASK, "url": ""}],
        "form": form,
        "refusal": refusal,
        "why_not": [] if is_refused else reasons_against_requesting(facts),
        "back": back,
        **_evidence_part(request.user, subject, evidence),
    }
    return render(request, "clearance/assessment_request.html", context, status=409 if is_refused else 200)


@verb_required(SUBMIT, EDIT_DATASET)
def request_for_content(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """Ask for an assessment of a content at its newest version."""
    subject = target_or_404(label, pk)
    return _ask(request, subject, reverse("clearance:submit", args=[label, pk]))


@verb_required(OPEN_EXIT)
def request_for_exit(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for an assessment of a bulk exit."""
    return _ask(request, get_object_or_404(OpenExit, pk=pk), reverse("clearance:exits"))


@verb_required(CONFIGURE)
def parameters(request: HttpRequest) -> HttpResponse:
    """The numbers of the check, and the totals that somebody told."""
    rows = AggregationParameter.objects.select_related("set_by").order_by("-set_at")
    values = {row.code: row.value for row in rows}
    form = ParametersForm(request.POST if request.method == "POST" else None, values=values)
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                changed = set_parameters(
                    by=request.user, values=form.numbers(), grounds=form.cleaned_data["grounds"]
                )
            except Refused as error:
                refusal, status = place_refusal(error, form), 409
            else:
                messages.success(request, f"已保存，改动 {len(changed)} 项。" if changed else "没有改动。")
                return redirect("clearance:aggregation_parameters")
    context = {
        "title": "汇聚评估参数",
        "lead": "法律没有规定具体数目，这里是本单位自定的数，可以改，改动留痕。",
        "crumbs": [{"title": TITLE, "url": reverse("clearance:assessments")}, {"title": "参数", "url": ""}],
        "form": form,
        "refusal": refusal,
        "rows": rows[:20],
    }
    return render(request, "clearance/aggregation_parameters.html", context, status=status)
