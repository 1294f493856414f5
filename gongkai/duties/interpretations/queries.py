"""Documents that go public in step, and how far each has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.clearance.models import BasePage, InterpretationDebt, JointRelease
from gongkai.clearance.queries.sealing import sealed_ids, without_sealed
from gongkai.clearance.queries.standing import pages_with_standing
from gongkai.core.accounts.models import User
from gongkai.duties.interpretations.enums import SyncState
from gongkai.duties.interpretations.models import InfographicPage, InterpretationPage

MAX_CANDIDATES = 200


def synced_documents() -> QuerySet[BasePage]:
    """Public documents under our own signature that say something new, newest first."""
    return BasePage.objects.filter(live=True, needs_joint=True).order_by("-first_published_at", "-pk")


HAS_TEXT = Q(joint_release__interpretation__live=True)
HAS_CHART = Q(joint_release__infographic__live=True)
OWES = Q(interpretation_debt__isnull=False, interpretation_debt__paid_at__isnull=True)


def documents_in(state: str) -> QuerySet[BasePage]:
    """Those of :func:`synced_documents` in a state; any other text means all."""
    documents = synced_documents()
    if state == SyncState.COMPLETE:
        return documents.filter(HAS_TEXT & HAS_CHART)
    if state == SyncState.TEXT:
        return documents.filter(HAS_TEXT)
    if state == SyncState.CHART:
        return documents.filter(HAS_CHART)
    if state == SyncState.LACKING:
        return documents.exclude(pk__in=documents.filter(HAS_TEXT & HAS_CHART).order_by().values("pk"))
    return documents


def open_debts() -> QuerySet[InterpretationDebt]:
    """Debts not yet paid, the most urgent first; those without a settled date come last."""
    debts = InterpretationDebt.objects.filter(paid_at__isnull=True)
    return debts.select_related("policy__unit", "approved_by").order_by("due_on", "pk")


def debts_shown_to(user: User | None) -> QuerySet[InterpretationDebt]:
    """The open debts less those of documents that are sealed from a person; without one, from anybody."""
    return open_debts().exclude(policy__in=sealed_ids(user, BasePage))


def is_overdue(debt: InterpretationDebt, today: date) -> bool:
    """Whether an unpaid debt's last day has passed."""
    return debt.paid_at is None and debt.due_on is not None and debt.due_on < today


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pages that may be chosen for a document: its own ones, and those that belong to none."""

    texts: tuple[InterpretationPage, ...]
    charts: tuple[InfographicPage, ...]


def candidates_for(policy: BasePage, user: User) -> Candidates:
    """The newest free pages of each kind, after the ones tied already; none that is sealed from the person."""
    joint = JointRelease.objects.filter(policy=policy.pk).first()
    own = (joint.interpretation_id, joint.infographic_id) if joint else ()
    taken = JointRelease.objects.exclude(policy=policy.pk)
    texts = InterpretationPage.objects.exclude(pk__in=taken.values("interpretation")).only("draft_title")
    charts = InfographicPage.objects.exclude(pk__in=taken.values("infographic")).only("draft_title")
    return Candidates(*(_own_first(without_sealed(pages, user), own) for pages in (texts, charts)))


def _own_first(pages: QuerySet, own: tuple[int, ...]) -> tuple:  # type: ignore[type-arg]
    newest = list(pages.exclude(pk__in=own).order_by("-pk")[:MAX_CANDIDATES])
    return (*pages.filter(pk__in=own), *newest)


def members_of(policy: BasePage) -> list[BasePage]:
    """The document and its companions as they are tied now, each with ``standing``."""
    joint = JointRelease.objects.filter(policy=policy.pk).first()
    order = [policy.pk, *((joint.interpretation_id, joint.infographic_id) if joint else ())]
    pages = pages_with_standing(BasePage.objects.filter(pk__in=order)).in_bulk()
    return [pages[pk] for pk in order]
