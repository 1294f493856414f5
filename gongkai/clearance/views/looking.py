"""Files that no machine could read, for the person who looks through them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.admin import messages

from gongkai.clearance.forms import LookForm, RemovalForm
from gongkai.clearance.models import Attachment, Picture
from gongkai.clearance.queries.files import everything_using_file, unread_files
from gongkai.clearance.rules.files import FileUse, named_uses
from gongkai.clearance.usecases.looking import look_at_file
from gongkai.clearance.usecases.removing import remove_secret_file
from gongkai.clearance.verbs import LOOK, REMOVE_FILE
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Refused

MODELS: dict[str, Any] = {"attachment": Attachment, "picture": Picture}
SHOWN = 100


def _waiting() -> list[tuple[str, Any]]:
    return [
        (kind, row)
        for kind, model in MODELS.items()
        for row in unread_files(model).select_related("stored_by").order_by("pk")[:SHOWN]
    ]


@verb_required(LOOK)
def unread(request: HttpRequest) -> HttpResponse:
    """Everything that waits to be looked through, oldest first."""
    lead = "机器不能完整读取的附件和图片。核对签名以前，使用它们的内容不能送审。"
    context = {"title": "待人工核对的文件", "lead": lead, "rows": _waiting()}
    return render(request, "clearance/unread.html", context)


@verb_required(LOOK)
def look(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One file: open it, then sign with a note."""
    row = get_object_or_404(MODELS[kind] if kind in MODELS else Attachment.objects.none(), pk=pk)
    form = LookForm(request.POST or None, initial={"sha256": row.sha256})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            look_at_file(by=request.user, file=row, **form.cleaned_data)
        except Refused as error:
            refusal = error
        else:
            messages.success(request, f"已核对“{row.title}”，使用它的内容可以送审了。")
            return redirect("clearance:unread")
    context = {"title": "人工核对文件", "lead": row.title, "row": row, "form": form, "refusal": refusal}
    context |= {"kind": kind, "may_remove": may(request.user, REMOVE_FILE)}
    return render(request, "clearance/look.html", context, status=409 if refusal else 200)


@verb_required(REMOVE_FILE)
def remove(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Confirm, then remove a file found secret; what uses it is named before and after."""
    row = get_object_or_404(MODELS[kind] if kind in MODELS else Attachment.objects.none(), pk=pk)
    form = RemovalForm(request.POST or None, initial={"sha256": row.sha256})
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            uses = remove_secret_file(by=request.user, file=row, sha256=form.cleaned_data["sha256"])
        except Refused as error:
            refusal = error
        else:
            return _removed(request, uses)
    uses = everything_using_file(row)
    context = {
        "title": "移除涉密文件",
        "lead": row.title,
        "row": row,
        "kind": kind,
        "form": form,
        "uses": uses,
    }
    context |= {"refusal": refusal, "is_public": any(use.is_public for use in uses)}
    return render(request, "clearance/remove_file.html", context, status=409 if refusal else 200)


def _removed(request: HttpRequest, uses: list[FileUse]) -> HttpResponse:
    messages.success(request, "已移除文件并拒收同样的文件。请按保密规定报告。")
    if uses:
        messages.warning(request, f"{named_uses(uses)}用着它，须去掉后才能送审、上线。")
    if any(use.is_public for use in uses):
        messages.warning(request, "正在公开的内容请立即作紧急清除。")
        return redirect("clearance:takedown")
    return redirect("clearance:unread")
