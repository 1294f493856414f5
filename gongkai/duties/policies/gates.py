"""What the floors above have to say before a document is sent into review: each enters a gate, and the document asks all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gongkai.core.reasons import Reason

if TYPE_CHECKING:
    from gongkai.duties.policies.models import PolicyDocument

Gate = Callable[["PolicyDocument"], list[Reason]]
_GATES: dict[str, Gate] = {}


def register_gate(name: str, ask: Gate) -> None:
    """Enter ``ask(document)`` under a lasting name; the document is the version about to be sent."""
    _GATES[name] = ask


def reasons_at_gates(document: PolicyDocument) -> list[Reason]:
    """Everything that the gates have against a version of a document."""
    return [reason for name in sorted(_GATES) for reason in _GATES[name](document)]
