"""Interpretations owed, on the 工作台: the office sees all of them, a unit its own."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.clearance.verbs import OVERSEE, SUBMIT
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_worked_for
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.duties.interpretations.queries import debts_shown_to, is_overdue

LIMIT = 20


def load_todos(user: User, today: date) -> list[Todo]:
    """Debts not yet paid, the most urgent first."""
    debts = debts_shown_to(user)
    if not may(user, OVERSEE):
        if not may(user, SUBMIT):
            return []
        debts = debts.filter(policy__unit__in=unit_ids_worked_for(user, today))
    return [
        Todo(
            Shelf.LATE,
            f"补发解读：{debt.policy.title}",
            f"{debt.policy.unit or '没有写明单位'}，因“{debt.emergency}”先行公开，限期补发解读和图解。",
            reverse("interpretations_sync", args=[debt.policy_id]),
            "去补发",
            due_on=debt.due_on,
            lamp="red" if is_overdue(debt, today) else "amber",
            lamp_text="已超期" if is_overdue(debt, today) else "限期内",
        )
        for debt in debts[:LIMIT]
    ]


register_todos("interpretations", load_todos)
