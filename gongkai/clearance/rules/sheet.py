"""审查表 and its archive: what is concluded, who may take papers out, how many at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.clearance.basis import REVIEW_FIRST, SHEET
from gongkai.clearance.enums import SlipState
from gongkai.clearance.verbs import ARCHIVE_SHEETS, READ_SLIPS
from gongkai.core.accounts.verbs import holders_of
from gongkai.core.reasons import Reason, define_rule

HIDDEN = "〈已清除〉"
"""What stands on paper in the place of what was purged or is sealed."""

MOST_SHEETS = 60
"""Papers in one archive; house number: at 0.17 s for one (measured on two busy cores) some ten seconds, within a
request's time."""

SHEET_RIGHT = define_rule(
    "clearance.sheet.right", 13, "能查看审查单的人，都可以下载它的审查表。", REVIEW_FIRST
)
SHEET_FONTS = define_rule(
    "clearance.sheet.fonts", 13, "审查表须用中文字体排版，缺字体时不出残缺的表。", SHEET
)
ARCHIVE_RIGHT = define_rule(
    "clearance.archive_sheets.right",
    13,
    f"成批导出审查表归档，由{holders_of(ARCHIVE_SHEETS, joined_by='、')}办理。",
    SHEET,
)
ARCHIVE_PERIOD = define_rule(
    "clearance.archive_sheets.period", 13, "归档按办结日期的起止日期取审查单，起不晚于止。", SHEET
)
ARCHIVE_SIZE = define_rule(
    "clearance.archive_sheets.size", 13, f"一次归档 1 至 {MOST_SHEETS} 张审查表，多的分段导出。", SHEET
)

# The four conclusions of a review before publication. The last two are written by hand where they are reached: what is
# exempted or asked about outside is never sent through this gate to the public.
OPEN, OPEN_CUT, EXEMPT, ASK = "公开", "删减后公开", "免予公开", "需报审"


def outcomes_of(state: SlipState, *, was_redacted: bool) -> tuple[list[dict[str, Any]], str]:
    """The four conclusions with the one that was reached ticked, and what there is to say where none was."""
    cleared = state in (SlipState.GRANTED, SlipState.SUPERSEDED, SlipState.WITHDRAWN)
    reached = (OPEN_CUT if was_redacted else OPEN) if cleared else ""
    ticks = [{"label": label, "on": label == reached} for label in (OPEN, OPEN_CUT, EXEMPT, ASK)]
    notes = {
        SlipState.IN_REVIEW: "尚在审查，没有结论。",
        SlipState.RETURNED: "退回修改，本单不作结论；改好后另行送审。",
        SlipState.CANCELLED: "送审人撤回，本单不作结论。",
        SlipState.SUPERSEDED: "审定后未上线，已被后一次审定代替。",
        SlipState.WITHDRAWN: "审定后内容已撤下或清除。",
    }
    return ticks, notes.get(state, "")


def reasons_against_sheet(*, may_read: bool) -> list[Reason]:
    """Why somebody may not have the paper of a slip."""
    if may_read:
        return []
    return [SHEET_RIGHT.reason(remedy=f"需要审查表的，请找{holders_of(READ_SLIPS, joined_by='、')}下载。")]


@dataclass(frozen=True, slots=True)
class ArchiveFacts:
    """An archive about to be made: the right, the days (inclusive), how many slips were closed on them."""

    may_archive: bool
    first: date
    last: date
    count: int


def reasons_against_archive(facts: ArchiveFacts) -> Sequence[Reason]:
    """Every reason why these papers are not put together."""
    reasons = []
    if not facts.may_archive:
        reasons.append(ARCHIVE_RIGHT.reason(remedy="请找厅办公室导出。"))
    if facts.first > facts.last:
        remedy = "请把起止日期对调或改正。"
        reasons.append(ARCHIVE_PERIOD.reason("起始日期晚于截止日期。", field="last", remedy=remedy))
    elif facts.count == 0:
        message = f"{facts.first:%Y-%m-%d} 至 {facts.last:%Y-%m-%d} 没有办结的审查单。"
        reasons.append(ARCHIVE_SIZE.reason(message, field="last", remedy="请换一段日期。"))
    elif facts.count > MOST_SHEETS:
        message = f"这段日期办结了 {facts.count} 张审查单，一次最多导出 {MOST_SHEETS} 张。"
        reasons.append(ARCHIVE_SIZE.reason(message, field="last", remedy="请把日期分成几段，分几次导出。"))
    return reasons
