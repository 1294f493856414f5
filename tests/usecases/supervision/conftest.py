"""One department, one office person, one head of a division."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.demo import load_demo_organisation
from gongkai.core.organisation.models import Unit
from tests.factories.people import make_user, post


@dataclass
class House:
    """The demonstration's units and a few people in them."""

    units: dict[str, Unit]
    office: User
    checker: User
    head: User
    drafter: User
    leader: User

    def unit(self, code: str) -> Unit:
        return self.units[code]


@pytest.fixture
def house(db: None) -> House:
    units = load_demo_organisation()
    office, checker = make_user(Role.OFFICE), make_user(Role.OFFICE)
    head, drafter = make_user(Role.UNIT_HEAD), make_user(Role.DRAFTER)
    for user, code in ((office, "bgs"), (checker, "bgs"), (head, "ysc"), (drafter, "ysc")):
        post(user, units[code])
    return House(units, office, checker, head, drafter, make_user(Role.LEADER))
