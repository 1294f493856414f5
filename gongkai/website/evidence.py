"""How duty 11 stands: columns are kept up, the site says what it must of itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from gongkai.core.evidence import EvidenceProvider, EvidenceState, Figure, register_evidence
from gongkai.website.queries import columns_kept, columns_without_time

_NAMED = 5


def figures(as_of: date) -> Sequence[Figure]:
    """Columns that keep their update time, of those that have one; public columns without one."""
    kept = columns_kept()
    url = reverse("wagtailadmin_pages:type_use", args=["website", "columnpage"])
    in_time = sum(not column.reasons(as_of) for column in kept)
    without = columns_without_time()
    return (
        Figure("按时更新的栏目", in_time, len(kept), url),
        Figure("没有设更新时限的栏目", without, None, url),
    )


def missing(as_of: date) -> Sequence[str]:
    """Columns that have outstayed their time, by name; the parts of the duty that are still to be built."""
    resting = [f"“{column.title}”" for column in columns_kept() if column.reasons(as_of)]
    named = "、".join(resting[:_NAMED]) + (f"等 {len(resting)} 个栏目" if len(resting) > _NAMED else "")
    found = [f"{named}超过更新时限"] if resting else []
    return [*found, "可用性与链接检查、改版管理的功能尚未建成"]


def state(as_of: date, numbers: Sequence[Figure], gaps: Sequence[str]) -> EvidenceState:
    """Failing where a column has outstayed its time; never met while parts are missing."""
    kept, without = numbers
    if not kept.target and not without.value:
        return EvidenceState.NOT_STARTED
    return EvidenceState.AT_RISK if kept.value == kept.target else EvidenceState.FAILING


register_evidence(EvidenceProvider(11, "website", "厅网站栏目、格式体例、改版", figures, missing, state))
