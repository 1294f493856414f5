"""Reasons, not booleans: what a rule answers, and how a use case refuses.

Pure: imports nothing of Django. A rule returns a list of :class:`Reason`, empty when nothing speaks against the
act. A use case raises :class:`Refused` with every reason at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.core.basis import Basis


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something may not be done.

    ``code`` names the rule; ``message`` is a whole Chinese sentence that names the thing; ``basis`` is what it
    stands on; ``remedy`` is the Chinese way out; ``field`` the form field it belongs to, ``url`` where to mend it.
    """

    code: str
    message: str
    basis: Basis
    remedy: str = ""
    field: str = ""
    url: str = ""

    def as_data(self) -> dict[str, str]:
        """Plain data for JSON: an answer to a fetch, or a record of why something was held up."""
        return {
            "code": self.code,
            "message": self.message,
            "basis": self.basis.citation,
            "remedy": self.remedy,
            "field": self.field,
        }


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the rule book: its code, duty number (0–14), Chinese text and basis."""

    code: str
    duty: int
    text: str
    basis: Basis

    def reason(self, message: str = "", *, remedy: str = "", field: str = "", url: str = "") -> Reason:
        """A reason under this rule; the rule's own text where no message is given."""
        return Reason(self.code, message or self.text, self.basis, remedy, field, url)


RULES: dict[str, Rule] = {}


def define_rule(code: str, duty: int, text: str, basis: Basis) -> Rule:
    """Enter a rule into the rule book and return it. Raises ``ValueError`` if the code is taken."""
    rule = Rule(code, duty, text, basis)
    if RULES.setdefault(code, rule) != rule:
        raise ValueError(f"rule {code!r} is defined twice")
    return rule


class Refused(Exception):
    """An act was refused; ``reasons`` holds every reason, in the order in which to read them."""

    def __init__(self, reasons: Iterable[Reason], *, act: str = "") -> None:
        self.reasons: tuple[Reason, ...] = tuple(reasons)
        self.act = act
        super().__init__("；".join(reason.message for reason in self.reasons))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that refused, in order."""
        return tuple(reason.code for reason in self.reasons)


def refuse_if(reasons: Iterable[Reason], *, act: str = "") -> None:
    """Raise :class:`Refused` when there is any reason; ``act`` is the Chinese name of what was tried."""
    found = tuple(reasons)
    if found:
        raise Refused(found, act=act)
