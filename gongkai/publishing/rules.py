"""What speaks against going back to a release, building all again, or trying a batch again. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.core.reasons import Reason, define_rule
from gongkai.publishing.basis import LINKS_WORK, SIGNED

NO_SUCH_RELEASE = define_rule("publishing.rollback.exists", 11, "只能退回到仍保留的版次。", SIGNED)
RELEASE_BROKEN = define_rule("publishing.rollback.whole", 11, "只能退回到签名和字节都完好的版次。", SIGNED)
PUBLISHER_BUSY = define_rule("publishing.rollback.idle", 11, "发布正在进行时不退回版次。", SIGNED)
NO_RIGHT_TO_ROLL_BACK = define_rule(
    "publishing.rollback.right", 11, "退回版次由厅办公室或网站运维办理。", SIGNED
)
DEAD_LINK = define_rule(
    "publishing.dead_link",
    11,
    "公开页面上的链接须有去处：站内的在版次里，页内位置存在，站外的打得开。",
    LINKS_WORK,
)
NEEDS_REASON = define_rule("publishing.needs_reason", 11, "退回版次、全站重新生成要写明理由。", SIGNED)
NO_RIGHT_TO_BUILD = define_rule("publishing.build_all.right", 11, "全站重新生成由网站运维办理。", SIGNED)
BUILD_WAITS = define_rule(
    "publishing.build_all.once", 11, "已有一次全站重新生成在等待时，不再排一次。", SIGNED
)
NO_RIGHT_TO_RETRY = define_rule("publishing.retry.right", 11, "受阻的批次由网站运维重新发布。", SIGNED)
NOTHING_FAILED = define_rule("publishing.retry.failed", 11, "只有受阻的批次可以重新发布。", SIGNED)


def reasons_against_rolling_back(
    *, may_roll_back: bool, reason: str, number: int, kept: Sequence[int]
) -> list[Reason]:
    """Reasons against serving release ``number`` again, of those ``kept``."""
    reasons = [] if may_roll_back else [NO_RIGHT_TO_ROLL_BACK.reason("您没有退回版次的权限。")]
    reasons += _without_reason(reason, "退回版次要写明理由。")
    if number not in kept:
        told = "、".join(str(each) for each in kept[-10:]) or "无"
        reasons.append(NO_SUCH_RELEASE.reason(f"没有第 {number} 版次。", remedy=f"仍保留的：{told}。"))
    return reasons


def reasons_against_building_all(*, may_build: bool, reason: str, is_waiting: bool) -> list[Reason]:
    """Reasons against queueing a build of the whole site."""
    reasons = [] if may_build else [NO_RIGHT_TO_BUILD.reason("您没有全站重新生成的权限。")]
    reasons += _without_reason(reason, "全站重新生成要写明理由。")
    if is_waiting:
        reasons.append(
            BUILD_WAITS.reason("已有一次全站重新生成在等待。", remedy="请等它完成，通常在几分钟内。")
        )
    return reasons


def reasons_against_retrying_batches(*, may_retry: bool, failed: int) -> list[Reason]:
    """Reasons against trying batches again, of which so many have failed."""
    reasons = [] if may_retry else [NO_RIGHT_TO_RETRY.reason("您没有重新发布的权限。")]
    if not failed:
        reasons.append(NOTHING_FAILED.reason("没有受阻的批次，可能别人已经重新发布。", remedy="请刷新页面。"))
    return reasons


def _without_reason(reason: str, told: str) -> list[Reason]:
    return [] if reason.strip() else [NEEDS_REASON.reason(told, field="reason")]
