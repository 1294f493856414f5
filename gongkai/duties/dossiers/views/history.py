"""认可更正: what the page of a document of before says now is what the document says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from gongkai.core.accounts.access import verb_required
from gongkai.duties.dossiers.forms import ReasonForm
from gongkai.duties.dossiers.queries.history_wording import change_since
from gongkai.duties.dossiers.usecases.history_wording import accept_correction
from gongkai.duties.dossiers.verbs import ADOPT_HISTORY
from gongkai.duties.dossiers.views.base import act_screen, dossier_for
from gongkai.duties.policies.models import PolicyDocument


@verb_required(ADOPT_HISTORY)
def correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Accept the newest draft of the page as what the document says."""
    dossier = dossier_for(request, pk)

    def act(form: forms.Form) -> Any:
        return accept_correction(by=request.user, dossier=dossier, reason=form.cleaned_data["reason"])

    def make(*args: Any, **kwargs: Any) -> forms.Form:
        return ReasonForm(*args[:1], label="原来哪里录入有误，对照的是什么", **kwargs)

    page = PolicyDocument.objects.filter(pk=dossier.page_id).first()
    change = change_since(dossier, page.get_latest_revision_as_object()) if page is not None else None
    where = "页面的最新草稿与立卷时一致，没有要认可的更正。"
    if change is not None and change.differs:
        shown = f"原来“…{change.before}…”，现在“…{change.after}…”。" if change.before or change.after else ""
        where = f"页面的最新草稿与立卷时不同。{shown}请对照原件。"
    return act_screen(
        request,
        dossier,
        title="认可更正",
        lead=where,
        make=make,
        act=act,
        submit="认可更正",
        done="已认可更正。页面仍要审查以后上线。",
    )
