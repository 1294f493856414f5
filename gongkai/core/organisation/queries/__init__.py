"""The read side of the organisation: who works where, what a name means, what became of a unit."""

from gongkai.core.organisation.queries.names import directory_on, name_on, resolve_names
from gongkai.core.organisation.queries.posts import (
    delegates_of,
    grantors_for,
    heads_of,
    own_unit_among,
    posts_on,
    stand_ins_of,
    unit_ids_of,
    units_of,
)
from gongkai.core.organisation.queries.responsible import (
    responsible_ids,
    responsible_unit,
    unit_ids_worked_for,
    with_predecessors,
    works_for,
)

__all__ = [
    "delegates_of",
    "directory_on",
    "grantors_for",
    "heads_of",
    "name_on",
    "own_unit_among",
    "posts_on",
    "resolve_names",
    "responsible_ids",
    "responsible_unit",
    "stand_ins_of",
    "unit_ids_of",
    "unit_ids_worked_for",
    "units_of",
    "with_predecessors",
    "works_for",
]
