"""What the screens of one dossier share: finding it among those a person may open, and a form with one act."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.http import content_disposition_header

from gongkai.clearance.suppression import suppressed
from gongkai.core.accounts.models import User
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.models import Dossier, Paper
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.rules.signing import SIGN_SEEN
from gongkai.duties.dossiers.usecases.papers import add_paper

Make = Callable[..., forms.Form]
Act = Callable[[forms.Form], Any]


def dossier_for(request: HttpRequest, pk: int) -> Dossier:
    """The dossier, among those that the person may open; 404 otherwise, so that nobody learns that it exists."""
    seen = dossiers_seen_by(request.user, timezone.localdate())
    found: Dossier = get_object_or_404(seen.select_related("unit__supervised_by", "drafter", "page"), pk=pk)
    return found


def private_file(file: Any, name: str, sha256: str) -> HttpResponse:
    """The bytes of a private file; saved, never opened beside our own pages. 404 where they are not what came in."""
    try:
        with file.open("rb") as kept:
            body: bytes = kept.read()
    except (OSError, ValueError):
        raise Http404("材料的文件已不在。") from None
    if hashlib.sha256(body).hexdigest() != sha256 or sha256 in suppressed()[1]:
        raise Http404("材料的文件与入卷时不一致，或者已经清除。")
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def proof_of(
    form: forms.Form, *, by: User, dossier: Dossier, kind: PaperKind, title: str = ""
) -> Paper | None:
    """The file that was sent with a form, put into the dossier, or the paper chosen there. Raises ``Refused``.

    A file that was taken stays in the dossier and is the one chosen when the rest is refused: nobody uploads twice.
    """
    found, file = form.cleaned_data.get("paper"), form.cleaned_data.get("file")
    if file is None:  # a browser never sends a file again: one that comes is chosen later than the paper
        return found if isinstance(found, Paper) else None
    row = add_paper(by=by, dossier=dossier, kind=kind, file=file, title=title[:200])
    typed = form.data.copy()
    typed["paper"] = str(row.pk)
    form.data, form.files = typed, MultiValueDict()
    return row


def crumbs_of(dossier: Dossier | None, title: str) -> list[dict[str, str]]:
    """The way here."""
    crumbs = [{"title": "办文", "url": reverse("dossiers_list")}]
    if dossier is not None:
        crumbs.append({"title": dossier.code, "url": reverse("dossiers_show", args=[dossier.pk])})
    return [*crumbs, {"title": title, "url": ""}]


def act_screen(
    request: HttpRequest,
    dossier: Dossier,
    *,
    title: str,
    make: Make,
    act: Act,
    submit: str,
    done: str,
    lead: str = "",
    initial: dict[str, Any] | None = None,
    template: str = "dossiers/act.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """A form with one act; a refusal is shown at its fields and above them, and nothing typed is lost."""
    form, refusal = make(initial=initial or {}), None
    if request.method == "POST":
        form = make(request.POST, request.FILES)
        if form.is_valid():
            try:
                act(form)
            except Refused as error:
                refusal = place_refusal(error, form)
                if initial and "seen" in initial and SIGN_SEEN.code in error.codes:
                    form.data = {**form.data.dict(), "seen": str(initial["seen"])}  # type: ignore[attr-defined]
            else:
                messages.success(request, done)
                return redirect("dossiers_show", dossier.pk)
    shown = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs_of(dossier, title),
        "dossier": dossier,
        "form": form,
        "refusal": refusal,
        "submit": submit,
        **(context or {}),
    }
    return render(request, template, shown, status=422 if request.method == "POST" else 200)
