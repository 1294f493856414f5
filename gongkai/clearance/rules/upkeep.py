"""What must come down: when content is due to be looked at, who may ask and decide, what may be archived. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from gongkai.clearance.basis import LEAVE_TRACE, REVIEW_DATES, UPKEEP, UPKEEP_FOUR_EYES
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.core.masking import personal_data_in
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

REVIEW_DUE = define_rule(
    "clearance.upkeep.review_due", 13, "公开内容从审定或上次复核起，到复核期限须再看一次。", REVIEW_DATES
)
ONLY_OWN = define_rule(
    "clearance.upkeep.only_own",
    13,
    "复核和提请清理由责任单位的人办，办公室和网站运维可办全厅的。",
    REVIEW_DATES,
)
LOOK_NOTE = define_rule("clearance.upkeep.look_note", 13, "复核须写明核对了什么。", REVIEW_DATES)
NOT_PUBLIC = define_rule("clearance.upkeep.not_public", 13, "只复核、清理正在公开的内容。", UPKEEP)
NO_REASON = define_rule("clearance.upkeep.no_reason", 13, "清理须写明一个向社会公开的理由。", UPKEEP)
NO_PERSONAL = define_rule(
    "clearance.upkeep.no_personal_data", 13, "清理的理由向社会公开，不得含有个人信息。", UPKEEP
)
TWO_PEOPLE = define_rule("clearance.upkeep.two_people", 13, "提请清理的人不决定同一件事。", UPKEEP_FOUR_EYES)
NO_RIGHT = define_rule("clearance.upkeep.right", 13, "清理由厅办公室决定。", UPKEEP_FOUR_EYES)
ASKED_ALREADY = define_rule(
    "clearance.upkeep.asked_already", 13, "一件内容同时只有一个待决定的提请。", UPKEEP_FOUR_EYES
)
NO_STRUCTURE = define_rule(
    "clearance.upkeep.no_structure", 13, "栏目、首页不归档；不再需要的栏目，内容清空后撤下。", LEAVE_TRACE
)
ARCHIVED_ALREADY = define_rule(
    "clearance.upkeep.archived", 13, "归档过的，恢复前不再归档；没有归档的，无从恢复。", UPKEEP
)
NOT_ALONE = define_rule(
    "clearance.upkeep.not_alone", 2, "政策文件没有归档的，不单独归档它的解读、图解。", LEAVE_TRACE
)
DUE_DAY = define_rule(
    "clearance.upkeep.due_day", 13, "退回改正须写明改正期限，期限在今天之后、一年之内。", UPKEEP
)
DECIDED_ALREADY = define_rule("clearance.upkeep.decided", 13, "已经决定的提请不再决定。", UPKEEP_FOUR_EYES)
MONTHS = define_rule("clearance.upkeep.months", 13, "复核期限是 1 至 60 个月。", REVIEW_DATES)
MAX_MONTHS = 60
MAX_DAYS_TO_MEND = 366


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last day of a month that has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def review_due_on(*, cleared_on: date, looked_on: date | None, months: int) -> date:
    """The day by which content has to be looked at again, counted from its clearance or the last look, the later one."""
    return months_later(max(cleared_on, looked_on or cleared_on), months)


def reasons_against_months(months: int, *, label: str) -> list[Reason]:
    """Why a review period may not be so many months."""
    if 1 <= months <= MAX_MONTHS:
        return []
    return [
        MONTHS.reason(
            f"“{label}”的复核期限不能是 {months} 个月。", remedy=f"请填 1 至 {MAX_MONTHS}。", field="months"
        )
    ]


@dataclass(frozen=True, slots=True)
class LookFacts:
    """Somebody about to confirm that a public page still holds; ``note`` is None while they have not been asked."""

    title: str
    is_own: bool
    is_live: bool
    note: str | None


def reasons_against_looking(facts: LookFacts) -> list[Reason]:
    """Why somebody may not confirm that a page still holds."""
    reasons = []
    if not facts.is_own:
        reasons.append(
            ONLY_OWN.reason(
                f"{in_title_marks(facts.title)}不是您单位负责的内容。", remedy="请转告责任单位复核。"
            )
        )
    if not facts.is_live:
        reasons.append(NOT_PUBLIC.reason(f"{in_title_marks(facts.title)}现在没有公开，无须复核。"))
    if facts.note is not None and not facts.note.strip():
        message = "请写明核对了什么，例如“电话、地址、办理时间都对”。"
        reasons.append(LOOK_NOTE.reason(message, field="note"))
    return reasons


def reasons_against_words(reason: str, *, field: str) -> list[Reason]:
    """Why words may not become the public reason of a clean-up."""
    if not reason.strip():
        return [NO_REASON.reason("请写明理由，将向社会公开。", field=field)]
    if personal_data_in(reason):
        remedy = "请只写内容为什么过时，不写人的证件号、电话、邮箱。"
        return [NO_PERSONAL.reason("理由里有个人信息，不能向社会公开。", remedy=remedy, field=field)]
    return []


@dataclass(frozen=True, slots=True)
class MotionFacts:
    """A page and an act asked for. ``against_page``: what the page itself has against being archived (still in force)."""

    title: str
    act: str
    is_own: bool
    is_live: bool
    is_structure: bool
    is_archived: bool
    has_open_motion: bool
    supports_live_policy: str
    against_page: tuple[Reason, ...]


def reasons_against_asking(facts: MotionFacts) -> list[Reason]:
    """Why an act may not be asked for; the same is asked again when it is decided, less the open motion."""
    title = in_title_marks(facts.title)
    reasons = []
    if not facts.is_own:
        remedy = "请转告责任单位或办公室提请。"
        reasons.append(ONLY_OWN.reason(f"{title}不是您单位负责的内容。", remedy=remedy))
    if not facts.is_live:
        reasons.append(NOT_PUBLIC.reason(f"{title}现在没有公开，不用清理。"))
    if facts.has_open_motion:
        remedy = "请等办公室决定，或请办公室先不同意那一个。"
        reasons.append(ASKED_ALREADY.reason(f"{title}已有一个提请在等决定。", remedy=remedy))
    if facts.act == MotionAct.ARCHIVE:
        reasons += _against_archiving(facts)
    if facts.act == MotionAct.RESTORE and not facts.is_archived:
        reasons.append(ARCHIVED_ALREADY.reason(f"{title}没有归档，不用恢复。"))
    return reasons


def _against_archiving(facts: MotionFacts) -> list[Reason]:
    title = in_title_marks(facts.title)
    reasons = list(facts.against_page)
    if facts.is_structure:
        reasons.append(NO_STRUCTURE.reason(f"{title}是栏目，不能归档。", remedy="内容清空后，请用“撤下”。"))
    if facts.is_archived:
        reasons.append(ARCHIVED_ALREADY.reason(f"{title}已经归档。"))
    if facts.supports_live_policy:
        message = (
            f"{title}是{in_title_marks(facts.supports_live_policy)}的解读或图解，文件没有归档，不单独归档。"
        )
        reasons.append(NOT_ALONE.reason(message, remedy="请归档文件，解读和图解随它一起归档。"))
    return reasons


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Somebody about to decide a motion."""

    title: str
    may_decide: bool
    is_waiting: bool
    asked_it: bool


def reasons_against_deciding_motion(facts: DecisionFacts) -> list[Reason]:
    """Why this person may not decide this motion, whatever the decision."""
    title = in_title_marks(facts.title)
    reasons = []
    if not facts.may_decide:
        reasons.append(NO_RIGHT.reason("您没有决定清理的权限。", remedy="请报厅办公室决定。"))
    if not facts.is_waiting:
        reasons.append(DECIDED_ALREADY.reason(f"{title}的提请已经决定过了。", remedy="请回到列表看结果。"))
    if facts.asked_it:
        remedy = "请办公室的另一位同事决定。"
        reasons.append(TWO_PEOPLE.reason(f"{title}是您提请的，不能由您决定。", remedy=remedy))
    return reasons


def reasons_against_due_day(due_on: date | None, *, today: date) -> list[Reason]:
    """Why a day may not be the one by which something is mended."""
    if due_on is None:
        return [DUE_DAY.reason("请选改正期限。", field="due_on")]
    if not 0 < (due_on - today).days <= MAX_DAYS_TO_MEND:
        return [DUE_DAY.reason("改正期限须在今天之后、一年之内。", field="due_on")]
    return []
