"""Acts at the steps: papers, records, returns, exemptions."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from gongkai.core.accounts.access import verb_required
from gongkai.duties.dossiers.enums import PaperKind, Step
from gongkai.duties.dossiers.forms import UNCLASSIFIED, PaperForm, ReasonForm
from gongkai.duties.dossiers.forms_steps import ExemptionDecisionForm, ExemptionForm, RecordForm, ReturnForm
from gongkai.duties.dossiers.models import Exemption
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.rules.exempting import GROUNDS
from gongkai.duties.dossiers.rules.recording import recorded_in
from gongkai.duties.dossiers.rules.returns import reached_in
from gongkai.duties.dossiers.usecases.exempting import ask_exemption, decide_exemption, revoke_exemption
from gongkai.duties.dossiers.usecases.papers import add_paper, void_paper
from gongkai.duties.dossiers.usecases.recording import Told, record_step
from gongkai.duties.dossiers.usecases.returning import return_dossier
from gongkai.duties.dossiers.verbs import EXEMPT, READ
from gongkai.duties.dossiers.views.base import act_screen, dossier_for, proof_of
from gongkai.duties.policies.enums import Signature


def _step(text: str, allowed: Any) -> Step:
    """A step named in an address, among those that have such a page; 404 otherwise."""
    if text not in Step.values or Step(text) not in allowed:
        raise Http404
    return Step(text)


@verb_required(READ)
def paper_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a paper into the dossier."""
    dossier = dossier_for(request, pk)

    def act(form: Any) -> None:
        data = form.cleaned_data
        kind = PaperKind(data["kind"])
        add_paper(
            by=request.user,
            dossier=dossier,
            kind=kind,
            file=data["file"],
            title=data["title"],
            dated_on=data["dated_on"],
        )

    return act_screen(
        request,
        dossier,
        title="材料入卷",
        lead=UNCLASSIFIED,
        make=PaperForm,
        act=act,
        submit="入卷",
        done="材料已入卷。",
        initial={"kind": request.GET.get("kind", "")},
    )


@verb_required(READ)
def paper_void(request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
    """Make a mistaken paper void."""
    dossier = dossier_for(request, pk)
    row = get_object_or_404(dossier.papers, pk=paper)
    return act_screen(
        request,
        dossier,
        title=f"作废材料：{row.title}",
        lead="作废的材料仍留在卷里，划去并写明原因。",
        make=lambda *args, **kwargs: ReasonForm(*args[:1], **kwargs, label="作废原因"),
        act=lambda form: void_paper(by=request.user, paper=row, reason=form.cleaned_data["reason"]),
        submit="作废",
        done="材料已作废。",
    )


@verb_required(READ)
def record(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """Record a step that was done elsewhere."""
    dossier = dossier_for(request, pk)
    at = _step(step, recorded_in(Signature(dossier.signature)))
    words = "牵头部门公开链接" if at is Step.RELEASE else at.label
    kind = recorded_in(Signature(dossier.signature))[at][0]

    def act(form: Any) -> None:
        data = form.cleaned_data
        told = Told(
            statement=data["statement"],
            done_on=data["done_on"],
            organ=data.get("organ", ""),
            began_on=data.get("began_on"),
            link=data.get("link", ""),
            reason=data.get("reason", ""),
            holds=data.get("holds", "yes") == "yes",
            paper=proof_of(form, by=request.user, dossier=dossier, kind=kind),
        )
        record_step(by=request.user, dossier=dossier, step=at, told=told)

    return act_screen(
        request,
        dossier,
        title=f"登记{words}",
        make=lambda *args, **kwargs: RecordForm(*args, **kwargs, step=at, dossier=dossier),
        act=act,
        submit="登记",
        done=f"{words}已登记。",
        initial={"done_on": timezone.localdate()},
    )


@verb_required(READ)
def send_back(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send back with reasons."""
    dossier = dossier_for(request, pk)
    reached = reached_in(track_for(dossier)[0])

    def act(form: Any) -> None:
        data = form.cleaned_data
        return_dossier(by=request.user, dossier=dossier, to_step=Step(data["to_step"]), reason=data["reason"])

    return act_screen(
        request,
        dossier,
        title="退回",
        lead="退到的那一步和它后面的步骤要重新办；以前办的、入卷的材料都留作记录。",
        make=lambda *args, **kwargs: ReturnForm(*args[:1], **kwargs, reached=reached),
        act=act,
        submit="退回",
        done="已退回。",
    )


@verb_required(READ)
def exempt(request: HttpRequest, pk: int, step: str) -> HttpResponseBase:
    """Ask to leave a step out."""
    dossier, at = dossier_for(request, pk), _step(step, GROUNDS)

    def act(form: Any) -> None:
        data = form.cleaned_data
        ask_exemption(by=request.user, dossier=dossier, step=at, ground=data["ground"], reason=data["reason"])

    return act_screen(
        request,
        dossier,
        title=f"申请免办{at.label}",
        lead="由厅领导批准，单独列表备查。",
        make=lambda *args, **kwargs: ExemptionForm(*args[:1], **kwargs, step=at),
        act=act,
        submit="提交申请",
        done="已提交，等厅领导审批。",
    )


@verb_required(EXEMPT)
def exemption(request: HttpRequest, pk: int, exemption: int) -> HttpResponseBase:
    """Grant or decline."""
    dossier = dossier_for(request, pk)
    row: Exemption = get_object_or_404(dossier.exemptions, pk=exemption)

    def act(form: Any) -> None:
        answer = form.cleaned_data["is_granted"]
        is_granted = {"yes": True, "no": False}.get(answer)
        decide_exemption(
            by=request.user, exemption=row, is_granted=is_granted, note=form.cleaned_data["note"]
        )

    lead = f"{row.asked_by}申请，事由：{row.get_ground_display()}。理由：{row.reason}"
    return act_screen(
        request,
        dossier,
        title=f"审批免办{Step(row.step).label}",
        lead=lead,
        make=lambda *args, **kwargs: ExemptionDecisionForm(*args[:1], **kwargs),
        act=act,
        submit="提交",
        done="已审批。",
    )


@verb_required(READ)
def exemption_revoke(request: HttpRequest, pk: int, exemption: int) -> HttpResponseBase:
    """Take back what was granted."""
    dossier = dossier_for(request, pk)
    row: Exemption = get_object_or_404(dossier.exemptions, pk=exemption)
    return act_screen(
        request,
        dossier,
        title=f"撤销免办{Step(row.step).label}",
        lead="撤销以后这一步要补办；原来的申请和批准留作记录。",
        make=lambda *args, **kwargs: ReasonForm(*args[:1], **kwargs, label="撤销原因"),
        act=lambda form: revoke_exemption(by=request.user, exemption=row, reason=form.cleaned_data["reason"]),
        submit="撤销",
        done="免办已撤销。",
    )
