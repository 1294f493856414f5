"""The acts on numbers and series: given, recorded, kept back, used, made void."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import number_asked, place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import SeriesForm
from gongkai.duties.dossiers.forms import ReasonForm
from gongkai.duties.dossiers.forms_numbers import (
    NumberForm,
    ReserveForm,
    SeriesEditForm,
    UseForm,
    issues_here,
)
from gongkai.duties.dossiers.models import IssuedNumber, NumberSeries
from gongkai.duties.dossiers.queries.numbers import next_serial
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.rules.number_clashes import NUMBER_FAR
from gongkai.duties.dossiers.usecases.numbering import issue_number, record_number, reserve_numbers
from gongkai.duties.dossiers.usecases.numbers_kept import (
    save_series,
    unrecord_number,
    use_reserved,
    void_number,
)
from gongkai.duties.dossiers.verbs import NUMBER
from gongkai.duties.dossiers.views.base import act_screen, dossier_for


def screen(
    request: HttpRequest,
    *,
    title: str,
    form: forms.Form,
    act: Callable[[forms.Form], str],
    submit: str,
    back: str,
    lead: str = "",
) -> HttpResponse:
    """A form with one act that is not of one dossier; ``act`` answers what is said when it is done."""
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form)
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, said)
            return redirect(back)
    crumbs = [
        {"title": "办文", "url": reverse("dossiers_list")},
        {"title": "三统一登记簿", "url": reverse("dossiers_numbers")},
        {"title": title, "url": ""},
    ]
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs,
        "form": form,
        "refusal": refusal,
        "submit": submit,
        "back": back,
    }
    return render(
        request, "dossiers/number_act.html", context, status=422 if request.method == "POST" else 200
    )


@verb_required(NUMBER)
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """编号, or 登记文号, of one paper."""
    dossier = dossier_for(request, pk)

    def act(form: forms.Form) -> None:
        if issues_here(dossier):
            issue_number(by=request.user, dossier=dossier, series=form.cleaned_data["series"])
            return
        try:
            found = record_number(
                by=request.user,
                dossier=dossier,
                number=form.cleaned_data["number"],
                is_sure=form.cleaned_data.get("is_sure", False),
            )
        except Refused as error:
            if NUMBER_FAR.code in error.codes:
                form.ask_sure()  # type: ignore[attr-defined]
            raise
        for caution in found.cautions:
            messages.warning(request, caution)

    is_ours = issues_here(dossier)
    return act_screen(
        request,
        dossier,
        title="编号" if is_ours else "登记文号",
        make=lambda *args, **kwargs: NumberForm(*args, dossier=dossier, **kwargs),
        act=act,
        submit="编下一个号" if is_ours else "登记",
        done="文号已登记。",
        lead="" if is_ours else "OA 或者印发机关给的文号照原样登记；署名不因文号而变。",
    )


@verb_required(NUMBER)
def reserve(request: HttpRequest) -> HttpResponse:
    """留号."""

    def act(form: forms.Form) -> str:
        made = reserve_numbers(by=request.user, **form.cleaned_data)
        return f"已留 {len(made)} 个号。"

    form = ReserveForm(request.POST or None, initial=_next(request))
    return screen(
        request,
        title="留号",
        form=form,
        act=act,
        submit="留号",
        back=reverse("dossiers_numbers"),
        lead="留下的号以后启用或者作废，都在登记簿里看得到。",
    )


def _next(request: HttpRequest) -> dict[str, Any]:
    """The gap that was pointed at, or the next serial of the series that was looked at."""
    key = request.GET.get("series", "")
    rows = NumberSeries.objects.filter(is_in_use=True)
    chosen = rows.filter(pk=number_asked(key) or 0).first()
    series = chosen or rows.first()
    if series is None:
        return {}
    this_year = timezone.localdate().year
    year, first = (_small(request.GET.get(name, "")) for name in ("year", "first"))
    serial = first or next_serial(series, year or this_year)
    return {"series": series.pk, "year": year or this_year, "first": serial, "last": serial}


def _small(text: str) -> int:
    """A number out of an address; nought for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _back(number: IssuedNumber) -> str:
    return f"{reverse('dossiers_numbers')}?q={number.text}"


@verb_required(NUMBER)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废."""
    row = get_object_or_404(IssuedNumber, pk=pk)

    def act(form: forms.Form) -> str:
        void_number(by=request.user, number=row, reason=form.cleaned_data["reason"])
        return f"文号“{row}”已作废。"

    return screen(
        request,
        title=f"作废文号 {row}",
        form=ReasonForm(request.POST or None, label="原因"),
        act=act,
        submit="作废",
        back=_back(row),
        lead="作废的文号留在登记簿里，不再使用，也不能恢复。",
    )


@verb_required(NUMBER)
def unrecord(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a number that was recorded for the wrong paper."""
    row = get_object_or_404(IssuedNumber, pk=pk)

    def act(form: forms.Form) -> str:
        unrecord_number(by=request.user, number=row, reason=form.cleaned_data["reason"])
        return f"文号“{row}”的登记已退回，请登记到正确的公文卷。"

    return screen(
        request,
        title=f"退回文号登记 {row}",
        form=ReasonForm(request.POST or None, label="原因"),
        act=act,
        submit="退回登记",
        back=_back(row),
        lead="文号登记到了别的公文上时用：退回后转为留号，再登记到正确的公文卷。",
    )


@verb_required(NUMBER)
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """启用留号."""
    row = get_object_or_404(IssuedNumber, pk=pk)

    def act(form: forms.Form) -> str:
        dossier = form.cleaned_data["code"]
        use_reserved(by=request.user, number=row, dossier=dossier)
        return f"文号“{row}”已用于{dossier}。"

    form = UseForm(request.POST or None, seen=dossiers_seen_by(request.user, timezone.localdate()))
    return screen(request, title=f"启用留号 {row}", form=form, act=act, submit="启用", back=_back(row))


@verb_required(NUMBER)
def series(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Set up a series, or change it."""
    row = get_object_or_404(NumberSeries, pk=pk) if pk is not None else None
    names = ("prefix", "form", "name", "signatures", "kinds", "first_serial", "is_in_use")
    initial = {name: getattr(row, name) for name in names} if row else {"form": SeriesForm.BRACKET}

    def act(form: forms.Form) -> str:
        data = dict(form.cleaned_data)
        data["form"] = SeriesForm(data["form"])
        data["prefix"] = data["prefix"].strip()
        return f"文号系列“{save_series(by=request.user, series=row, **data).prefix}”已保存。"

    return screen(
        request,
        title=f"文号系列 {row.prefix}" if row else "新设文号系列",
        form=SeriesEditForm(request.POST or None, initial=initial),
        act=act,
        submit="保存",
        back=reverse("dossiers_numbers"),
    )
