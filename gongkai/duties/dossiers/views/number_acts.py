"""The acts on numbers and series: given, recorded, kept back, used, made void."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import number_asked
from gongkai.core.reasons import Reason, Refused
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
    against_unrecording,
    against_voiding,
    save_series,
    unrecord_number,
    use_reserved,
    void_number,
)
from gongkai.duties.dossiers.verbs import NUMBER
from gongkai.duties.dossiers.views.base import act_screen, dossier_for
from gongkai.duties.dossiers.views.number_screens import (
    about_dossier,
    about_number,
    numbers_url,
    screen,
    show,
)

_REOPENS = "这一卷的“登记编号”随之重新打开，另有文号以前不能公布。"


@verb_required(NUMBER)
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """编号, or 登记文号, of one paper."""
    dossier = dossier_for(request, pk)

    def act(form: forms.Form) -> None:
        if issues_here(dossier):
            issue_number(by=request.user, dossier=dossier, series=form.cleaned_data["series"])
            return
        data = form.cleaned_data
        try:
            found = record_number(
                by=request.user,
                dossier=dossier,
                number=data["number"],
                numbered_on=data["numbered_on"],
                is_day_asked=True,
                is_sure=data.get("is_sure", False),
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

    asked = _next(request)
    form = ReserveForm(request.POST or None, initial=asked)
    return screen(
        request,
        title="留号",
        form=form,
        act=act,
        submit="留号",
        back=numbers_url(asked.get("series"), asked.get("year")),
        lands=lambda form: numbers_url(form.cleaned_data["series"].pk, form.cleaned_data["year"]),
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


def _blocked(reasons: list[Reason], act: str) -> Refused | None:
    """What no reason that could be typed would change."""
    return Refused(reasons, act=act) if reasons else None


@verb_required(NUMBER)
def void(request: HttpRequest, pk: int) -> HttpResponse:
    """作废."""
    row = get_object_or_404(IssuedNumber.objects.select_related("dossier__unit", "dossier__page"), pk=pk)

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
        lead=f"作废的文号留在登记簿里，不再使用，也不能恢复。{_REOPENS if row.dossier else ''}",
        about=about_number(request, row),
        blocked=_blocked(against_voiding(request.user, row, "原因"), "作废这个文号"),
    )


@verb_required(NUMBER)
def unrecord(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a number that was recorded for the wrong paper."""
    row = get_object_or_404(IssuedNumber.objects.select_related("dossier__unit", "dossier__page"), pk=pk)

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
        lead=f"文号登记到了别的公文上时用：退回后转为留号，再登记到正确的公文卷。{_REOPENS if row.dossier else ''}",
        about=about_number(request, row),
        blocked=_blocked(against_unrecording(request.user, row, "原因"), "退回这个文号的登记"),
    )


@verb_required(NUMBER)
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """启用留号: the dossier of a code is shown first, and used when that was confirmed."""
    row = get_object_or_404(IssuedNumber.objects.select_related("dossier__unit", "dossier__page"), pk=pk)

    def act(form: forms.Form) -> str:
        dossier = form.cleaned_data["code"]
        use_reserved(by=request.user, number=row, dossier=dossier)
        return f"文号“{row}”已用于{dossier}。"

    form = UseForm(request.POST or None, seen=dossiers_seen_by(request.user, timezone.localdate()))
    page: dict[str, Any] = {
        "title": f"启用留号 {row}",
        "back": _back(row),
        "form": form,
        "about": about_number(request, row),
        "submit": "看是哪一件",
    }
    if request.method == "POST" and form.is_valid():
        page |= {"about": [*page["about"], *about_dossier(form.cleaned_data["code"])], "submit": "确认启用"}
        if not form.is_shown:
            form.show()
            return show(request, **page, lead=f"请核对：是不是这一件用“{row}”。还没有启用。")
    return screen(request, act=act, **page)


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
        back=numbers_url(row.pk if row else ""),
    )
