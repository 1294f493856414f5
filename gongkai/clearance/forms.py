"""Forms of the gate."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.forms import WagtailAdminPageForm

from gongkai.core.organisation.queries import units_of


class GatedPageForm(WagtailAdminPageForm):
    """Base form of every gated page: a new page starts in the writer's own unit."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "unit" in self.fields and self.instance.pk is None and self.for_user is not None:
            self.fields["unit"].initial = units_of(self.for_user, timezone.localdate()).first()
