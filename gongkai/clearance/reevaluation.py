"""What re-evaluation is set by, and what other floors may tell it. Pure data.

register_given_counts(lambda pages: {12: 4})   # the desk for applications: page → how often it was given
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the department sets: its Chinese name, unit, default and bounds. No law gives any of them."""

    label: str
    unit: str
    default: int
    least: int
    most: int


PARAMETERS: dict[str, Parameter] = {
    "start_month": Parameter("每年几月前开始评估", "月", 10, 1, 12),
    "due_days": Parameter("开始后几天内办完", "个日历日", 45, 7, 180),
    "follow_days": Parameter("决定公开后几天内上线", "个工作日", 20, 5, 120),
    "old_years": Parameter("形成满几年提示", "年", 5, 1, 50),
    "given_times": Parameter("同一信息依申请提供几次提示", "次", 3, 2, 100),
}

GivenCounts = Callable[[Collection[int]], Mapping[int, int]]
_GIVEN: list[GivenCounts] = []


def register_given_counts(load: GivenCounts) -> None:
    """Let whoever answers applications tell how often each of some pages was given to an applicant."""
    _GIVEN[:] = [load]


def given_counts(pages: Collection[int]) -> Mapping[int, int]:
    """How often pages, by key, were given on application; nothing where nobody can tell."""
    return _GIVEN[0](pages) if _GIVEN and pages else {}
