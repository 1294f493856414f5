"""What numbers and the outside register tell others: the workbench, the search, the jobs, the duties that divide by them."""

from datetime import date

from django.urls import reverse

from gongkai.core.denominators import Denominator, register_denominator
from gongkai.duties.dossiers import (
    finders_intake,
    finders_numbers,
    notices_intake,
    notices_register,
    tasks_archive,
    tasks_intake,
    tasks_register,
    todos_intake,
    todos_register,
)
from gongkai.duties.dossiers.queries.reconciling import to_be_public

__all__ = [
    "finders_intake",
    "finders_numbers",
    "notices_intake",
    "notices_register",
    "tasks_archive",
    "tasks_intake",
    "tasks_register",
    "todos_intake",
    "todos_register",
]


def _register(day: date) -> Denominator | None:
    counted = to_be_public(day)
    return Denominator(*counted, reverse("dossiers_reconcile")) if counted else None


register_denominator("dossiers.register", _register)
