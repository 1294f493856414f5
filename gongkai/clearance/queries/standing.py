"""Where pages stand at the gate, in the query that loads them."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from gongkai.clearance.enums import OPEN_SLIP_STATES, GateState
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.release import Withdrawal
from gongkai.clearance.models.review import SlipItem


def pages_with_standing(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The same pages, each with ``standing`` (a value of :class:`GateState`).

    What is public is 已上线, whatever its next version is doing. A clearance counts for the latest revision
    only, and only if nothing was withdrawn after it.
    """
    page_type = ContentType.objects.get_for_model(BasePage)
    own = {"content_type": page_type, "object_id": Cast(OuterRef("pk"), CharField())}
    on_slip = SlipItem.objects.filter(**own, slip__state__in=OPEN_SLIP_STATES)
    withdrawn = Withdrawal.objects.filter(**own).order_by("-at").values("at")[:1]
    granted = Clearance.objects.filter(revision=OuterRef("latest_revision")).values("granted_at")[:1]
    is_cleared = Q(granted_at__isnull=False) & (
        Q(withdrawn_at__isnull=True) | Q(granted_at__gt=F("withdrawn_at"))
    )
    judged: QuerySet[Any] = pages.annotate(
        granted_at=Subquery(granted), withdrawn_at=Subquery(withdrawn)
    ).annotate(
        standing=Case(
            When(live=True, then=Value(GateState.LIVE.value)),
            When(Exists(on_slip), then=Value(GateState.IN_REVIEW.value)),
            When(is_cleared, then=Value(GateState.CLEARED.value)),
            When(withdrawn_at__isnull=False, then=Value(GateState.WITHDRAWN.value)),
            default=Value(GateState.DRAFT.value),
            output_field=CharField(),
        )
    )
    return judged
