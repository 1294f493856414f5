"""A period with its unit, never a bare number of days."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core.workdays.enums import Unit

_LONGEST = {Unit.WORKDAY: 9_999, Unit.DAY: 36_500, Unit.MONTH: 1_200, Unit.YEAR: 100}


@dataclass(frozen=True, slots=True)
class Duration:
    """``n`` of a unit, at least one and at most a century. Raises ``ValueError`` otherwise."""

    n: int
    unit: Unit

    def __post_init__(self) -> None:
        object.__setattr__(self, "unit", Unit(self.unit))
        if isinstance(self.n, bool) or not isinstance(self.n, int):
            raise ValueError("a duration counts whole units")
        if not 1 <= self.n <= _LONGEST[self.unit]:
            raise ValueError(f"a duration lies between 1 and {_LONGEST[self.unit]} {self.unit.name.lower()}s")

    def __str__(self) -> str:
        return f"{self.n}{self.unit.label}"

    def __add__(self, other: Duration) -> Duration:
        """A period and its extension. Raises ``ValueError`` for different units."""
        if not isinstance(other, Duration):
            return NotImplemented
        if other.unit is not self.unit:
            raise ValueError("only durations of one unit can be added")
        return Duration(self.n + other.n, self.unit)


def workdays(n: int) -> Duration:
    """``n`` 个工作日."""
    return Duration(n, Unit.WORKDAY)


def days(n: int) -> Duration:
    """``n`` 日, calendar days."""
    return Duration(n, Unit.DAY)


def months(n: int) -> Duration:
    """``n`` 个月."""
    return Duration(n, Unit.MONTH)


def years(n: int) -> Duration:
    """``n`` 年."""
    return Duration(n, Unit.YEAR)
