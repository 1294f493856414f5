"""Public content in which a waiver was taken back: it stays public, and its unit is told to mend it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import DecisionKind
from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.models import BasePage, Dataset, FindingDecision
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.queries.waivers import revoked_hits, revoked_marks
from gongkai.clearance.rules.revoking import REVOKED
from gongkai.clearance.scanning import Hit
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.upkeep import Evidence, Finder, Found, register_finder
from gongkai.clearance.versions import DocumentVersion, RowsVersion, Version

FINDER_REVOKED = "clearance.waiver_revoked"


def public_with_revoked(target: Any) -> list[Hit]:
    """Hits that stand in what the public reads of an object, of which a waiver was taken back and none given since."""
    version = _public_version(target)
    if version is None:
        return []
    kind, key = base_type_of(target).pk, str(target.pk)
    marks = revoked_marks(FindingDecision.objects.filter(content_type=kind, object_id=key)).get((kind, key))
    return revoked_hits(target, version, is_urgent=False, marks=marks) if marks else []


def _public_version(target: Any) -> Version | None:
    if shape_of(target).live_version_id is None:
        return None
    if isinstance(target, Dataset):
        return RowsVersion(target.live_version) if target.live_version else None
    return DocumentVersion(target.live_revision, target.live_revision.as_object())


def find_revoked(as_of: date) -> Iterable[Found]:
    """Public pages in which a waiver was taken back: looked at one by one, for there are as few as such acts."""
    kind = base_type_of(BasePage()).pk
    rows = FindingDecision.objects.filter(what=DecisionKind.REVOCATION, content_type=kind)
    latest = {row.object_id: row for row in rows.order_by("pk")}
    for page in BasePage.objects.filter(pk__in=latest, live=True).order_by("pk"):
        hits = public_with_revoked(page.specific)
        if hits:
            yield _found(page, hits, latest[str(page.pk)])


def _found(page: BasePage, hits: list[Hit], latest: FindingDecision) -> Found:
    day = timezone.localdate(latest.at)
    label = latest.get_kind_display()
    return Found(
        page=page.pk,
        remedy=Remedy.CORRECT,
        reason=f"{day:%Y-%m-%d} 有 {len(hits)} 处阻断问题的放行被撤回，公开的内容里还有。",
        cause=f"{latest.pk}\n" + "\n".join(sorted(hit.mark for hit in hits)),
        evidence=(
            Evidence(label, latest.text, reverse("clearance:findings", args=["clearance.BasePage", page.pk])),
        ),
    )


register_finder(Finder(FINDER_REVOKED, "放行已撤回", REVOKED, find_revoked))
