"""In whose place a person acts in supervision, by written authority."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import grantors_for, own_unit_among, units_of
from gongkai.duties.supervision.verbs import CHECK, REPORT


def grantors_with(user: User, verb: Verb, day: date) -> list[User]:
    """People who may do something and let this person do it in their place on a day."""
    grantors = grantors_for(user, verb.code, day).filter(pk__in=people_with(verb).values("pk"))
    return list(grantors.order_by("pk"))


def may_check(user: User, day: date) -> bool:
    """Whether a person may check requests to close, with the right themselves or in another's place."""
    return may(user, CHECK) or bool(grantors_with(user, CHECK, day))


def units_told_for(user: User, day: date) -> list[Unit]:
    """The units for which a person may tell progress, gather, prove and ask for closing: their own first, then those of
    whoever let them do so in their place.
    """
    people = [user, *grantors_with(user, REPORT, day)]
    return list({unit.pk: unit for one in people for unit in units_of(one, day)}.values())


def unit_to_report_for(user: User, units: Iterable[Unit], day: date) -> tuple[Unit | None, User | None]:
    """The first of some units that a person may tell progress of, and in whose place; none for one's own."""
    asked = list(units)
    own = own_unit_among(user, asked, day)
    if own is not None:
        return own, None
    for grantor in grantors_with(user, REPORT, day):
        unit = own_unit_among(grantor, asked, day)
        if unit is not None:
            return unit, grantor
    return None, None
