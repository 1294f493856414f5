"""Who is asked to countersign, what each said, who may answer for whom; and the track's source for 会签."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.models import Unit, UnitName
from gongkai.core.organisation.queries import grantors_for, posts_on
from gongkai.core.organisation.queries.responsible import unit_ids_worked_for, with_predecessors
from gongkai.duties.dossiers import joints
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.models import (
    CountersignOpinion,
    CountersignRequest,
    CountersignRuling,
    DraftVersion,
    StepReturn,
)
from gongkai.duties.dossiers.rules.countersigning import Asked, standing_of
from gongkai.duties.dossiers.rules.track import Done
from gongkai.duties.dossiers.verbs import COUNTERSIGN

_ORDER = {step: place for place, step in enumerate(Step)}


def open_requests(keys: Collection[int]) -> QuerySet[CountersignRequest]:
    """Requests of these dossiers that nobody has withdrawn."""
    return CountersignRequest.objects.filter(dossier__in=keys, withdrawn_at__isnull=True).select_related(
        "unit"
    )


def returned_at(keys: Collection[int], step: Step) -> dict[int, datetime]:
    """When each dossier was last sent back to a step or one before it: what was done there before counts no more."""
    found: dict[int, datetime] = {}
    for row in StepReturn.objects.filter(dossier__in=keys):
        if _ORDER[Step(row.to_step)] <= _ORDER[step]:
            found[row.dossier_id] = max(row.at, found.get(row.dossier_id, row.at))
    return found


def newest_opinions(requests: Collection[int]) -> dict[int, CountersignOpinion]:
    """The newest opinion of each request (one query)."""
    newest = (
        CountersignOpinion.objects.filter(request__in=requests).values("request").annotate(last=Max("pk"))
    )
    rows = CountersignOpinion.objects.filter(pk__in=newest.values("last"))
    rows = rows.select_related("request", "version", "by", "acted_for", "paper", "ruling__by").defer(
        "version__data"
    )
    return {row.request_id: row for row in rows}


def standing_opinions(requests: Collection[int]) -> dict[int, CountersignOpinion]:
    """The newest opinion of each request that still counts: none that is older than the dossier's return (three queries)."""
    newest = newest_opinions(requests)
    returns = returned_at({one.request.dossier_id for one in newest.values()}, Step.COUNTERSIGN)
    return {
        key: one
        for key, one in newest.items()
        if one.request.dossier_id not in returns or one.at > returns[one.request.dossier_id]
    }


def ruling_of(opinion: CountersignOpinion | None) -> CountersignRuling | None:
    """What a leader ruled on an opinion."""
    return getattr(opinion, "ruling", None) if opinion is not None else None


def newest_numbers(keys: Collection[int]) -> dict[int, int]:
    """The number of each dossier's newest version (one query)."""
    rows = (
        DraftVersion.objects.filter(dossier__in=keys)
        .order_by()
        .values_list("dossier")
        .annotate(Max("number"))
    )
    return dict(rows)


def _asked(request: CountersignRequest, opinion: CountersignOpinion | None) -> Asked:
    if opinion is None:
        return Asked(request.name)
    return Asked(
        request.name, Verdict(opinion.verdict), opinion.version.number, ruling_of(opinion) is not None
    )


def _countersigned(keys: Collection[int]) -> dict[int, joints.Known]:
    """The track's source: done when all have spoken; it does not hold while somebody disagrees."""
    groups: dict[int, list[CountersignRequest]] = defaultdict(list)
    for request in open_requests(keys):
        groups[request.dossier_id].append(request)
    opinions = standing_opinions([one.pk for group in groups.values() for one in group])
    numbers = newest_numbers(groups)
    found = {}
    for key, group in groups.items():
        asked = [_asked(one, opinions.get(one.pk)) for one in group]
        standing = standing_of(asked, numbers.get(key, 0))
        done = {}
        if standing.is_done:
            said = [opinions[one.pk] for one in group]
            at = max(one.at for one in said)
            on = max(one.dated_on or timezone.localdate(one.at) for one in said)
            say = (
                f"{'、'.join(standing.against)}不同意" if standing.against else f"{standing.count} 个单位会签"
            )
            done[Step.COUNTERSIGN] = Done(at, say, standing.version, on=on, holds=not standing.against)
        waits = standing.waits_for
        pending = {Step.COUNTERSIGN: waits} if waits else {}
        found[key] = joints.Known(done, pending, standing.count)
    return found


joints.register_source("countersigned", _countersigned)


def units_led_by(user: User, day: date) -> frozenset[int]:
    """Units that a person heads on a day, and those these answer for."""
    posts = posts_on(day).filter(user=user, kind=PostKind.HEAD)
    return with_predecessors(posts.values_list("unit", flat=True), day)


def signed_for(user: User, day: date) -> dict[int, User | None]:
    """Units for which a person may sign: those they head (None), and those of heads who let them sign (the head)."""
    found: dict[int, User | None] = {}
    for grantor in grantors_for(user, COUNTERSIGN.code, day).order_by("pk"):
        found |= dict.fromkeys(units_led_by(grantor, day), grantor)
    return found | dict.fromkeys(units_led_by(user, day))


def own_unit_names() -> frozenset[str]:
    """Every name under which a unit of the department is or was known: none of them is an outside organ."""
    ours = Unit.objects.exclude(kind=UnitKind.EXTERNAL)
    named = {name for pair in ours.values_list("name", "short_name") for name in pair if name}
    return frozenset(named | set(UnitName.objects.filter(unit__in=ours).values_list("text", flat=True)))


def is_asked(user: User, dossier: int, day: date) -> bool:
    """Whether a person works in one of the units that are asked to countersign a dossier."""
    return dossier in asked_among(user, [dossier], day)


def asked_among(user: User, dossiers: Collection[int], day: date) -> set[int]:
    """Those of these dossiers that a unit of this person is asked to countersign; no query where there are none."""
    if not dossiers:
        return set()
    rows = open_requests(dossiers).filter(unit__in=unit_ids_worked_for(user, day)).order_by()
    return set(rows.values_list("dossier", flat=True))
