"""审查表 as a download: of one slip, and of all that were closed in a period."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from gongkai.clearance.forms_sheet import ArchiveForm
from gongkai.clearance.models import ReviewSlip
from gongkai.clearance.rules.sheet import MOST_SHEETS
from gongkai.clearance.usecases.sheet import ARCHIVE, archive_sheets, print_sheet
from gongkai.clearance.verbs import ARCHIVE_SHEETS, READ_SLIPS
from gongkai.core.accounts.access import verb_required
from gongkai.core.forms import place_refusal
from gongkai.core.reasons import Refused


@verb_required(READ_SLIPS)
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of one slip."""
    slips = ReviewSlip.objects.select_related("unit", "submitted_by", "handed_to")
    slip = get_object_or_404(slips, pk=pk)
    response = HttpResponse(print_sheet(by=request.user, slip=slip), content_type="application/pdf")
    name = f"审查表{slip.number}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@verb_required(ARCHIVE_SHEETS)
def archive(request: HttpRequest) -> HttpResponseBase:
    """The form that asks for the period; sent, the archive."""
    form = ArchiveForm(request.POST if request.method == "POST" else None)
    refusal, status = None, 200
    if request.method == "POST":
        status = 409
        if form.is_valid():
            try:
                return _download(request, form)
            except Refused as refused:
                refusal = place_refusal(refused, form)
    context = {
        "title": ARCHIVE,
        "lead": "取一段日期内办结的审查单，每单一张审查表，连同目录打成一个压缩包，供立卷归档。",
        "crumbs": [{"title": "审查", "url": reverse("clearance:board")}, {"title": ARCHIVE, "url": ""}],
        "form": form,
        "refusal": refusal,
        "most": MOST_SHEETS,
    }
    return render(request, "clearance/archive_sheets.html", context, status=status)


def _download(request: HttpRequest, form: ArchiveForm) -> FileResponse:
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    content = archive_sheets(by=request.user, first=first, last=last)
    name = f"审查表{first:%Y%m%d}-{last:%Y%m%d}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
