"""A new version of a data set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from gongkai.clearance.basis import INTEGRITY
from gongkai.core.reasons import Reason, define_rule

NO_RIGHT = define_rule("clearance.dataset.right", 13, "公开数据由办公室或网站运维编制新版本。", INTEGRITY)
NO_ROWS = define_rule("clearance.dataset.no_rows", 13, "数据版本至少要有一行内容。", INTEGRITY)
REPEATED_KEY = define_rule("clearance.dataset.repeated_key", 13, "同一版本内行键不得重复。", INTEGRITY)
UNDER_REVIEW = define_rule(
    "clearance.dataset.under_review", 13, "上一版本正在审查时，不另起新版本。", INTEGRITY
)
STALE = define_rule(
    "clearance.dataset.stale", 13, "新版本从最新的一版编起，不盖掉别人刚存的内容。", INTEGRITY
)


Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactSheet:
    """What an app asks of the data set it reads: keys whose value may not be empty, and what is wrong with values."""

    required: frozenset[str]
    reasons: Callable[[Values], list[Reason]]


SHEETS: dict[str, FactSheet] = {}
"""By key of the data set."""


def register_sheet(key: str, sheet: FactSheet) -> None:
    """Let an app judge the rows of its data set before they become a version."""
    SHEETS[key] = sheet


def required_keys(key: str) -> frozenset[str]:
    """Keys of a data set whose value may not be empty."""
    return SHEETS[key].required if key in SHEETS else frozenset()


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """Rows about to become the next draft version; ``on_open_slip`` is the number of the slip it is reviewed on.

    ``overtaken_by`` is the number of a version that somebody stored after the one these rows were made from.
    """

    title: str
    may_edit: bool
    keys: tuple[str, ...]
    on_open_slip: str
    dataset: str
    values: Values
    overtaken_by: int | None


def reasons_against_drafting(facts: DraftFacts) -> list[Reason]:
    """Every reason why these rows may not become a new draft version."""
    reasons = []
    repeated = sorted(key for key, times in Counter(facts.keys).items() if times > 1)
    if not facts.may_edit:
        reasons.append(NO_RIGHT.reason("您没有编制公开数据的权限。"))
    if not facts.keys:
        reasons.append(NO_ROWS.reason())
    if repeated:
        reasons.append(REPEATED_KEY.reason(f"行键重复：{'、'.join(repeated)}。"))
    if facts.on_open_slip:
        reasons.append(UNDER_REVIEW.reason(f"{facts.title}正在审查单 {facts.on_open_slip} 上审查。"))
    if facts.overtaken_by is not None:
        message = f"您编制期间，有人已存了第 {facts.overtaken_by} 版。"
        remedy = "您填的内容还在下面：请先抄下您改过的几项，再重新打开本页，在最新一版上改。"
        reasons.append(STALE.reason(message, remedy=remedy))
    if facts.dataset in SHEETS:
        reasons += SHEETS[facts.dataset].reasons(facts.values)
    return reasons
