"""Who may act on a day, for many slips at once: people with their roles, posts and delegations in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.clearance.enums import Step
from gongkai.clearance.models.review import DutyShift, FinalReviewTask, ReviewSlip
from gongkai.clearance.queries.gate import SCOPE_OF_STEP, shift_on
from gongkai.clearance.verbs import REVIEW_FINAL, REVIEW_OFFICE, REVIEW_UNIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.models import Delegation
from gongkai.core.organisation.queries import posts_on, responsible_ids
from gongkai.core.organisation.scopes import SCOPES
from gongkai.core.organisation.verbs import SERVE, WORK_FOR_ANY_UNIT


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who acts in another's place in one right, up to and including a day."""

    person: int
    scope: str
    until: date


@dataclass(frozen=True, slots=True)
class Office:
    """Everybody in office on a day."""

    names: Mapping[int, str]
    roles: Mapping[int, frozenset[str]]
    units: Mapping[int, frozenset[int]]
    heads: Mapping[int, frozenset[int]]
    heirs: Mapping[int, int]
    stand_ins: Mapping[int, tuple[StandIn, ...]]
    shift: DutyShift | None
    alternates: Mapping[int, int | None]

    def name(self, person: int) -> str:
        """The name of a person; of somebody who has left, that they have."""
        return self.names.get(person, "已离岗的人员")

    def holds(self, person: int, verb: Verb) -> bool:
        """Whether a person in office has a verb."""
        return bool(self.roles.get(person, frozenset()) & {role.value for role in verb.roles})

    def holders(self, verb: Verb) -> frozenset[int]:
        """Everybody in office who has a verb."""
        return frozenset(person for person in self.roles if self.holds(person, verb))

    def works_for(self, person: int, unit: int) -> bool:
        """Whether what a unit has in hand is the person's to work on, as ``core.organisation`` says of one."""
        own = self.units.get(person, frozenset())
        return self.holds(person, WORK_FOR_ANY_UNIT) or unit in own or self.heirs.get(unit) in own

    def reviewers(self, slip: ReviewSlip, step: Step, task: int) -> frozenset[int]:
        """Whose own office it is to decide a step of a slip, as :func:`queries.gate.reviewers_for` says of one."""
        if step == Step.UNIT_HEAD:
            heads = self.heads.get(slip.unit_id, frozenset())
            return frozenset(person for person in heads if self.holds(person, REVIEW_UNIT))
        if step == Step.OFFICE:
            return self.holders(REVIEW_OFFICE)
        if step == Step.DUTY_CHECK:
            return self._one(self.shift.checker_id if self.shift else None, REVIEW_OFFICE)
        if step == Step.DUTY_LEADER:
            return self._one(self.shift.leader_id if self.shift else None, REVIEW_FINAL)
        is_office = slip.unit.kind == UnitKind.OFFICE and task in self.alternates
        return self._one(self.alternates[task] if is_office else slip.unit.supervised_by_id, REVIEW_FINAL)

    def _one(self, person: int | None, verb: Verb) -> frozenset[int]:
        return frozenset({person}) if person is not None and self.holds(person, verb) else frozenset()

    def seats(self, own: frozenset[int], step: Step) -> dict[int, list[int | None]]:
        """Who may sit in the places of these people at a step, in whose: ``None`` is one's own place."""
        seats: dict[int, list[int | None]] = {person: [None] for person in sorted(own)}
        for grantor in sorted(own):
            for one in self.stand_ins.get(grantor, ()):
                if one.scope == SCOPE_OF_STEP[step]:
                    seats.setdefault(one.person, []).append(grantor)
        return seats


def office_on(day: date) -> Office:
    """Who may act on a day (seven queries whatever the number of people; a few more where units were merged)."""
    names: dict[int, str] = {}
    roles: dict[int, set[str]] = defaultdict(set)
    everybody = User.objects.in_office().order_by("pk")
    for pk, full, short, role in everybody.values_list("pk", "full_name", "username", "groups__name"):
        names[pk] = full or short
        roles[pk].add(role or "")
    units: dict[int, set[int]] = defaultdict(set)
    heads: dict[int, set[int]] = defaultdict(set)
    for user, unit, kind in posts_on(day).values_list("user", "unit", "kind"):
        units[user].add(unit)
        if kind == PostKind.HEAD:
            heads[unit].add(user)
    held = {person: frozenset(found) for person, found in roles.items()}
    return Office(
        names=names,
        roles=held,
        units={person: frozenset(found) for person, found in units.items()},
        heads={unit: frozenset(found) for unit, found in heads.items()},
        heirs=responsible_ids(day),
        stand_ins=_stand_ins(day, held),
        shift=shift_on(day),
        alternates=dict(FinalReviewTask.objects.values_list("pk", "alternate")),
    )


def _stand_ins(day: date, roles: Mapping[int, frozenset[str]]) -> dict[int, tuple[StandIn, ...]]:
    """Delegations of the rights of review that hold on a day, as :func:`grantors_for` reads them."""
    scopes = sorted({*SCOPE_OF_STEP.values()})
    rows = Delegation.objects.filter(
        scope__in=scopes, valid_from__lte=day, valid_until__gte=day, revoked_at__isnull=True
    )
    found: dict[int, dict[tuple[int, str], StandIn]] = defaultdict(dict)
    for grantor, delegate, scope, until in rows.order_by("valid_until").values_list(
        "grantor", "delegate", "scope", "valid_until"
    ):
        if grantor in roles and _suits(roles.get(delegate, frozenset()), scope):
            found[grantor][(delegate, scope)] = StandIn(delegate, scope, until)
    return {grantor: tuple(held.values()) for grantor, held in found.items()}


def _suits(roles: frozenset[str], scope: str) -> bool:
    def may(verb: Verb) -> bool:
        return bool(roles & {role.value for role in verb.roles})

    return may(SERVE) and any(may(verb) for verb in SCOPES[scope].delegates or (SERVE,))
