"""What the screens of a dossier's judgements share: one page with several forms, each an act; a refusal loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin import messages

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.forms import number_asked, place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.models import Dossier, Paper
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.verbs import READ
from gongkai.duties.dossiers.views.base import proof_of


@dataclass(frozen=True, slots=True)
class Act:
    """One form of a page: how it is made (from POST data, files and the row it is about), what it does, what is said then."""

    form: Callable[..., forms.Form]
    perform: Callable[[forms.Form, Any], object]
    done: str
    rows: models.QuerySet[Any] | None = None


class ActsView(VerbRequiredMixin, TemplateView):
    """A page about one dossier; ``act`` in what is posted names the form, ``row`` what it is about."""

    verb: Verb = READ
    page = ""
    title = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.user: Any = request.user
        self.today: date = timezone.localdate()
        if may(self.user, self.verb):  # whoever may not is told so below, before anything is looked up
            seen = dossiers_seen_by(self.user, self.today).select_related("unit", "drafter")
            self.dossier: Dossier = get_object_or_404(seen, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def acts(self) -> dict[str, Act]:
        """The forms of the page by name."""
        return {}

    def crumbs(self) -> list[dict[str, str]]:
        """Where the page hangs."""
        return [
            {"title": self.dossier.code, "url": reverse("dossiers_show", args=[self.dossier.pk])},
            {"title": self.title},
        ]

    def form_of(self, name: str, row: Any = None, **kwargs: Any) -> forms.Form:
        """The form of an act: as it was sent where it was refused, fresh otherwise."""
        bound = getattr(self, "bound", None)
        if bound is not None and bound[0] == name and bound[1] == row:
            return bound[2]  # type: ignore[no-any-return]
        key = f"{name}{row.pk}" if row is not None else name
        return self.acts()[name].form(auto_id=f"{key}_%s", **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "title": self.title,
            "lead": f"{self.dossier.title}（{self.dossier.unit}）",
            "crumbs": self.crumbs(),
            "dossier": self.dossier,
            "today": self.today,
        }
        return super().get_context_data(**context | kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        act = self.acts().get(name := request.POST.get("act", ""))
        if act is None:
            messages.error(request, "没有这项操作。请在页面上重新选择。")
            return redirect(self.page, pk)
        key = request.POST.get("row", "")
        row = get_object_or_404(act.rows, pk=number_asked(key) or 0) if act.rows is not None else None
        label = f"{name}{row.pk}" if row is not None else name
        form = act.form(data=request.POST, files=request.FILES, auto_id=f"{label}_%s")
        refusal = None
        if form.is_valid():
            try:
                act.perform(form, row)
            except Refused as refused:
                refusal = place_refusal(refused, form)
            else:
                messages.success(request, act.done)
                return redirect(self.page, pk)
        self.bound = (name, row, form)
        return self.render_to_response(self.get_context_data(refusal=refusal), status=422)

    def paper(self, form: forms.Form, kind: PaperKind, title: str) -> Paper | None:
        """The paper that a form is about, in the dossier. Raises ``Refused``."""
        return proof_of(form, by=self.user, dossier=self.dossier, kind=kind, title=title)
