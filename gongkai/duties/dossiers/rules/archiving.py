"""When a dossier may be put together for the archive, for how long it is kept, when it is received and read-only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_archive import PACKAGE_PROVES_ITSELF, RETENTION_SCHEDULE
from gongkai.duties.dossiers.basis_house import ARCHIVED_ONCE
from gongkai.duties.dossiers.enums import Ending, Step, StepState
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.rules.track import StepView
from gongkai.duties.policies.enums import DocumentKind

ARCHIVE_RIGHT = define_rule("dossiers.archive.right", 1, "立卷、移交由厅办公室办理。", ARCHIVED_ONCE)
ARCHIVE_SETTLED = define_rule(
    "dossiers.archive.settled",
    1,
    "该办的步骤都办完才立卷；备案可以在立卷以后补，移交以前要办完。",
    ARCHIVED_ONCE,
)
ARCHIVE_KEPT = define_rule(
    "dossiers.archive.kept", 1, "保管期限按类别定；比规定短的写明理由。", RETENTION_SCHEDULE
)
ARCHIVE_PACKED = define_rule(
    "dossiers.archive.packed", 1, "移交的归档包与卷内材料一致，写成后核对无误。", PACKAGE_PROVES_ITSELF
)
ARCHIVE_TAKEN = define_rule(
    "dossiers.archive.taken", 1, "归档包只给起草单位和查看全厅公文卷的人，下载留痕。", ARCHIVED_ONCE
)
ARCHIVE_RECEIVED = define_rule(
    "dossiers.archive.received", 1, "档案室接收有日期、接收人和回执；接收以后只能查看。", ARCHIVED_ONCE
)

_BY_KIND: Mapping[DocumentKind, Retention] = {
    DocumentKind.NORMATIVE: Retention.PERMANENT,
    DocumentKind.DECISION: Retention.PERMANENT,
    DocumentKind.POLICY: Retention.PERMANENT,
    DocumentKind.ANNOUNCEMENT: Retention.THIRTY,
    DocumentKind.WORK_PLAN: Retention.THIRTY,
    DocumentKind.FORWARDED: Retention.TEN,
    DocumentKind.ROUTINE: Retention.TEN,
}
_SHORTNESS = {one: place for place, one in enumerate(Retention)}


def retention_of(kind: DocumentKind, *, is_dropped: bool) -> Retention:
    """For how long a dossier is kept unless the office says otherwise; one that came to nothing, for the shortest time."""
    return Retention.TEN if is_dropped else _BY_KIND[kind]


def unsettled(track: Iterable[StepView]) -> list[StepView]:
    """Needed steps that are not done and not let off."""
    return [view for view in track if view.state in (StepState.NOW, StepState.LATER)]


def unsettled_but_filing(track: Iterable[StepView]) -> list[StepView]:
    """The same without 备案, which may be waited for after the dossier was closed."""
    return [view for view in unsettled(track) if view.step is not Step.FILING]


@dataclass(frozen=True, slots=True)
class CloseFacts:
    """A dossier that somebody wants to put together for the archive."""

    may_archive: bool
    ending: str
    track: tuple[StepView, ...]
    papers: int
    versions: int
    owes_confirmation: bool
    is_closed: bool
    default: Retention
    retention: str
    reason: str


def reasons_against_closing(facts: CloseFacts) -> list[Reason]:
    """Every reason why a dossier may not get its 件号 yet; each unsettled step is named."""
    reasons = []
    if not facts.may_archive:
        reasons.append(ARCHIVE_RIGHT.reason("立卷由厅办公室办理。", remedy="请厅办公室立卷。"))
    if facts.is_closed:
        reasons.append(ARCHIVE_SETTLED.reason("这一卷已经立卷编号。"))
    if facts.ending == Ending.DROPPED and not facts.papers and not facts.versions:
        reasons.append(ARCHIVE_SETTLED.reason("这一卷终止时没有文稿、没有材料，不用归档。"))
    reasons += _against_track(facts) + _against_retention(facts)
    return reasons


def _against_track(facts: CloseFacts) -> list[Reason]:
    if facts.ending:
        return []
    reasons = [
        ARCHIVE_SETTLED.reason(
            f"“{view.step.label}”还没有办完，不能立卷。", remedy=f"请先办“{view.step.label}”。"
        )
        for view in unsettled_but_filing(facts.track)
    ]
    if facts.owes_confirmation:
        remedy = "请先补签发的书面确认。"
        reasons.append(ARCHIVE_SETTLED.reason("口头同意的签发还没有书面确认，不能立卷。", remedy=remedy))
    return reasons


def _against_retention(facts: CloseFacts) -> list[Reason]:
    if facts.retention not in Retention.values:
        return [ARCHIVE_KEPT.reason("请选定保管期限。", field="retention")]
    is_shorter = _SHORTNESS[Retention(facts.retention)] > _SHORTNESS[facts.default]
    if is_shorter and not facts.reason.strip():
        message = f"这类文件一般保管{facts.default.label}，选的比它短，没有写理由。"
        return [ARCHIVE_KEPT.reason(message, field="reason", remedy="请写明缩短的理由，或者改选保管期限。")]
    return []


def reasons_against_packing(*, may_archive: bool, is_closed: bool, is_received: bool) -> list[Reason]:
    """Every reason why no package may be made now."""
    reasons = []
    if not may_archive:
        reasons.append(ARCHIVE_RIGHT.reason("归档包由厅办公室制作。", remedy="请厅办公室办理。"))
    if not is_closed:
        reasons.append(ARCHIVE_SETTLED.reason("还没有立卷编号，不能制作归档包。", remedy="请先立卷。"))
    if is_received:
        reasons.append(ARCHIVE_RECEIVED.reason("档案室已经接收，归档包不再重做。"))
    return reasons


def reasons_against_taking(*, may_take: bool) -> list[Reason]:
    """Why a person may not take a package away."""
    if may_take:
        return []
    message = "归档包由起草单位和可以查看全厅公文卷的人下载。"
    return [ARCHIVE_TAKEN.reason(message, remedy="确需查阅的，请联系厅办公室。")]


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """A receipt of the archive that somebody wants to put on record."""

    may_archive: bool
    is_received: bool
    track: tuple[StepView, ...]
    is_dropped: bool
    has_package: bool
    is_current: bool
    receiver: str
    received_on: date | None
    packed_on: date | None
    has_paper: bool
    today: date


def reasons_against_receiving(facts: ReceiptFacts) -> list[Reason]:
    """Every reason why a dossier may not be handed over for good."""
    reasons = []
    if not facts.may_archive:
        reasons.append(ARCHIVE_RIGHT.reason("移交由厅办公室登记。", remedy="请厅办公室登记。"))
    if facts.is_received:
        reasons.append(ARCHIVE_RECEIVED.reason("档案室已经接收这一卷。"))
    if not facts.is_dropped:
        reasons += [
            ARCHIVE_SETTLED.reason(
                f"“{view.step.label}”还没有办完，移交以后就不能再办。", remedy=f"请先办“{view.step.label}”。"
            )
            for view in unsettled(facts.track)
        ]
    if not facts.has_package:
        reasons.append(ARCHIVE_PACKED.reason("还没有归档包。", remedy="请先制作归档包。"))
    elif not facts.is_current:
        reasons.append(
            ARCHIVE_PACKED.reason("归档包做好以后卷里又有变化。", remedy="请重新制作归档包再移交。")
        )
    return reasons + _against_receipt(facts)


def _against_receipt(facts: ReceiptFacts) -> list[Reason]:
    reasons = []
    if not facts.receiver.strip():
        reasons.append(ARCHIVE_RECEIVED.reason("没有写接收人。", field="receiver"))
    if facts.received_on is None:
        reasons.append(ARCHIVE_RECEIVED.reason("没有填接收日期。", field="received_on"))
    elif facts.received_on > facts.today:
        reasons.append(ARCHIVE_RECEIVED.reason("接收日期晚于今天。", field="received_on"))
    elif facts.packed_on is not None and facts.received_on < facts.packed_on:
        reasons.append(ARCHIVE_RECEIVED.reason("接收日期早于归档包制作日期。", field="received_on"))
    if not facts.has_paper:
        remedy = "请上传档案室签收的交接清单。"
        reasons.append(ARCHIVE_RECEIVED.reason("没有附回执。", field="file", remedy=remedy))
    return reasons
