"""A version as an official document: PDF in the form of GB/T 9704-2012, DOCX for editing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.core.typeset.press import NoFontError
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.queries.frames import frame_of, text_to_print
from gongkai.duties.dossiers.queries.offered import print_of
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.verbs import READ
from gongkai.duties.dossiers.views.base import dossier_for

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@verb_required(READ)
@require_safe
def as_file(request: HttpRequest, pk: int, number: int, form: str) -> HttpResponseBase:
    """A version as a file (``form`` pdf or docx)."""
    dossier = dossier_for(request, pk)
    version = get_object_or_404(dossier.versions, number=number)
    signature = signature_of(dossier)
    is_signed = signature is not None and signature.version_id == version.pk
    signed_on = timezone.localdate(signature.signed_at) if signature is not None and is_signed else None
    text = text_to_print(OfficialText.from_data(version.data), dossier, signed_on)
    frame = frame_of(dossier, is_signed=is_signed)
    name = f"{dossier.code} 第{version.number}稿.{form}"
    if form == "docx":
        return _file(write_docx(text, frame), _DOCX, name)
    try:
        made = print_of(dossier, version, signature)
    except NoFontError:
        messages.error(
            request, "本机没有中文字体，不能排成 PDF。请网站运维安装 fonts-noto-cjk。可以先下载 DOCX。"
        )
        return redirect("dossiers_text", pk, number)
    return _file(made, "application/pdf", name)


def _file(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
