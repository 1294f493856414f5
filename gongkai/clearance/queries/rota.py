"""What filling the duty roster for a stretch of days would write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.utils import timezone

from gongkai.clearance.enums import RotaDays
from gongkai.clearance.models import DutyShift
from gongkai.clearance.rules.rota import FillFacts, TurnFacts, days_wanted, reasons_against_filling, turn_on
from gongkai.clearance.verbs import CONFIGURE, REVIEW_FINAL, REVIEW_OFFICE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Reason
from gongkai.core.workdays.queries import calendar_for

Turn = tuple[User, User]
"""Who leads and who checks while it is their week."""


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A day of the stretch; ``kept`` is the shift that it has already and that stays."""

    day: date
    leader: User
    checker: User
    kept: DutyShift | None = None


@dataclass(frozen=True, slots=True)
class Rota:
    """A stretch, the pairs that take turns and what would be written for each day."""

    first: date
    last: date
    wanted: RotaDays
    turns: Sequence[Turn]
    shifts: Sequence[PlannedShift]
    years_without_table: Sequence[int]

    @property
    def new(self) -> list[PlannedShift]:
        """The days that would get a shift."""
        return [shift for shift in self.shifts if shift.kept is None]

    @property
    def kept(self) -> list[PlannedShift]:
        """The days that have a shift already."""
        return [shift for shift in self.shifts if shift.kept is not None]

    @property
    def digest(self) -> str:
        """The same as long as the same would be written."""
        lines = (f"{shift.day} {shift.leader.pk} {shift.checker.pk}" for shift in self.new)
        return sha256("\n".join(lines).encode()).hexdigest()


def rota_for(*, first: date, last: date, wanted: RotaDays, turns: Sequence[Turn]) -> Rota:
    """What would be written, the pair of each week in turn (three queries)."""
    calendar = calendar_for()
    days = days_wanted(first, last, wanted, calendar)
    taken = DutyShift.objects.filter(day__range=(first, last)).select_related("leader", "checker")
    kept = {shift.day: shift for shift in taken}
    shifts = []
    for day in days:
        leader, checker = turns[turn_on(day, first, len(turns))]
        shifts.append(PlannedShift(day, leader, checker, kept.get(day)))
    years = [year for year in range(first.year, last.year + 1) if year not in calendar.years]
    return Rota(first, last, wanted, turns, shifts, years)


def reasons_against_filling_for(user: User, rota: Rota, *, seen: str | None) -> list[Reason]:
    """Every reason why this person may not write it; ``seen`` is the digest of the preview, none for the preview."""
    return reasons_against_filling(
        FillFacts(
            may_configure=may(user, CONFIGURE),
            today=timezone.localdate(),
            first=rota.first,
            last=rota.last,
            wanted=rota.wanted,
            days=[shift.day for shift in rota.shifts],
            free=[shift.day for shift in rota.new],
            turns=[_turn_facts(*turn) for turn in rota.turns],
            is_as_seen=seen is None or seen == rota.digest,
            years_without_table=rota.years_without_table,
        )
    )


def _turn_facts(leader: User, checker: User) -> TurnFacts:
    return TurnFacts(
        is_one_person=leader.pk == checker.pk,
        leader_is_suited=not leader.is_frozen and may(leader, REVIEW_FINAL),
        checker_is_suited=not checker.is_frozen and may(checker, REVIEW_OFFICE),
    )
