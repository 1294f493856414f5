"""The text: read, compared with an earlier version, typed in or taken from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused, refuse_if
from gongkai.duties.dossiers.forms import TextFileForm, TextForm
from gongkai.duties.dossiers.models import Dossier, DraftVersion
from gongkai.duties.dossiers.official.blocks import OfficialText, plain_text
from gongkai.duties.dossiers.official.comparing import Change, compare
from gongkai.duties.dossiers.official.labels import anchors_of
from gongkai.duties.dossiers.official.reading import read_document
from gongkai.duties.dossiers.official.reading.lines import Unreadable
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from gongkai.duties.dossiers.official.rules import reason
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.drafting import DRAFT_IN_TURN
from gongkai.duties.dossiers.usecases.drafting import SAVE, save_version
from gongkai.duties.dossiers.verbs import READ
from gongkai.duties.dossiers.views.base import crumbs_of, dossier_for


def _version(dossier: Dossier, number: int) -> DraftVersion:
    found: DraftVersion = get_object_or_404(dossier.versions.select_related("by"), number=number)
    return found


def text_of(version: DraftVersion) -> OfficialText:
    """The text of a version. Raises ``ValueError`` where what is stored is none."""
    return OfficialText.from_data(version.data)


@verb_required(READ)
@require_safe
def show(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """One version; against an earlier one (``?against=2``) clause by clause, only what changed unless all is asked."""
    dossier = dossier_for(request, pk)
    version = _version(dossier, number)
    text = text_of(version)
    others = list(dossier.versions.exclude(pk=version.pk).defer("data"))
    against = request.GET.get("against", "")
    comparison = None
    if against.isascii() and against.isdecimal() and len(against) < 6:
        comparison = compare(text_of(_version(dossier, int(against))), text)
    rows = [] if comparison is None else list(comparison.rows)
    if request.GET.get("all") != "1":
        rows = [row for row in rows if row.change is not Change.SAME]
    context = {
        "title": f"{version}：{dossier.title}",
        "crumbs": crumbs_of(dossier, str(version)),
        "dossier": dossier,
        "version": version,
        "text": text,
        "blocks": list(zip(text.blocks, anchors_of(text.blocks), strict=True)),
        "others": others,
        "against": int(against) if comparison is not None else None,
        "comparison": comparison,
        "rows": rows,
        "shows_all": request.GET.get("all") == "1",
        "may_draft": dossier.is_open and may_work_on(request.user, dossier, timezone.localdate()),
    }
    return render(request, "dossiers/text.html", context)


def _forms(request: HttpRequest, seen: int, words: str) -> tuple[forms.Form, forms.Form, forms.Form]:
    """The form for lines, the one for a file, and which of them was sent: each shows what was typed, whichever was."""
    if request.method != "POST":
        typed = TextForm(initial={"seen": seen, "text": words})
        return typed, TextFileForm(initial={"seen": seen}), typed
    if "by_file" not in request.POST:
        typed = TextForm(request.POST)
        return typed, TextFileForm(initial={"seen": seen}), typed
    filed = TextFileForm(request.POST, request.FILES)
    return TextForm(initial={"seen": seen, "text": request.POST.get("text", words)}), filed, filed


@verb_required(READ)
def draft(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write the next version, beginning from the newest: one page, one button for lines and one for a file.

    Both are sent with either button, so that the wrong one loses nothing that was typed.
    """
    dossier = dossier_for(request, pk)
    if not dossier.is_open or not may_work_on(request.user, dossier, timezone.localdate()):
        raise Http404
    newest = dossier.versions.first()
    seen = newest.number if newest else 0
    words = plain_text(text_of(newest)) if newest else f"{dossier.title}\n"
    typed, filed, form = _forms(request, seen, words)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            version, warnings = _save(request, dossier, form.cleaned_data)
        except Refused as error:
            refusal = place_refusal(error, form)
            if DRAFT_IN_TURN.code in error.codes:  # told once: merged by hand, it can be sent
                form.data = {**form.data.dict(), "seen": str(seen)}  # type: ignore[attr-defined]
        else:
            messages.success(request, f"已提交{version}。")
            for warning in warnings:
                messages.warning(request, warning)
            return redirect("dossiers_text", dossier.pk, version.number)
    context = {
        "title": f"写第 {seen + 1} 稿",
        "crumbs": crumbs_of(dossier, "写文稿"),
        "dossier": dossier,
        "typed": typed,
        "filed": filed,
        "form": form,
        "refusal": refusal,
        "newest": newest,
    }
    return render(request, "dossiers/draft.html", context, status=422 if request.method == "POST" else 200)


def _save(
    request: HttpRequest, dossier: Dossier, data: dict[str, Any]
) -> tuple[DraftVersion, tuple[str, ...]]:
    file = data.get("file")
    if file is None:
        try:
            reading = read_bytes("文稿.txt", data["text"].encode())
        except Unreadable as error:
            raise Refused([reason(error.code, str(error))], act=SAVE) from error
    else:
        found, reasons = read_document(file.name, file.read())
        file.seek(0)
        refuse_if(reasons, act=SAVE)
        assert found is not None  # else there is a reason
        reading = found
    version = save_version(
        by=request.user, dossier=dossier, text=reading.text, seen=data["seen"], note=data["note"], file=file
    )
    return version, reading.warnings
