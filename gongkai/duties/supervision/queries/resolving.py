"""The register of units as the parser asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import directory_on
from gongkai.core.organisation.rules import Ambiguous, Directory, Expanded, Resolved, Unknown, resolve_run
from gongkai.duties.supervision.rules.naming import Resolution
from gongkai.duties.supervision.rules.values import UnitRef


@dataclass(frozen=True)
class RegisterOnDay:
    """Reads names in the directory of one day."""

    directory: Directory
    day: date

    def resolve(self, text: str, earlier: Sequence[str]) -> Resolution:
        """What a name means after the earlier ones of its run; loosely named groups stay open."""
        meaning = resolve_run([*earlier, text], self.day, self.directory)[-1]
        if isinstance(meaning, Resolved):
            return Resolution(self._refs(meaning.unit_ids))
        if isinstance(meaning, Expanded):
            if meaning.is_open:
                return Resolution(candidates=self._refs(meaning.unit_ids), is_open=True)
            return Resolution(self._refs(meaning.unit_ids))
        if isinstance(meaning, Ambiguous):
            return Resolution(candidates=self._refs(meaning.candidates), is_ambiguous=True)
        assert isinstance(meaning, Unknown)  # the last of the four
        return Resolution(candidates=self._refs([s.unit_id for s in meaning.suggestions]))

    def _refs(self, unit_ids: Sequence[int]) -> tuple[UnitRef, ...]:
        return tuple(UnitRef(unit_id, self.directory.units[unit_id].name) for unit_id in unit_ids)


def register_on(day: date) -> RegisterOnDay | None:
    """The register on a day; none where no unit is entered yet."""
    if not Unit.objects.exists():
        return None
    return RegisterOnDay(directory_on(day), day)
