"""What is not public, and the people who look at it again each year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.clearance.enums_reevaluation import Conclusion, GroundCheck, ReviewSide
from gongkai.clearance.models import ClosedItem, ReevaluationItem, ReevaluationRound
from gongkai.clearance.queries.reevaluation_steps import Asked
from gongkai.clearance.usecases.reevaluation import open_reevaluation_round
from gongkai.clearance.usecases.reevaluation_deciding import (
    confirm_conclusion,
    propose_conclusion,
    review_conclusion,
)
from gongkai.clearance.usecases.reevaluation_register import enter_closed_item
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.gate import Department, make_department
from tests.factories.people import make_user

_numbers = count(1)
KEEP = Asked(conclusion=Conclusion.MAINTAIN, reason="还在讨论。", check=GroundCheck.HOLDS)
OPEN = Asked(conclusion=Conclusion.TO_PROACTIVE, reason="决定已经作出。", check=GroundCheck.GONE)
PART = Asked(conclusion=Conclusion.PARTIAL, reason="隐去报价，其余公开。", check=GroundCheck.HOLDS)
ASK = Asked(conclusion=Conclusion.TO_REQUEST, reason="只有相关企业需要。", check=GroundCheck.GONE)


@dataclass
class House:
    """A division and whoever takes part in re-evaluation."""

    department: Department
    legality: User
    secrecy: User
    other_office: User

    @property
    def drafter(self) -> User:
        """Who puts conclusions forward."""
        return self.department.drafter

    @property
    def office(self) -> User:
        """Who runs rounds and confirms."""
        return self.department.office


def make_house() -> House:
    """With everybody there."""
    return House(
        make_department(),
        legality=make_user(Role.LEGALITY, name="法制员"),
        secrecy=make_user(Role.SECRECY, name="保密员"),
        other_office=make_user(Role.OFFICE, name="办公室另一人"),
    )


def values(**changes: Any) -> dict[str, Any]:
    """An entry as a form gives it."""
    return {
        "title": f"某审查意见{next(_numbers)}",
        "number": "",
        "code": "",
        "formed_on": date(2024, 3, 1),
        "disclosure": Disclosure.WITHHELD.value,
        "ground": WithheldGround.PROCESS.value,
        "process_ended_on": None,
        "secrecy_until": None,
        "given_times": 0,
        **changes,
    }


def stub_values(**changes: Any) -> dict[str, Any]:
    """A state secret as a form gives it: code name and nothing else."""
    secret = {
        "title": "",
        "formed_on": None,
        "ground": WithheldGround.STATE_SECRET.value,
        "code": "A-2023-07",
    }
    return values(**{**secret, **changes})


def enter(house: House, **changes: Any) -> ClosedItem:
    """An entry of the division's."""
    written = stub_values(**changes) if changes.pop("secret", False) else values(**changes)
    return enter_closed_item(by=house.drafter, unit=house.department.unit, responsible=None, values=written)


def open_round(house: House, year: int | None = None) -> ReevaluationRound:
    """A round of this year over what there is."""
    today = timezone.localdate()
    return open_reevaluation_round(by=house.office, year=year or today.year, due_on=today + timedelta(45))


def conclude(house: House, item: ReevaluationItem, asked: Asked = KEEP) -> ReevaluationItem:
    """All steps of one item, each by its own person."""
    item = propose_conclusion(by=house.drafter, item=item, asked=asked)
    if asked.conclusion != Conclusion.MAINTAIN:
        for side, person in ((ReviewSide.LEGALITY, house.legality), (ReviewSide.SECRECY, house.secrecy)):
            item = review_conclusion(by=person, item=item, side=side, agrees=True, note="同意")
    return confirm_conclusion(by=house.office, item=item)
