"""The rule book as plain data."""

from __future__ import annotations

from typing import TypedDict

from gongkai.core.reasons import RULES, Rule
from gongkai.core.rulebook.loading import load_every_rule


class RuleRow(TypedDict):
    """One rule as `gongkai rules --json` prints it. ``since`` is an ISO date, or None where it is not known."""

    code: str
    duty: int
    text: str
    basis: str
    citation: str
    basis_text: str
    certainty: str
    since: str | None


def rules_in_order() -> list[RuleRow]:
    """Every rule, by duty and code."""
    load_every_rule()
    return [_row(rule) for rule in sorted(RULES.values(), key=lambda rule: (rule.duty, rule.code))]


def _row(rule: Rule) -> RuleRow:
    basis = rule.basis
    return RuleRow(
        code=rule.code,
        duty=rule.duty,
        text=rule.text,
        basis=basis.code,
        citation=basis.citation,
        basis_text=basis.text,
        certainty=basis.certainty.value,
        since=basis.since.isoformat() if basis.since else None,
    )
