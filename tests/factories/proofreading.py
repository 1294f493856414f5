"""Proofreading around a slip: what the office asks for, colleagues who read, a text changed and sent again."""

from __future__ import annotations

from typing import Any

from gongkai.clearance.enums import ContentKind, ItemRole, ProofreadResult
from gongkai.clearance.models import BasePage, Proofreading, ReviewSlip
from gongkai.clearance.queries.proofreading import round_due
from gongkai.clearance.rules.parameters import PARAMETERS, rounds_code
from gongkai.clearance.usecases.parameters import set_review_parameter
from gongkai.clearance.usecases.proofreading import record_proofreading
from gongkai.clearance.usecases.submission import cancel_slip
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.gate import Department, submit, text
from tests.factories.people import make_user, post


def ask_for_rounds(rounds: int, kind: ContentKind = ContentKind.POLICY) -> None:
    """The office asks for so many rounds of a kind."""
    set_value(rounds_code(kind), rounds)


def set_value(code: str, value: int) -> None:
    """The office sets a parameter."""
    set_review_parameter(
        by=make_user(Role.OFFICE), parameter=PARAMETERS[code], value=value, source="厅务会纪要第5期"
    )


def make_colleague(department: Department, role: Role = Role.DRAFTER, name: str = "") -> User:
    """Somebody else of the unit, who has written nothing."""
    user = make_user(role, name=name)
    post(user, department.unit)
    return user


def read(
    by: User, slip: ReviewSlip, *, corrections: int = 0, note: str = "", number: int | None = None
) -> Proofreading:
    """Read the round that is due; corrections stand on the first item."""
    first = slip.items.order_by("pk").first()
    assert first is not None
    return record_proofreading(
        by=by,
        slip=slip,
        round=number or round_due(slip),
        result=ProofreadResult.CORRECTED if corrections else ProofreadResult.CLEAN,
        corrections={first.pk: corrections},
        note=note or ("第一段改一处。" if corrections else ""),
    )


def change_and_send_again(department: Department, slip: ReviewSlip, page: BasePage, words: str) -> ReviewSlip:
    """Take a slip back, change one of its texts, send the same package again."""
    cancel_slip(by=department.drafter, slip=slip)
    fresh: Any = BasePage.objects.get(pk=page.pk).specific
    fresh.body = text(f"<p>{words}</p>")
    fresh.save_revision(user=department.drafter)
    members = [(item.target.specific, ItemRole(item.role)) for item in slip.items.order_by("pk")]
    return submit(department, members)
