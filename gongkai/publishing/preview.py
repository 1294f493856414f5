"""Preview by the very view and template of the release."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.clearance.queries.sealing import seals_now
from gongkai.publishing.protocol import Built, Scope, builder_for
from gongkai.publishing.rendering import content_type_of, render


def built_from(instance: Any) -> Built:
    """What the release would hold of this page, saved or not, as of now; less what is sealed from whoever looks."""
    builder = builder_for(instance)
    scope = Scope(now=timezone.now(), withheld=seals_now().hashes)
    return builder.built(str(instance.pk or 0), builder.source_from(instance, scope), scope)


def render_preview(instance: Any) -> bytes:
    """The bytes that the release would hold of this page, saved or not."""
    return render(builder_for(instance), built_from(instance))


class BuiltPreviewMixin:
    """For page models: Wagtail's preview shows what the release would hold. Stands before the page class."""

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Called by Wagtail's preview panel with the unsaved object."""
        builder = builder_for(self)
        built = built_from(self)
        return HttpResponse(render(builder, built), content_type=content_type_of(built), status=built.status)
