"""Words in bulk: upload, preview, confirm; and out again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.clearance.forms_knowledge import TermsFileForm
from gongkai.clearance.models import TermList
from gongkai.clearance.queries.term_lists import Preview, draft_of, preview_of, reasons_against_keeping_for
from gongkai.clearance.rules.term_files import COLUMNS
from gongkai.clearance.term_files import rows_of
from gongkai.clearance.usecases.knowledge import export_terms, import_terms, put_terms_aside, read_terms_in
from gongkai.clearance.usecases.screening import screen_upload
from gongkai.clearance.verbs import KEEP_KNOWLEDGE
from gongkai.clearance.views.knowledge_parts import crumbs
from gongkai.clearance.views.term_lists import way_to
from gongkai.core.accounts.access import verb_required
from gongkai.core.exports.writers import Table, csv_response, xlsx_response
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused, refuse_if

SHOWN = 50
"""Rows of each kind that a preview lists."""


@verb_required(KEEP_KNOWLEDGE)
def import_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload, preview and confirmation on one address."""
    row = get_object_or_404(TermList, pk=pk)
    refuse_if(reasons_against_keeping_for(request.user, row), act="导入词表")
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = TermsFileForm(request.POST, request.FILES) if act == "upload" else TermsFileForm()
    refusal, status = None, 200
    try:
        if act == "confirm":
            return _confirm(request, row)
        if act == "aside":
            put_terms_aside(by=request.user, term_list=row)
            return redirect(way_to(row)[1])
        if act == "upload":
            status = 422
            if form.is_valid():
                _upload(request, row, form)
                return redirect("clearance:knowledge_import", pk=row.pk)
    except Refused as error:
        refusal, status = place_refusal(error, form if act == "upload" else None), 409
    return render(
        request, "clearance/knowledge_import.html", _context(request, row, form, refusal), status=status
    )


def _context(
    request: HttpRequest, row: TermList, form: TermsFileForm, refusal: Refused | None
) -> dict[str, object]:
    draft = draft_of(request.user, row)
    preview = preview_of(draft, request.user, timezone.localdate()) if draft is not None else None
    return {
        "title": f"导入到“{row}”",
        "crumbs": crumbs("导入", way_to(row)),
        "row": row,
        "form": form,
        "refusal": refusal,
        "draft": draft,
        "preview": preview,
        "parts": _parts(preview) if preview is not None else [],
        "shown": SHOWN,
        "columns": COLUMNS,
    }


def _parts(preview: Preview) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """What comes, changes and repeats: heading, number, the first rows of it as (word, what is said of it)."""
    changes = preview.changes
    said = [
        ("新增", len(changes.new), [(one.text, one.suggestion) for one in changes.new[:SHOWN]]),
        ("改动", len(changes.changed), [(one.text, one.suggestion) for one in changes.changed[:SHOWN]]),
        (
            "别的词表里也有",
            len(preview.elsewhere),
            [(text, f"已在“{name}”") for text, name in preview.elsewhere[:SHOWN]],
        ),
        ("词表里有、文件里没有", len(changes.gone), [(text, "") for text in changes.gone[:SHOWN]]),
    ]
    return [part for part in said if part[1]]


def _upload(request: HttpRequest, row: TermList, form: TermsFileForm) -> None:
    file = form.cleaned_data["file"]
    screen_upload(name=file.name, file=file)
    file.seek(0)
    read_terms_in(by=request.user, term_list=row, source=file.name, rows=rows_of(file.name, file.read()))


def _confirm(request: HttpRequest, row: TermList) -> HttpResponse:
    draft = draft_of(request.user, row)
    if draft is None:
        messages.warning(request, "这份文件已经导入或放弃了。")
        return redirect(way_to(row)[1])
    counts = import_terms(
        by=request.user,
        draft=draft,
        seen=request.POST.get("seen", ""),
        end_missing="end_missing" in request.POST,
    )
    said = f"已导入：新增 {counts['new']} 个词，改动 {counts['changed']} 个，停用 {counts['ended']} 个。立即生效。"
    messages.success(request, said)
    return redirect(way_to(row)[1])


@verb_required(KEEP_KNOWLEDGE)
@require_POST
def export_words(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """All words of a list as a file that can be imported again; who took it stays on record."""
    row = get_object_or_404(TermList, pk=pk)
    writers = {"csv": csv_response, "xlsx": xlsx_response}
    if form not in writers:
        raise Http404
    terms = export_terms(by=request.user, term_list=row)
    columns = terms.values_list("text", "suggestion", "note", "unless", "valid_from", "valid_until")
    return writers[form](Table(row.name, COLUMNS, columns.iterator(chunk_size=2000)))
