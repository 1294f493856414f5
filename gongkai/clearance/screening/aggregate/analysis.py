"""From the tables of one content, and those that are public, to what they make known together. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.clearance.screening.aggregate.about_facilities import find_facility_risks
from gongkai.clearance.screening.aggregate.about_people import (
    find_differences,
    find_growth_of_people,
    find_joins,
    find_small_groups,
)
from gongkai.clearance.screening.aggregate.limits import Limits
from gongkai.clearance.screening.aggregate.profiles import Profile
from gongkai.clearance.screening.aggregate.risks import Risk

_ORDER = {"block": 0, "justify": 1, "hint": 2}


def find_risks(profiles: Sequence[Profile], public: Sequence[Profile], limits: Limits) -> list[Risk]:
    """Every risk of putting ``profiles`` beside ``public``, the gravest first.

    A version that is public already stands in neither twice: what bears the same source is left out of ``public``.
    """
    own = {(profile.source.owner, profile.source.version) for profile in profiles}
    others = [one for one in public if (one.source.owner, one.source.version) not in own]
    found = [
        *find_joins(profiles, others),
        *find_small_groups(profiles, limits),
        *find_growth_of_people(profiles, others, limits),
        *find_differences(profiles, others, limits),
        *find_facility_risks(profiles, others, limits),
    ]
    return sorted(found, key=lambda risk: _ORDER[risk.level])


def find_risks_within(profiles: Sequence[Profile], limits: Limits) -> list[Risk]:
    """Every risk of handing all of these out in one piece: a bulk exit."""
    return find_risks(profiles, [], limits)
