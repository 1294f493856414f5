"""What the screens of supervision have in common."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.views.generic import TemplateView

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.verbs import Verb, may
from gongkai.duties.supervision.verbs import READ


class SupervisionView(VerbRequiredMixin, TemplateView):
    """A screen that needs a verb."""

    verb: Verb = READ
    title = "任务督办"
    act = "打开任务督办"

    def crumbs(self) -> list[dict[str, str]]:
        """Where the screen hangs; the last one is itself."""
        return [{"title": "任务督办", "url": reverse("supervision_board")}, {"title": self.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"title": self.title, "crumbs": self.crumbs(), "act": self.act}
        return super().get_context_data(**context, **kwargs)

    def may(self, verb: Verb) -> bool:
        """Whether the person at the screen has a verb."""
        return may(self.request.user, verb)
