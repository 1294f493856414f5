"""Cleaning and masking of files: who may, which file, and what the result has to be (duty 13)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.basis import ALL_OF_IT, CLEAN_FILES, INTEGRITY, NO_SECRETS, PERSONAL_INFORMATION
from gongkai.core.reasons import Reason, define_rule

CLEANED = define_rule(
    "clearance.clean.hidden",
    13,
    "公开的附件不带看不见的内容（隐藏的表、行列、批注、修订、属性、定位），由系统清除，原文件只留指纹。",
    CLEAN_FILES,
)
REDACTED = define_rule(
    "clearance.clean.redacted",
    13,
    "遮盖须把文字从文件里取出，不是在上面盖黑块；遮盖后重新读取核对，还找得到原文的不采用。",
    PERSONAL_INFORMATION,
)
CLEAN_RIGHT = define_rule("clearance.clean.right", 13, "能编辑这份文件的人，才能清理和遮盖它。", INTEGRITY)
CLEAN_SAME = define_rule("clearance.clean.same", 13, "清理和遮盖的须是办理人看到的那份文件。", INTEGRITY)
CLEAN_SECRET = define_rule(
    "clearance.clean.secret",
    13,
    "疑似带有密级标志的文件不清理、不遮盖，不留任何副本，按涉密文件移除。",
    NO_SECRETS,
)
CLEAN_NOTHING = define_rule("clearance.clean.nothing", 13, "没有可清理内容的文件保持原样。", INTEGRITY)
CLEAN_FAILED = define_rule(
    "clearance.clean.failed",
    13,
    "清理不了、或清理后看得见的内容有变化的文件，不采用，原文件不动。",
    CLEAN_FILES,
)
MASK_CHOSEN = define_rule("clearance.clean.chosen", 13, "遮盖须写明遮盖哪些内容。", ALL_OF_IT)


@dataclass(frozen=True, slots=True)
class CleaningFacts:
    """Somebody about to clean or mask a file. ``is_there`` whether its bytes are still kept (it was not removed)."""

    may_change: bool
    is_there: bool
    is_same: bool
    is_secret: bool


def reasons_against_cleaning(facts: CleaningFacts) -> list[Reason]:
    """Every reason why this person may not clean or mask this file."""
    reasons = []
    if not facts.may_change:
        reasons.append(CLEAN_RIGHT.reason("您不能编辑这份文件。", remedy="请由上传人或能编辑它的人办理。"))
    if not facts.is_there or not facts.is_same:
        message = "这份文件在您打开以后被更换过，或已经移除。"
        reasons.append(CLEAN_SAME.reason(message, remedy="请重新打开这一页，看过再办。"))
    if facts.is_secret:
        remedy = "请停止使用这份文件，立即告知保密审查人员，由其移除；不要转发或描述内容。"
        reasons.append(CLEAN_SECRET.reason("这份文件疑似带有密级标志。", remedy=remedy))
    return reasons


def reasons_against_unchanged(*, is_changed: bool) -> list[Reason]:
    """Why nothing is stored: nothing was taken out."""
    remedy = "可以直接使用；如有要遮盖的内容，请在“遮盖”里勾选或填写。"
    message = "这份文件里没有系统能清除的隐藏内容，没有改动。"
    return [] if is_changed else [CLEAN_NOTHING.reason(message, remedy=remedy)]


def reasons_against_failed(why: str, *, masks: bool) -> list[Reason]:
    """Why the file stays as it is: what the cleaner said, which ends with the way out; ``masks`` whether it was to mask."""
    said, _, remedy = why.partition("。")
    rule = REDACTED if masks else CLEAN_FAILED
    return [rule.reason(f"{said}。", remedy=remedy)]


def reasons_against_masking_nothing(*, chosen: int) -> list[Reason]:
    """Why nothing is masked: nothing was chosen."""
    remedy = "请勾选查到的问题，或填写要遮盖的文字，每行一处。"
    return [] if chosen else [MASK_CHOSEN.reason("没有选要遮盖的内容。", field="words", remedy=remedy)]
