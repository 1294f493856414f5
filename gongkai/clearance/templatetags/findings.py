"""Template tags of the screening engine: ``{% load findings %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse

from gongkai.clearance.findings_shown import summary_of
from gongkai.clearance.models import GatedMixin
from gongkai.clearance.queries.screening import screening_of
from gongkai.clearance.versions import DocumentVersion
from gongkai.clearance.views.targets import label_of

register = template.Library()


@register.inclusion_tag("clearance/editor_panel.html")
def findings_panel(document: Any) -> dict[str, Any]:
    """``{% findings_panel page %}``: what the machine finds in a document as its editor shows it, counted, with the way
    to all of it. The text is scanned here and now, so it is never older than what was saved.
    """
    if not isinstance(document, GatedMixin) or document.pk is None:
        return {"found": None}
    screening = screening_of(document, DocumentVersion(None, document))
    address = reverse("clearance:findings", args=[label_of(document), document.pk])
    return {"found": summary_of(screening), "url": address}
