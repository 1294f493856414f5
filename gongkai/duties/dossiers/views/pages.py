"""The public page of a dossier; documents of before that have none yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from gongkai.clearance.models import BasePage
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import StyledForm, place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.forms import ReasonForm
from gongkai.duties.dossiers.usecases.pages import adopt_history, make_page, remake_page
from gongkai.duties.dossiers.verbs import ADOPT_HISTORY, READ
from gongkai.duties.dossiers.views.base import act_screen, crumbs_of, dossier_for
from gongkai.duties.policies.models import PolicyDocument

PER_PAGE = 30


@verb_required(READ)
def make(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make the page of the signed text."""
    dossier = dossier_for(request, pk)

    def act(form: forms.Form) -> Any:
        return make_page(by=request.user, dossier=dossier)

    return act_screen(
        request,
        dossier,
        title="生成公开页面",
        lead="由签发的文稿生成草稿；正文与签发稿一字不差才能送审。",
        make=lambda *args, **kwargs: StyledForm(*args[:1], **kwargs),
        act=act,
        submit="生成",
        done="已生成公开页面的草稿。补上要点、咨询电话，配好解读图解，再提交审查。",
    )


@verb_required(READ)
def remake(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put the text that is signed now into the page's draft."""
    dossier = dossier_for(request, pk)

    def act(form: forms.Form) -> Any:
        return remake_page(by=request.user, dossier=dossier)

    return act_screen(
        request,
        dossier,
        title="照签发稿重做页面草稿",
        lead="正文、标题、文号、日期照现在的签发稿和公文卷换过，成为新的一版草稿；要点、附件、电话不动，已公开的不变。",
        make=lambda *args, **kwargs: StyledForm(*args[:1], **kwargs),
        act=act,
        submit="重做草稿",
        done="页面草稿已照签发稿重做。请核对后重新提交审查。",
    )


@verb_required(ADOPT_HISTORY)
def without(request: HttpRequest) -> HttpResponseBase:
    """Documents that have no dossier: they cannot be sent until they have one."""
    found = without_sealed(PolicyDocument.objects.filter(dossier__isnull=True), request.user)
    page = Paginator(found.select_related("unit").defer("body", "points").order_by("-pk"), PER_PAGE)
    context = {
        "title": "没有公文卷的文件",
        "lead": "以前印发、没有办文记录的，在这里按历史文件立卷；新的文件请立项办理。",
        "crumbs": crumbs_of(None, "没有公文卷的文件"),
        "page": page.get_page(request.GET.get("p")),
    }
    return render(request, "dossiers/without.html", context)


@verb_required(ADOPT_HISTORY)
def adopt(request: HttpRequest, page: int) -> HttpResponseBase:
    """Give a document of before its dossier."""
    documents = without_sealed(PolicyDocument.objects.all(), request.user)
    row: BasePage = get_object_or_404(documents, pk=page)
    form, refusal = ReasonForm(label="为什么没有办文记录"), None
    if request.method == "POST":
        form = ReasonForm(request.POST, label="为什么没有办文记录")
        if form.is_valid():
            try:
                dossier = adopt_history(by=request.user, page=row, reason=form.cleaned_data["reason"])
            except Refused as error:
                refusal = place_refusal(error, form)
            else:
                messages.success(request, f"已立卷，办文编号 {dossier.code}。")
                return redirect("dossiers_without")
    context = {
        "title": f"历史文件立卷：{row.draft_title}",
        "crumbs": crumbs_of(None, "历史文件立卷"),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "dossiers/adopt.html", context, status=422 if request.method == "POST" else 200)
