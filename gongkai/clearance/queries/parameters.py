"""What is in force of the parameters of proofreading and of the pace of review."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.models.proofreading import ReviewParameter
from gongkai.clearance.rules.parameters import PARAMETERS, Parameter, Settings


def settings_in_force() -> Settings:
    """The values that the office set, over the defaults (one query)."""
    rows = ReviewParameter.objects.filter(code__in=PARAMETERS)
    return Settings(dict(rows.values_list("code", "value")))


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """A parameter, its value in words, and what the office wrote about it, if it set it."""

    parameter: Parameter
    shown: str
    own: ReviewParameter | None


def parameter_rows() -> list[ParameterRow]:
    """Every parameter in its order (one query)."""
    own = {row.code: row for row in ReviewParameter.objects.select_related("set_by")}
    return [
        ParameterRow(
            one, one.shown(own[one.code].value if one.code in own else one.default), own.get(one.code)
        )
        for one in PARAMETERS.values()
    ]
