"""What the screens of the acts on numbers share: a form with one act, told what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import NumberState
from gongkai.duties.dossiers.models import Dossier, IssuedNumber
from gongkai.duties.dossiers.queries.titles import titles_for


class Fact(NamedTuple):
    """One line about what an act is done to."""

    label: str
    text: str
    url: str = ""


def screen(
    request: HttpRequest,
    *,
    title: str,
    form: forms.Form,
    act: Callable[[forms.Form], str],
    submit: str,
    back: str,
    lead: str = "",
    lands: Callable[[forms.Form], str] | None = None,
    about: Sequence[Fact] = (),
    blocked: Refused | None = None,
) -> HttpResponse:
    """A form with one act that is not of one dossier; ``act`` answers what is said when it is done, ``lands`` where one
    comes then if not back. ``about`` is told above the form; ``blocked`` stands in its place.
    """
    refusal = blocked
    if request.method == "POST" and blocked is None and form.is_valid():
        try:
            said = act(form)
        except Refused as error:
            refusal = place_refusal(error, form)
        else:
            messages.success(request, said)
            return redirect(lands(form) if lands else back)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "submit": submit, "refusal": refusal, "is_blocked": blocked is not None}
    told = "" if blocked else lead
    return show(request, title=title, back=back, lead=told, about=about, status=status, **context)


def show(
    request: HttpRequest,
    *,
    title: str,
    back: str,
    lead: str = "",
    about: Sequence[Fact] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """The page of such a form."""
    crumbs = [
        {"title": "办文", "url": reverse("dossiers_list")},
        {"title": "三统一登记簿", "url": reverse("dossiers_numbers")},
        {"title": title, "url": ""},
    ]
    shown = {"title": title, "lead": lead, "crumbs": crumbs, "back": back, "about": about, **context}
    return render(request, "dossiers/number_act.html", shown, status=status)


def about_number(request: HttpRequest, row: IssuedNumber) -> list[Fact]:
    """What a number stands for, as the person may read it."""
    facts = [Fact("文号", f"{row}（{row.get_state_display()}）")]
    titles, dossier = titles_for(request.user), row.dossier
    if dossier is not None:
        url = "" if titles.hides(row) else reverse("dossiers_show", args=[dossier.pk])
        facts += [Fact("公文", titles.of(row), url), Fact("公文卷", f"{dossier.code}，{dossier.unit}")]
    elif row.state == NumberState.RESERVED and not titles.hides(row):
        facts.append(Fact("留号原因", f"{row.reason}（还没有用于公文）"))
    return facts


def about_dossier(dossier: Dossier) -> list[Fact]:
    """Which dossier a code means."""
    return [
        Fact("公文", dossier.title, reverse("dossiers_show", args=[dossier.pk])),
        Fact("公文卷", f"{dossier.code}，{dossier.unit}"),
        Fact("办文方式", f"{dossier.get_mode_display()}，署名{dossier.get_signature_display()}"),
    ]


def numbers_url(series: Any = "", year: Any = "") -> str:
    """The register of a series and year."""
    query = urlencode({name: one for name, one in (("series", series), ("year", year)) if one})
    return f"{reverse('dossiers_numbers')}{'?' if query else ''}{query}"
