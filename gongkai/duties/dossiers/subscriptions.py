"""What numbers and the outside register tell others: the workbench, the search, the jobs, the duties that divide by them."""

from datetime import date

from django.db.models.signals import post_delete, post_save
from django.urls import reverse

from gongkai.clearance.models import JointRelease
from gongkai.core.denominators import Denominator, register_denominator
from gongkai.duties.dossiers import (
    finders_intake,
    finders_numbers,
    notices_filing,
    notices_intake,
    notices_register,
    tasks_archive,
    tasks_filing,
    tasks_intake,
    tasks_register,
    todos_intake,
    todos_register,
)
from gongkai.duties.dossiers.models import IssuedNumber, NumberSeries, RegisterEntry
from gongkai.duties.dossiers.queries.reconciling import to_be_public
from gongkai.duties.dossiers.queries.register_noted import forget_register
from gongkai.duties.policies.models import PolicyDocument

__all__ = [
    "finders_intake",
    "finders_numbers",
    "notices_filing",
    "notices_intake",
    "notices_register",
    "tasks_archive",
    "tasks_filing",
    "tasks_intake",
    "tasks_register",
    "todos_intake",
    "todos_register",
]


def _register(day: date) -> Denominator | None:
    counted = to_be_public(day)
    return Denominator(*counted, reverse("dossiers_reconcile")) if counted else None


register_denominator("dossiers.register", _register)

for kept in (RegisterEntry, IssuedNumber, NumberSeries, PolicyDocument, JointRelease):
    post_save.connect(forget_register, sender=kept, dispatch_uid=f"dossiers.register.{kept.__name__}")
    post_delete.connect(forget_register, sender=kept, dispatch_uid=f"dossiers.register.{kept.__name__}")
