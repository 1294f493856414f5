"""The ground that the tests of one module stand on: a department with its live columns, walked through the gate once.

What is made here stays for the module, so a test never gets these objects themselves: it may change what it gets.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from django.db import connection

from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from gongkai.duties.policies.models import PolicyIndexPage
from tests.factories.gate import Department, make_column, make_companion_column, make_department


@dataclass(frozen=True)
class Ground:
    """A department and its live column, as they were made. Read them anew for every test."""

    _made: Department
    _column: int

    def department(self) -> Department:
        """The unit and its people as the database has them."""
        posts = [field.name for field in fields(self._made) if field.name != "unit"]
        people = User.objects.in_bulk([getattr(self._made, post).pk for post in posts])
        return replace(
            self._made,
            unit=Unit.objects.get(pk=self._made.unit.pk),
            **{post: people[getattr(self._made, post).pk] for post in posts},
        )

    def column(self) -> PolicyIndexPage:
        """The column as the database has it."""
        return PolicyIndexPage.objects.get(pk=self._column)


def make_ground() -> Ground:
    """A department and its live column."""
    department = make_department()
    ground = Ground(department, make_column(department).pk)
    _check()
    return ground


def add_companion_column(ground: Ground) -> None:
    """The live column in which interpretations and infographics stand."""
    make_companion_column(ground.department())
    _check()


def _check() -> None:
    """Settle what PostgreSQL would check at the commit, which does not come: a test may want to alter these tables."""
    connection.check_constraints()
