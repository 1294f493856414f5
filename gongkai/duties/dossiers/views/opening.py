"""立项, change what was decided, end without a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import place_refusal
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import unit_ids_of
from gongkai.core.organisation.queries.changes import own_units_on
from gongkai.core.organisation.verbs import WORK_FOR_ANY_UNIT
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.forms import OpeningForm, ReasonForm, initial_of
from gongkai.duties.dossiers.usecases.opening import change_dossier, drop_dossier, open_dossier
from gongkai.duties.dossiers.verbs import OPEN, READ
from gongkai.duties.dossiers.views.base import act_screen, crumbs_of, dossier_for


def _units(request: HttpRequest) -> object:
    """Units in which a person may begin a dossier."""
    today = timezone.localdate()
    units = own_units_on(today)
    if may(request.user, WORK_FOR_ANY_UNIT):
        return units
    return units.filter(pk__in=unit_ids_of(request.user, today))


def _department() -> str:
    """The department's name, as the usual 发文机关."""
    root = Unit.objects.filter(kind=UnitKind.DEPARTMENT).first()
    return root.name if root is not None else ""


@verb_required(OPEN)
def open_new(request: HttpRequest) -> HttpResponseBase:
    """Begin a dossier."""
    units, refusal = _units(request), None
    own = Unit.objects.filter(pk__in=unit_ids_of(request.user, timezone.localdate())).first()
    form = OpeningForm(initial={"unit": own, "issuer": _department()}, units=units)
    if request.method == "POST":
        form = OpeningForm(request.POST, units=units)
        if form.is_valid():
            data = form.cleaned_data
            try:
                dossier = open_dossier(
                    by=request.user,
                    unit=data["unit"],
                    decided=form.decided(),
                    mode=Mode(data["mode"]),
                )
            except Refused as error:
                refusal = place_refusal(error, form)
            else:
                messages.success(request, f"已立项，办文编号 {dossier.code}。")
                return redirect("dossiers_show", dossier.pk)
    context = {
        "title": "立项",
        "lead": "认定类别、署名和公开属性，要走哪些步骤由此算出。",
        "crumbs": crumbs_of(None, "立项"),
        "form": form,
        "refusal": refusal,
        "submit": "立项",
    }
    return render(request, "dossiers/open.html", context, status=422 if request.method == "POST" else 200)


@verb_required(READ)
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what was decided at 立项."""
    dossier = dossier_for(request, pk)

    def act(form: Any) -> None:
        mode = Mode(form.cleaned_data["mode"])
        change_dossier(by=request.user, dossier=dossier, decided=form.decided(), mode=mode)

    return act_screen(
        request,
        dossier,
        title="修改立项信息",
        make=lambda *args, **kwargs: OpeningForm(
            *args[:1], **kwargs, units=Unit.objects.none(), is_change=True
        ),
        act=act,
        submit="保存",
        done="立项信息已改。",
        initial=initial_of(dossier),
        template="dossiers/open.html",
    )


@verb_required(READ)
def drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End without a document."""
    dossier = dossier_for(request, pk)
    return act_screen(
        request,
        dossier,
        title="终止办文",
        lead="终止以后这一卷只能查看，记录都留着。",
        make=lambda *args, **kwargs: ReasonForm(*args[:1], **kwargs, label="终止原因"),
        act=lambda form: drop_dossier(by=request.user, dossier=dossier, reason=form.cleaned_data["reason"]),
        submit="终止办文",
        done="已终止。",
    )
