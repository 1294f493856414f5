"""Who may do what, as texts tell it, is what the matrix says."""

from __future__ import annotations

import re
from pathlib import Path

from gongkai.clearance.rules.sealing import SEALED, UNSEAL_RIGHT, sealed_reason
from gongkai.clearance.rules.withdrawal import NO_RIGHT_TO_PURGE
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.verbs import Verb, holders_of

ROOT = Path(__file__).resolve().parents[3]


def test_roles_stand_in_their_order() -> None:
    verb = Verb("x.y", "事", frozenset({Role.LEADER, Role.DRAFTER, Role.SECRECY}))
    assert holders_of(verb) == "起草人员、保密审查、厅领导"
    assert holders_of(verb, joined_by="或") == "起草人员、保密审查或厅领导"
    assert holders_of(Verb("x.z", "事", frozenset({Role.WEB}))) == "网站运维"


def test_who_may_purge_is_told_from_the_matrix() -> None:
    told = (SEALED.text, UNSEAL_RIGHT.text, sealed_reason().message, NO_RIGHT_TO_PURGE.text)
    for text in told:
        assert [role for role in Role if role.label in text] == [role for role in Role if role in PURGE.roles]


def test_nobody_spells_it_out_again() -> None:
    """In code and screens; the manual is prose."""
    spelt = re.compile(r"保密审查[^，。；]{0,4}[、和或]\s*厅领导")
    files = [path for kind in ("*.py", "*.html") for path in (ROOT / "gongkai").rglob(kind)]
    assert [str(path) for path in files if spelt.search(path.read_text(encoding="utf-8"))] == []
