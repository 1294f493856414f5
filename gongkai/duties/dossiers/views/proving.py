"""送审证明包: what goes with a document of 省政府、省政府办公厅 to the review outside."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from gongkai.core.accounts.access import verb_required
from gongkai.duties.dossiers.usecases.proving import take_proof
from gongkai.duties.dossiers.verbs import READ
from gongkai.duties.dossiers.views.base import dossier_for


@verb_required(READ)
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The package; what is missing is told on one page."""
    dossier = dossier_for(request, pk)
    file = take_proof(by=request.user, dossier=dossier)
    name = f"{dossier.code} 送审证明包.zip"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
