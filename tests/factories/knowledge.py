"""Term lists and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.models import ListTerm, TermList
from gongkai.clearance.usecases.knowledge import set_term, set_term_list
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Unit
from tests.factories.people import make_unit, make_user

_numbers = count(1)
LONG_AGO = date(2020, 1, 1)


def make_list(*words: str, by: User | None = None, **given: Any) -> TermList:
    """A list in force since long ago, with words; closed ones are made by 保密审查."""
    keeper = by or make_user(Role.SECRECY if given.get("is_closed") else Role.OFFICE)
    usual: dict[str, Any] = {
        "name": f"词表{next(_numbers)}",
        "level": FindingLevel.HINT,
        "kind": FindingKind.TERM,
        "unit": Unit.objects.first() or make_unit("办公室"),
        "source": "本厅自编",
        "valid_from": LONG_AGO,
        "valid_until": None,
        "is_in_use": True,
        "is_closed": False,
    }
    row = set_term_list(by=keeper, term_list=None, **{**usual, **given})
    for word in words:
        add_word(row, word, by=keeper)
    return row


def add_word(row: TermList, text: str, *, by: User, unless: Sequence[str] = (), **given: Any) -> ListTerm:
    """One word of a list."""
    usual = {"suggestion": "", "note": "", "valid_from": None, "valid_until": None}
    return set_term(by=by, term_list=row, term=None, text=text, unless=unless, **{**usual, **given})


def make_own_name(name: str = "示例省交通运输厅") -> Unit:
    """The department itself."""
    unit = make_unit(name, kind=UnitKind.DEPARTMENT)
    unit.short_name = ""
    unit.save()
    return unit
