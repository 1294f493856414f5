"""Who gives out a paper: the department, its office, the unit of whoever signed; each under its name on the day."""

from __future__ import annotations

from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries.changes import units_existing_on
from gongkai.core.organisation.queries.names import name_on
from gongkai.core.organisation.queries.posts import units_of


def department_on(day: date) -> str:
    """The whole name of the department; empty before one is set up."""
    row = units_existing_on(day).filter(kind=UnitKind.DEPARTMENT).first()
    return name_on(row, day) if row is not None else ""


def office_on(day: date) -> str:
    """The department's office, which prints its documents; empty where the organisation has none."""
    rows = units_existing_on(day).filter(kind=UnitKind.OFFICE, parent__kind=UnitKind.DEPARTMENT)
    office = rows.first()
    return _whole(office, day) if office is not None else ""


def unit_of_signer(user: User, day: date) -> str:
    """The unit in whose name somebody signs on a day; the department where they hold no post."""
    unit = units_of(user, day).first()
    return _whole(unit, day) if unit is not None else department_on(day)


def _whole(unit: Unit, day: date) -> str:
    name, above = name_on(unit, day), department_on(day)
    if unit.kind == UnitKind.DEPARTMENT or name.startswith(above):
        return name
    return above + name.removeprefix(above[-1:])  # 厅办公室 of 某厅
