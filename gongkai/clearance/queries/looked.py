"""What one request or one act looks at: each member decoded, screened and laid beside what is public once, when asked.

Whoever begins the request or the act makes these and hands them to every question. They are thrown away with it: what
people decide and what lists say changes from one to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from typing import Any

from gongkai.clearance.models.review import ReviewSlip, SlipItem
from gongkai.clearance.queries.aggregation import Evidence, Public, evidence_for, standing_facts
from gongkai.clearance.queries.editors import editors_since_clearance
from gongkai.clearance.queries.screening import Screening, screening_of
from gongkai.clearance.rules.aggregation import StandingFacts
from gongkai.clearance.versions import Version, version_of


class Looked:
    """An object at one version; what the engine finds in it and what it combines with are asked once, and only if asked.

    ``public`` is shared by all that are looked at together.
    """

    def __init__(self, target: Any, version: Version, public: Public) -> None:
        self.target = target
        self.version = version
        self._public = public

    @cached_property
    def screening(self) -> Screening:
        """What the engine finds in it, with what was decided about it."""
        return screening_of(self.target, self.version)

    @cached_property
    def evidence(self) -> Evidence:
        """What it makes known beside what is public."""
        return evidence_for(self.target, self.version, self._public)

    @cached_property
    def standing(self) -> StandingFacts:
        """How its assessment stands."""
        return standing_facts(self.target, self.version.title, self.evidence)


class LookedItem:
    """One item of a slip: its version, and the object with it while there is one."""

    def __init__(self, item: SlipItem, public: Public) -> None:
        self.item = item
        self._public = public

    @cached_property
    def version(self) -> Version:
        """What was sent, read once."""
        return version_of(self.item)

    @cached_property
    def looked(self) -> Looked | None:
        """The object at this version; None where it is gone."""
        found: Any = self.item.target
        target = getattr(found, "specific", found)
        return Looked(target, self.version, self._public) if target is not None else None


class LookedSlip:
    """What a slip carries."""

    def __init__(self, slip: ReviewSlip) -> None:
        self.slip = slip

    @cached_property
    def items(self) -> list[LookedItem]:
        """Its items, in the order in which they were sent."""
        public = Public()
        rows = self.slip.items.select_related("revision__content_type", "dataset_version__dataset")
        return [LookedItem(item, public) for item in rows]

    @property
    def members(self) -> list[Looked]:
        """Those whose object is still there."""
        return [looked for one in self.items if (looked := one.looked) is not None]

    @cached_property
    def editors(self) -> frozenset[int]:
        """Everybody who edited any member since it was last cleared before this slip."""
        found = (editors_since_clearance(one.target, sent_on=self.slip) for one in self.members)
        return frozenset(person for people in found for person in people)


_HANDED_ON: ContextVar[LookedSlip | None] = ContextVar("clearance_looked", default=None)


@contextmanager
def handed_on(looked: LookedSlip) -> Iterator[None]:
    """For what an act sets off through the workflow engine, which carries no arguments of ours."""
    token = _HANDED_ON.set(looked)
    try:
        yield
    finally:
        _HANDED_ON.reset(token)


def looked_on(slip: ReviewSlip) -> LookedSlip:
    """What the running act has looked at already, where it is about this slip; else a new look."""
    looked = _HANDED_ON.get()
    return looked if looked is not None and looked.slip.pk == slip.pk else LookedSlip(slip)
