"""清理与遮盖: what is hidden in a file, what is taken out of it, and what is masked."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from wagtail.admin import messages

from gongkai.clearance.cleaning import Cleaned
from gongkai.clearance.enums import ScreenState
from gongkai.clearance.file_keys import key_of
from gongkai.clearance.forms_cleaning import CleaningForm, RedactionForm
from gongkai.clearance.models import Attachment, Picture
from gongkai.clearance.queries.cleaning import (
    cleanings_of,
    hidden_in_file,
    is_scanned,
    mask_choices,
    may_change_file,
    scan_of_file,
)
from gongkai.clearance.queries.files import uses_of_file
from gongkai.clearance.queries.screening import progress_of
from gongkai.clearance.rules.cleaning import CLEAN_RIGHT
from gongkai.clearance.rules.files import named_uses
from gongkai.clearance.tasks import scan_when_committed
from gongkai.clearance.usecases.cleaning import CleanedFile, clean_file, preview_cleaning, redact_file
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused, refuse_if

MODELS: dict[str, Any] = {"attachment": Attachment, "picture": Picture}


def clean(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One file: look, preview, clean, mask. Whoever may edit it; for the others it is not there."""
    row = get_object_or_404(MODELS[kind] if kind in MODELS else Attachment.objects.none(), pk=pk)
    if row.screen_state == ScreenState.REMOVED:
        raise Http404("这份文件已经移除。")
    if not may_change_file(request.user, row):
        refuse_if(
            [CLEAN_RIGHT.reason("您不能编辑这份文件。", remedy="请由上传人或能编辑它的人办理。")],
            act="清理文件",
        )
    scan = scan_of_file(row)
    choices = mask_choices(scan)
    form = RedactionForm(choices=choices, initial={"sha256": row.sha256})
    preview, refusal = None, None
    if request.method == "POST":
        form, preview, refusal, made = _act(request, row, choices)
        if made is not None:
            return _done(request, kind, made)
    elif not is_scanned(scan):
        scan_when_committed([key_of(row)])
        scan = scan_of_file(row)
    context = _context(row, kind, scan, form) | {
        "preview": preview,
        "refusal": refusal,
        "choices": _shown(choices, form),
    }
    is_refused = refusal is not None or bool(form.is_bound and form.errors)
    return render(request, "clearance/clean.html", context, status=409 if is_refused else 200)


def _act(
    request: HttpRequest, row: Any, choices: list[Any]
) -> tuple[RedactionForm, Cleaned | None, Refused | None, CleanedFile | None]:
    act = request.POST.get("act", "")
    fresh = RedactionForm(choices=choices, initial={"sha256": row.sha256})
    sha256 = request.POST.get("sha256", "")[:64]
    form = RedactionForm(request.POST, choices=choices) if act == "redact" else fresh
    try:
        if act == "redact":
            if not form.is_valid():
                return form, None, None, None
            made = redact_file(by=request.user, file=row, sha256=sha256, picks=form.picks, words=form.lines)
            return form, None, None, made
        if act == "clean":
            return fresh, None, None, clean_file(by=request.user, file=row, sha256=sha256)
        return fresh, preview_cleaning(by=request.user, file=row, sha256=sha256), None, None
    except Refused as error:
        return form, None, place_refusal(error, form) if act == "redact" else error, None


def _shown(choices: list[Any], form: RedactionForm) -> list[tuple[Any, bool]]:
    """Each finding, and whether it is ticked: what was ticked stays so when something is refused."""
    ticked = set(form.data.getlist("findings")) if form.is_bound else set()  # type: ignore[union-attr]
    return [(one, one.key in ticked) for one in choices]


def _context(row: Any, kind: str, scan: Any, form: RedactionForm) -> dict[str, Any]:
    hidden = hidden_in_file(scan)
    uses = uses_of_file(row)
    return {
        "title": "清理与遮盖",
        "lead": str(row),
        "row": row,
        "kind": kind,
        "is_pdf": str(row.file.name).lower().endswith(".pdf"),
        "scan": scan,
        "is_scanned": is_scanned(scan),
        "progress": progress_of(scan) if scan is not None else "等待检查",
        "hidden": hidden,
        "cleanable": sum(one.can_clean for one in hidden),
        "form": form,
        "clean_form": CleaningForm(initial={"sha256": row.sha256}),
        "records": cleanings_of(row),
        "used_by": named_uses(uses) if uses else "",
        "edit_url": _edit_url(kind, row.pk),
    }


def _edit_url(kind: str, pk: int) -> str:
    return reverse("wagtaildocs:edit" if kind == "attachment" else "wagtailimages:edit", args=[pk])


def _done(request: HttpRequest, kind: str, made: CleanedFile) -> HttpResponse:
    done = "已清理" if not made.record.masked else f"已遮盖 {made.record.masked} 处"
    if made.record.is_new:
        messages.success(
            request,
            f"{done}，另存为“{made.file}”。原来的文件还有内容在用，没有动；请在内容里换用新的，重新送审。",
        )
    else:
        messages.success(request, f"{done}，新文件已换上。请打开看一遍，再送审。")
    for line in made.record.left:
        messages.warning(request, f"没有处理：{line}")
    return redirect("clearance:clean_file", kind, made.file.pk)
