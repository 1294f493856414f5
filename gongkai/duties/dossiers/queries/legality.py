"""Reviews of legality as they stand, what a file lacks, the reviewers' queue; and the track's source for 合法性审核."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Max, QuerySet
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.duties.dossiers import joints
from gongkai.duties.dossiers.enums import PaperKind, Step, StepState
from gongkai.duties.dossiers.enums_review import Conclusion, ReviewState
from gongkai.duties.dossiers.models import Dossier, DraftVersion, LegalityConfirmation, LegalityReview
from gongkai.duties.dossiers.queries.countersigning import returned_at
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.rules.legality import Material, MaterialFacts, materials_of
from gongkai.duties.dossiers.rules.track import ChainFacts, Done, track_of

OPEN = (ReviewState.SENT, ReviewState.ACCEPTED, ReviewState.LACKING)


def covered_versions(reviews: Collection[int]) -> dict[int, int]:
    """The newest version that each review was confirmed to cover, beyond its own (one query)."""
    rows = LegalityConfirmation.objects.filter(review__in=reviews).order_by()
    return dict(rows.values_list("review").annotate(Max("version__number")))


def _say(review: LegalityReview) -> str:
    where = f"{review.organ}：" if review.organ else ""
    return f"{where}{review.get_conclusion_display()}"


def _waits(review: LegalityReview) -> str:
    if review.state == ReviewState.SENT:
        return "等法制机构受理"
    if review.state == ReviewState.LACKING:
        return "等起草单位补正送审材料"
    return f"{review.accepted_by}审核中，{review.due_text}前出意见"


def _reviewed(keys: Collection[int]) -> dict[int, joints.Known]:
    """The track's source: the newest conclusion, with the newest version that it covers; what is open is pending."""
    rows = LegalityReview.objects.filter(dossier__in=keys).exclude(state=ReviewState.OVERTAKEN)
    reviews = list(rows.select_related("accepted_by", "version").defer("version__data"))
    covered = covered_versions([one.pk for one in reviews])
    returns = returned_at(keys, Step.LEGALITY)
    done: dict[int, Done] = {}
    pending: dict[int, str] = {}
    for one in reviews:
        if one.dossier_id in returns and one.sent_at <= returns[one.dossier_id]:
            continue
        if one.state in OPEN:
            pending[one.dossier_id] = _waits(one)
        elif one.concluded_at is not None:
            version = max(one.version.number, covered.get(one.pk, 0))
            holds = one.conclusion == Conclusion.LAWFUL
            day = one.dated_on or timezone.localdate(one.concluded_at)
            done[one.dossier_id] = Done(one.concluded_at, _say(one), version, on=day, holds=holds)
    return {
        key: joints.Known(
            {Step.LEGALITY: done[key]} if key in done else {},
            {Step.LEGALITY: pending[key]} if key in pending else {},
        )
        for key in done.keys() | pending.keys()
    }


joints.register_source("reviewed", _reviewed)


def material_facts(dossier: Dossier, facts: ChainFacts) -> MaterialFacts:
    """What lies in a dossier, for the list of what is sent (two queries)."""
    papers = dossier.papers.filter(void_at__isnull=True).values_list("kind", flat=True).distinct()
    track = track_of(facts)
    return MaterialFacts(
        papers=frozenset(PaperKind(kind) for kind in papers),
        needed=frozenset(view.step for view in track if view.state != StepState.UNNEEDED),
        settled=frozenset(view.step for view in track if view.state in (StepState.DONE, StepState.EXEMPT)),
        version=facts.version,
        has_determination=determined(dossier) is not None,
    )


def materials_for(dossier: Dossier, facts: ChainFacts) -> tuple[Material, ...]:
    """The list of what is sent, each with whether it is there."""
    return materials_of(material_facts(dossier, facts))


def open_review(dossier: Dossier) -> LegalityReview | None:
    """The review that is under way."""
    rows = dossier.legality_reviews.filter(state__in=OPEN)
    return rows.select_related("version", "sent_by", "accepted_by").order_by("-pk").first()


def state_of(review: LegalityReview) -> ReviewState:
    """Where a review stands; one that was sent before the dossier was sent back to this step or further is overtaken."""
    returned = returned_at([review.dossier_id], Step.LEGALITY).get(review.dossier_id)
    if returned is not None and review.sent_at <= returned:
        return ReviewState.OVERTAKEN
    return ReviewState(review.state)


def last_conclusion(dossier: Dossier) -> LegalityReview | None:
    """The newest review that was concluded."""
    rows = dossier.legality_reviews.filter(state=ReviewState.CONCLUDED)
    return rows.select_related("version", "concluded_by", "counsel", "paper").order_by("-pk").first()


def failed_on(dossier: Dossier, version: DraftVersion | None) -> str:
    """What the last standing opinion on a version said, where it was not 合法."""
    last = last_conclusion(dossier)
    if (
        last is None
        or version is None
        or last.version_id != version.pk
        or last.conclusion == Conclusion.LAWFUL
    ):
        return ""
    return str(last.get_conclusion_display()) if state_of(last) == ReviewState.CONCLUDED else ""


def failed_here(dossier: Dossier, version: DraftVersion | None) -> str:
    """What a reviewer last concluded in this system on these very words, where it was not 合法.

    Neither a return nor the same words sent in as a new version makes it forgotten; one recorded from paper may be
    recorded again (the clerk erred).
    """
    if version is None:
        return ""
    rows = dossier.legality_reviews.filter(organ="", version__digest=version.digest).exclude(conclusion="")
    last = rows.order_by("-pk").first()
    return "" if last is None or last.conclusion == Conclusion.LAWFUL else str(last.get_conclusion_display())


def covered_by(review: LegalityReview) -> int:
    """The number of the newest version that an opinion covers."""
    return max(review.version.number, covered_versions([review.pk]).get(review.pk, 0))


def is_writer(user: User, dossier: Dossier, review: LegalityReview | None) -> bool:
    """Whether a person drafted, edited or sent the text, and so does not review it."""
    return has_edited(user, dossier) or (review is not None and review.sent_by_id == user.pk)


SHELVES = {
    "waiting": "等受理",
    "running": "审核中",
    "near": "快超时",
    "late": "已超时",
    "lacking": "等补正",
    "done": "已出意见",
}
NEAR_DAYS = 3
"""Days before its last day from which a review counts as 快超时; house number."""


def shelf_of(review: LegalityReview, today: date) -> str:
    """On which shelf of the queue a review lies."""
    if review.state == ReviewState.SENT:
        return "waiting"
    if review.state == ReviewState.LACKING:
        return "lacking"
    if review.state == ReviewState.CONCLUDED:
        return "done"
    if review.is_late(today):
        return "late"
    is_near = review.due_on is not None and (review.due_on - today).days <= NEAR_DAYS
    return "near" if is_near else "running"


def queue() -> QuerySet[LegalityReview]:
    """Every review under way, soonest due first."""
    rows = LegalityReview.objects.filter(state__in=OPEN, dossier__ending="")
    return (
        rows.select_related("dossier__unit", "version", "sent_by", "accepted_by")
        .defer("version__data")
        .order_by("due_on", "pk")
    )


def concluded_lately(limit: int, seen: QuerySet[Dossier]) -> QuerySet[LegalityReview]:
    """The newest opinions, in the dossiers that somebody sees."""
    rows = LegalityReview.objects.filter(state=ReviewState.CONCLUDED, dossier__in=seen)
    rows = rows.select_related("dossier__unit", "version", "sent_by", "accepted_by", "concluded_by")
    return rows.defer("version__data").order_by("-concluded_at")[:limit]
