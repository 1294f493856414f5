"""What the engine finds stops a package until it is mended, explained or waived (duty 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from gongkai.clearance.basis import DUTY_ROSTER, FOUR_EYES, ITEM_BY_ITEM, NO_SECRETS, REVIEW_FIRST
from gongkai.clearance.enums import FindingKind, FindingLevel, ScanState
from gongkai.clearance.screening.catalogue import RULES_BY_KIND
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

STOPPED = define_rule(
    "clearance.finding.stops",
    13,
    "机器查到的阻断问题须改掉，或由保密审查人员写明理由放行，内容才能送审、通过审查。",
    ITEM_BY_ITEM,
)
UNEXPLAINED = define_rule(
    "clearance.finding.unexplained", 13, "需书面说明的问题，起草人须改掉或写明保留的理由。", REVIEW_FIRST
)
FILE_WAITS = define_rule(
    "clearance.finding.file_waits",
    13,
    "所用的附件和图片按现在的词库查完以后，内容才能送审、通过审查、上线。",
    ITEM_BY_ITEM,
)
WAIVE_RIGHT = define_rule(
    "clearance.waive.right", 13, "阻断问题由保密审查人员放行；急件可由当日值班领导放行。", NO_SECRETS
)
WAIVE_OWN = define_rule(
    "clearance.waive.own", 13, "编辑、送审过该内容或请求保留的人，不得放行其中的问题。", FOUR_EYES
)
WAIVE_NEVER = define_rule(
    "clearance.waive.never", 13, "密级标志不得放行；机器不能读取的文件须人工核对签名，不得放行。", NO_SECRETS
)
WAIVE_NEEDLESS = define_rule(
    "clearance.waive.needless", 13, "只有仍在文中、尚未放行的阻断问题需要放行。", REVIEW_FIRST
)
WAIVE_GROUNDS = define_rule("clearance.waive.grounds", 13, "放行须写明依据和理由。", REVIEW_FIRST)
NOTE_RIGHT = define_rule("clearance.note.right", 13, "书面说明由内容所属单位的起草人员写。", REVIEW_FIRST)
NOTE_NEEDLESS = define_rule(
    "clearance.note.needless", 13, "只有仍在文中的阻断问题和需书面说明的问题可以写说明。", REVIEW_FIRST
)
NOTE_TEXT = define_rule("clearance.note.text", 13, "书面说明须写清为什么保留。", REVIEW_FIRST)
REPEATS = define_rule(
    "clearance.finding.repeats",
    13,
    "说明和理由里不得再写一遍身份证号、手机号等原文。",
    NO_SECRETS,
)
DUTY_WAIVER = define_rule(
    "clearance.waive.on_duty",
    13,
    "值班领导的放行只用于急件；次一工作日的完整审查由保密审查人员另行放行。",
    DUTY_ROSTER,
)

NEVER_WAIVED = frozenset({FindingKind.CLASSIFICATION_MARK, FindingKind.UNREADABLE})
GROUNDS_LENGTH = 10
"""Fewest characters of a waiver's grounds: a basis and a reason take more; a house number."""
NOTE_LENGTH = 5
"""Fewest characters of a drafter's note: 「单位电话」 says what it is and not why it stays; a house number."""
NAMED = 3
"""Places named in a reason; the page of findings names all."""
MOST_ATTEMPTS = 3
"""Times that a file is tried before a person has to look through it; a house number."""
_PAGE = "“机器查到的问题”"


@dataclass(frozen=True, slots=True)
class FoundFact:
    """One finding and what has been decided about it. ``waived_by`` tells whose waiver stands: a reviewer's, that of the
    leader on duty (``duty``), or nobody's; ``was_revoked`` that one was taken back.
    """

    kind: str
    level: str
    place: str
    waived_by: str
    has_note: bool
    was_revoked: bool = False


@dataclass(frozen=True, slots=True)
class FileFact:
    """A file that is not known yet as it should be: its name, how far its scan has come, how often it was tried."""

    name: str
    state: str
    progress: str
    attempts: int


@dataclass(frozen=True, slots=True)
class ScreenedFacts:
    """One member of a package. ``left_out`` counts findings of its files that are not listed one by one."""

    title: str
    findings: tuple[FoundFact, ...]
    files: tuple[FileFact, ...]
    left_out: int
    is_urgent: bool


def stands_in_the_way(fact: FoundFact, *, is_urgent: bool) -> bool:
    """Whether a finding stops the package as it stands: a 阻断 not waived, or one to be explained and not explained."""
    if fact.level == FindingLevel.JUSTIFY:
        return not fact.has_note and not fact.waived_by
    if fact.level != FindingLevel.BLOCK:
        return False
    is_waived = bool(fact.waived_by) and (fact.waived_by != "duty" or is_urgent)
    return fact.kind in NEVER_WAIVED or not is_waived


def reasons_against_findings(facts: ScreenedFacts) -> list[Reason]:
    """Why a member may not go on: its findings that stand in the way, kind by kind, and its files not scanned yet.

    What no machine could read in a file is told by :func:`gongkai.clearance.rules.storing.reasons_against_unread_files`,
    for a person's signature clears it.
    """
    open_ones = [
        one
        for one in facts.findings
        if one.kind != FindingKind.UNREADABLE and stands_in_the_way(one, is_urgent=facts.is_urgent)
    ]
    blocking = [one for one in open_ones if one.level == FindingLevel.BLOCK]
    unexplained = [one for one in open_ones if one.level == FindingLevel.JUSTIFY]
    reasons = _by_kind(facts, blocking, _stopped) + _by_kind(facts, unexplained, _unexplained)
    if facts.left_out:
        message = f"{in_title_marks(facts.title)}的附件里问题太多，还有 {facts.left_out} 处没有列出。"
        reasons.append(STOPPED.reason(message, remedy="请改好附件再上传。"))
    return reasons


def _by_kind(
    facts: ScreenedFacts,
    found: Sequence[FoundFact],
    say: Callable[[ScreenedFacts, FindingKind, Sequence[FoundFact]], Reason],
) -> list[Reason]:
    kinds = list(dict.fromkeys(one.kind for one in found))
    return [
        replace(
            say(facts, FindingKind(kind), [one for one in found if one.kind == kind]),
            basis=RULES_BY_KIND[FindingKind(kind)].basis,
        )
        for kind in kinds
    ]


def _where(found: Sequence[FoundFact]) -> str:
    places = list(dict.fromkeys(one.place for one in found if one.place))
    named = "、".join(places[:NAMED]) + ("等" if len(places) > NAMED else "")
    return f"（{named}）" if named else ""


def _stopped(facts: ScreenedFacts, kind: FindingKind, found: Sequence[FoundFact]) -> Reason:
    message = f"{in_title_marks(facts.title)}有 {len(found)} 处阻断问题：{kind.label}{_where(found)}。"
    if kind in NEVER_WAIVED:
        return STOPPED.reason(message, remedy="这一类不能放行，请改掉。")
    if any(one.waived_by == "duty" for one in found):
        return DUTY_WAIVER.reason(
            f"{message}值班领导的放行只用于急件。", remedy="请按急件送审，或请保密审查人员放行。"
        )
    if revoked := sum(one.was_revoked for one in found):
        message += f"其中 {revoked} 处的放行已被撤回。"
    remedy = f"请打开{_PAGE}改稿；确须保留的，在那里写明理由，由保密审查人员放行。"
    return STOPPED.reason(message, remedy=remedy)


def _unexplained(facts: ScreenedFacts, kind: FindingKind, found: Sequence[FoundFact]) -> Reason:
    message = f"{in_title_marks(facts.title)}有 {len(found)} 处须书面说明：{kind.label}{_where(found)}。"
    return UNEXPLAINED.reason(message, remedy=f"请打开{_PAGE}改稿，或写明为什么保留。")


def reasons_against_waiting_files(files: Iterable[FileFact]) -> list[Reason]:
    """Why a member may not be sent yet: its files whose bytes have not been scanned as they should be."""
    return [_waits(file) for file in files]


def _waits(file: FileFact) -> Reason:
    if file.state == ScanState.FAILED:
        message = f"附件“{file.name}”第 {file.attempts} 次没有查完。"
        remedy = f"系统会再试，共试 {MOST_ATTEMPTS} 次；仍查不完的，转保密审查人员人工核对。"
        return FILE_WAITS.reason(message, remedy=remedy)
    remedy = "查完以后就可以接着办，不用守在这里，过一会儿再来。"
    if file.state == ScanState.DONE:
        return FILE_WAITS.reason(
            f"词库或公开的号码更新了，附件“{file.name}”要再查一遍，查完才能往下办。", remedy=remedy
        )
    return FILE_WAITS.reason(f"附件“{file.name}”还在查：{file.progress}。", remedy=remedy)


@dataclass(frozen=True, slots=True)
class WaiverFacts:
    """Somebody about to waive findings of one object, given as (kind, level) each. ``is_there`` says whether all of them
    still stand in the text and none is waived; ``repeats`` whether the grounds hold what would itself be stopped.
    """

    may_waive: bool
    is_on_duty: bool
    has_edited: bool
    has_sent: bool
    has_asked: bool
    findings: tuple[tuple[str, str], ...]
    is_there: bool
    grounds: str
    repeats: bool


def reasons_against_waiving(facts: WaiverFacts) -> list[Reason]:
    """Every reason why this person may not waive these findings."""
    reasons = []
    if not facts.may_waive and not facts.is_on_duty:
        reasons.append(
            WAIVE_RIGHT.reason("您不能放行。", remedy="请由保密审查人员放行；急件可请当日值班领导。")
        )
    if facts.has_edited or facts.has_sent or facts.has_asked:
        did = "编辑过" if facts.has_edited else "送审了" if facts.has_sent else "请求保留了"
        message = f"您{did}这份内容，不能放行其中的问题。"
        reasons.append(WAIVE_OWN.reason(message, remedy="请由另一位保密审查人员放行。"))
    if any(kind in NEVER_WAIVED for kind, _ in facts.findings):
        reasons.append(WAIVE_NEVER.reason())
    if not facts.is_there or any(level != FindingLevel.BLOCK for _, level in facts.findings):
        message = "这一处已经改掉、已经放行，或不需要放行。"
        reasons.append(WAIVE_NEEDLESS.reason(message, remedy="请刷新后再看。"))
    if len(facts.grounds.strip()) < GROUNDS_LENGTH:
        message = f"放行须写明依据和理由，不少于 {GROUNDS_LENGTH} 个字。"
        reasons.append(WAIVE_GROUNDS.reason(message, field="text"))
    return reasons + _against_repeating(is_repeated=facts.repeats)


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """Somebody about to write why findings stay, given as (kind, level) each."""

    may_note: bool
    findings: tuple[tuple[str, str], ...]
    is_there: bool
    text: str
    repeats: bool


def reasons_against_noting(facts: NoteFacts) -> list[Reason]:
    """Every reason why this person may not write this note."""
    reasons = []
    if not facts.may_note:
        reasons.append(NOTE_RIGHT.reason("您不是这份内容所属单位的起草人员。"))
    is_hint = any(level == FindingLevel.HINT for _, level in facts.findings)
    if not facts.is_there or is_hint or any(kind in NEVER_WAIVED for kind, _ in facts.findings):
        message = "这一处已经改掉，或不需要、不能用说明保留。"
        reasons.append(NOTE_NEEDLESS.reason(message, remedy="请刷新后再看。"))
    if len(facts.text.strip()) < NOTE_LENGTH:
        message = f"请写清为什么保留，不少于 {NOTE_LENGTH} 个字。"
        reasons.append(NOTE_TEXT.reason(message, field="text"))
    return reasons + _against_repeating(is_repeated=facts.repeats)


def _against_repeating(*, is_repeated: bool) -> list[Reason]:
    if not is_repeated:
        return []
    message = "说明里又出现了不得公开的原文（如身份证号、手机号），没有保存。"
    return [REPEATS.reason(message, field="text", remedy="请只写这是什么、为什么保留，不写原文。")]


def is_lost(*, state: str, minutes_silent: float) -> bool:
    """Whether nobody works at a file's scan any more, whatever its state says.

    A waiting one is taken up within seconds, a running one tells its progress at each part: half an hour without a word
    is too long for either. House numbers.
    """
    limits = {ScanState.WAITING.value: 10, ScanState.RUNNING.value: 30, ScanState.FAILED.value: 5}
    return state in limits and minutes_silent >= limits[state]
