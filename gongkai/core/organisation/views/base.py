"""What the organisation's screens share."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from gongkai.core.organisation.forms import StaffForm
from gongkai.core.organisation.verbs import VIEW
from gongkai.core.reasons import Refused

Crumbs = list[dict[str, str]]


class Screen(VerbRequiredMixin, TemplateView):
    """A staff screen for those who may do ``verb``; everybody else is told so."""

    verb: Verb = VIEW
    title = ""
    lead = ""
    parent: tuple[str, str] | None = None

    @property
    def user(self) -> User:
        """The person at the screen."""
        return self.request.user

    def get_title(self) -> str:
        """The heading; screens about one thing name it."""
        return self.title

    def crumbs(self) -> Crumbs:
        """The way here."""
        found = [{"title": "机构与人员", "url": reverse("organisation:units")}]
        if self.parent is not None:
            found.append({"title": self.parent[0], "url": reverse(self.parent[1])})
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = self.get_title()
        crumbs = [*self.crumbs(), {"title": title, "url": ""}]
        return super().get_context_data(title=title, lead=self.lead, crumbs=crumbs, **kwargs)


class FormScreen(Screen):
    """A screen with one form and one act. A refusal is shown in the form; what was typed stays."""

    template_name = "organisation/form.html"
    form_class: type[StaffForm]
    submit = "保存"
    done = "已保存。"

    def get_initial(self) -> dict[str, Any]:
        """What the fields hold at first."""
        return {}

    def make_form(self, data: Any = None) -> StaffForm:
        """The form, bound or not."""
        return self.form_class(data, initial=self.get_initial())

    def act(self, form: StaffForm) -> str:
        """Do it; answers where to go next. May raise :class:`Refused`."""
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                target = self.act(form)
            except Refused as refusal:
                form.refuse(refusal)
            else:
                messages.success(request, self.done)
                return redirect(target)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", None)
        if kwargs["form"] is None:
            kwargs["form"] = self.make_form()
        return super().get_context_data(submit=self.submit, **kwargs)
