"""认可更正: what the page of a public document says now is what the document says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gongkai.core.accounts.access import verb_required
from gongkai.duties.dossiers.enums import PaperKind, Route
from gongkai.duties.dossiers.forms import CorrectionForm
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.history_wording import may_be_corrected, pieces_of_correction
from gongkai.duties.dossiers.rules.history_wording import MAX_MISPRINT
from gongkai.duties.dossiers.usecases.history_wording import accept_correction
from gongkai.duties.dossiers.verbs import ADOPT_HISTORY
from gongkai.duties.dossiers.views.base import act_screen, dossier_for, proof_of
from gongkai.duties.policies.models import PolicyDocument


@verb_required(ADOPT_HISTORY)
def correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Accept the newest draft of the page as what the document says."""
    dossier = dossier_for(request, pk)
    shown = _to_compare(dossier)

    def act(form: forms.Form) -> Any:
        paper = None
        if "file" in form.fields:
            title = "更正凭据"
            paper = proof_of(form, by=request.user, dossier=dossier, kind=PaperKind.OTHER, title=title)
        return accept_correction(
            by=request.user,
            dossier=dossier,
            seen=form.cleaned_data["seen"],
            reason=form.cleaned_data["reason"],
            paper=paper,
        )

    def make(*args: Any, **kwargs: Any) -> forms.Form:
        return CorrectionForm(*args, dossier=dossier, **kwargs)

    return act_screen(
        request,
        dossier,
        title="认可更正",
        lead="先由起草单位把页面改好、存为草稿；没有经手的办公室人员对照原件认可，页面再审查上线。",
        make=make,
        act=act,
        submit="认可更正",
        done="已认可更正。页面仍要审查以后上线。",
        template="dossiers/correct.html",
        context=shown,
        initial={"seen": shown["newest"]},
    )


def _to_compare(dossier: Dossier) -> dict[str, Any]:
    """What the newest draft of the page changes, where the words before are known."""
    page = PolicyDocument.objects.filter(pk=dossier.page_id).first()
    newest = page.get_latest_revision_as_object() if page is not None else None
    if newest is None or not may_be_corrected(dossier, newest):
        return {"differs": False, "newest": 0}
    return {
        "differs": True,
        "newest": newest.latest_revision_id,
        "most": MAX_MISPRINT,
        "pieces": pieces_of_correction(dossier, newest),
        "is_history": dossier.route == Route.HISTORY,
    }
