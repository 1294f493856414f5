"""合法性审核: what is sent, who reviews, how long it takes, what it may end in. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_review import (
    COMMENTS_ANSWERED,
    COUNSEL,
    DEFINITION,
    FOUR_EYES,
    REVIEW_FILE,
    REVIEW_POINTS,
    SEVEN_WORKDAYS,
    WHO_REVIEWS,
)
from gongkai.duties.dossiers.enums import PaperKind, Step
from gongkai.duties.dossiers.enums_review import Conclusion, Point, PointVerdict, ReviewState

FILE_COMPLETE = define_rule(
    "dossiers.legality.file", 1, "送审材料齐全：缺哪些一次说全，补齐再送。", REVIEW_FILE
)
SEND_RIGHT = define_rule("dossiers.legality.send", 1, "由起草单位送审，同一稿不重复送。", REVIEW_FILE)
OWN_NAME = define_rule(
    "dossiers.legality.own_name",
    1,
    "本厅名义的文件由本厅法制机构审核，在本系统办理的不手工登记；省政府（办公厅）名义的由省司法厅审核，意见登记入卷。",
    WHO_REVIEWS,
)
REVIEW_RIGHT = define_rule("dossiers.legality.review", 1, "由法制审核人员受理、审核。", REVIEW_POINTS)
REVIEW_FOUR_EYES = define_rule(
    "dossiers.legality.four_eyes", 1, "起草人、送审人、文稿修改人不审核这份文稿。", FOUR_EYES
)
REVIEW_TURN = define_rule("dossiers.legality.turn", 1, "先受理，再审核；等补正时不出意见。", REVIEW_FILE)
POINTS_WHOLE = define_rule(
    "dossiers.legality.points", 1, "四个要点逐项写明是否符合；结论与要点一致。", REVIEW_POINTS
)
SHORTEST = define_rule(
    "dossiers.legality.shortest", 1, "重大行政决策的合法性审查一般不少于 7 个工作日。", SEVEN_WORKDAYS
)
COUNSEL_HEARD = define_rule(
    "dossiers.legality.counsel", 1, "审查重大行政决策附法律顾问或者公职律师的意见。", COUNSEL
)
NEWEST_TEXT = define_rule(
    "dossiers.legality.newest",
    1,
    "审核意见针对最新一稿；文稿改了的，重新送审或者确认不涉及实质修改。",
    REVIEW_POINTS,
)
OWN_COMMENTS = define_rule(
    "dossiers.legality.comments",
    1,
    "法制审核人员提的条款意见没有答复的，不出“合法”的意见。",
    COMMENTS_ANSWERED,
)
DETERMINED = define_rule(
    "dossiers.legality.determined", 1, "出“合法”的意见前，认定结果已经法制机构确认。", DEFINITION
)
OPINION_FONTS = define_rule(
    "dossiers.legality.fonts", 1, "服务器上没有中文字体，意见书排不出来。", REVIEW_POINTS
)
OPINION_READ = define_rule(
    "dossiers.legality.print", 1, "能看这一卷的人，在意见出具后可以下载意见书。", REVIEW_POINTS
)

_ALWAYS = (PaperKind.EXPLANATION, PaperKind.GROUNDS)
_BY_STEP: Mapping[Step, PaperKind] = {
    Step.ADOPTION: PaperKind.ADOPTION,
    Step.EXPERTS: PaperKind.EXPERTS,
    Step.RISK: PaperKind.RISK,
    Step.HEARING: PaperKind.HEARING,
    Step.COMPETITION: PaperKind.COMPETITION,
}
"""Papers that are wanted where a step is needed, unless the step was done or let off in this system."""


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """What lies in the dossier: kinds of papers that are not void, steps needed, steps done or let off."""

    papers: frozenset[PaperKind]
    needed: frozenset[Step]
    settled: frozenset[Step]
    version: int
    has_determination: bool


DETERMINATION = "规范性文件认定"


@dataclass(frozen=True, slots=True)
class Material:
    """A line of the list of what is sent: its name, whether it is there, the paper that it is (none: a judgement or a text)."""

    name: str
    is_there: bool
    kind: PaperKind | None = None


def materials_of(facts: MaterialFacts) -> tuple[Material, ...]:
    """What has to be sent for this kind and these traits, each with whether it is there."""
    found = [Material("送审稿", facts.version > 0)]
    found += [Material(kind.label, kind in facts.papers, kind) for kind in _ALWAYS]
    for step, kind in _BY_STEP.items():
        if step in facts.needed:
            found.append(Material(kind.label, kind in facts.papers or step in facts.settled, kind))
    return (*found, Material(DETERMINATION, facts.has_determination))


@dataclass(frozen=True, slots=True)
class SendFacts:
    """A text that a drafting unit wants reviewed."""

    may_send: bool
    is_province: bool
    is_open_on_newest: bool
    failed_on_newest: str
    """What the last standing opinion on this very version said, where it was not 合法."""
    lacking: Sequence[str]
    urgency: str
    urgency_reason: str


def reasons_against_sending(facts: SendFacts) -> list[Reason]:
    """Every reason why a text may not be sent to review, each lacking paper named."""
    reasons = []
    if not facts.may_send:
        reasons.append(SEND_RIGHT.reason("您不能送审这件公文。", remedy="请起草单位送审。"))
    if facts.is_province:
        remedy = "请送省司法厅审核，审核意见由厅办公室或者法制机构登记。"
        reasons.append(OWN_NAME.reason("以省政府（办公厅）名义印发的，不由本厅法制机构审核。", remedy=remedy))
    if facts.is_open_on_newest:
        reasons.append(
            SEND_RIGHT.reason("这一稿正在审核，不能重复送审。", remedy="要改的先提交新稿，再送审。")
        )
    if facts.failed_on_newest:
        message = f"这一稿审核的结论是“{facts.failed_on_newest}”，不能原样再送。"
        reasons.append(SEND_RIGHT.reason(message, remedy="请按意见改出新的一稿，再送审。"))
    for name in facts.lacking:
        remedy = "请先认定。" if name == DETERMINATION else "请放入卷内，或者先办完这一步。"
        reasons.append(FILE_COMPLETE.reason(f"缺“{name}”。", remedy=remedy))
    if facts.urgency and not facts.urgency_reason.strip():
        reasons.append(SHORTEST.reason("选了紧急事由的，请写明理由。", field="urgency_reason"))
    return reasons


@dataclass(frozen=True, slots=True)
class TurnFacts:
    """Who wants to move a review on, and where it stands."""

    may_review: bool
    is_writer: bool
    is_ended: bool
    state: ReviewState


def _against_reviewer(facts: TurnFacts) -> list[Reason]:
    reasons = []
    if not facts.may_review:
        reasons.append(REVIEW_RIGHT.reason("您不能审核这件公文。", remedy="请法制审核人员办理。"))
    if facts.is_writer:
        message = "这份文稿是您起草、修改或者送审的，不能由您审核。"
        reasons.append(REVIEW_FOUR_EYES.reason(message, remedy="请另一名法制审核人员审核。"))
    if facts.is_ended:
        reasons.append(REVIEW_TURN.reason("这一卷已经办结。"))
    return reasons


def reasons_against_accepting(facts: TurnFacts) -> list[Reason]:
    """Every reason why a review may not be accepted."""
    reasons = _against_reviewer(facts)
    if facts.state != ReviewState.SENT:
        reasons.append(REVIEW_TURN.reason(f"这次送审现在是“{facts.state.label}”，不能受理。"))
    return reasons


def reasons_against_handing_back(facts: TurnFacts, *, lacks: str) -> list[Reason]:
    """Every reason why a file may not be handed back for completion."""
    reasons = _against_reviewer(facts)
    if facts.state not in (ReviewState.SENT, ReviewState.ACCEPTED):
        reasons.append(REVIEW_TURN.reason(f"这次送审现在是“{facts.state.label}”，不能退补。"))
    if not lacks.strip():
        reasons.append(FILE_COMPLETE.reason("请写明缺什么、要补什么。", field="lacks"))
    return reasons


def reasons_against_supplementing(
    *, may_send: bool, is_ended: bool, state: ReviewState, supplement: str
) -> list[Reason]:
    """Every reason why what lacked may not be reported as there."""
    reasons = []
    if not may_send:
        reasons.append(SEND_RIGHT.reason("您不能补正这件公文。", remedy="请起草单位补正。"))
    if is_ended:
        reasons.append(REVIEW_TURN.reason("这一卷已经办结。"))
    if state != ReviewState.LACKING:
        reasons.append(REVIEW_TURN.reason("这次送审没有要补正的。"))
    if not supplement.strip():
        reasons.append(FILE_COMPLETE.reason("请写明补了什么。", field="supplement"))
    return reasons


@dataclass(frozen=True, slots=True)
class OpinionFacts:
    """An opinion somebody wants to give. ``earliest_on`` is None where no shortest time runs."""

    conclusion: Conclusion | None
    verdicts: Mapping[Point, str]
    words: Mapping[Point, str]
    statement: str
    version: int
    newest: int
    today: date
    earliest_on: date | None
    is_decision: bool
    has_counsel: bool
    open_comments: int
    is_determined: bool
    needs_competition: bool
    competition: str


def reasons_against_concluding(turn: TurnFacts, facts: OpinionFacts) -> list[Reason]:
    """Every reason why a review may not end like this."""
    reasons = _against_reviewer(turn)
    if turn.state != ReviewState.ACCEPTED:
        reasons.append(REVIEW_TURN.reason(f"这次送审现在是“{turn.state.label}”，不能出意见。"))
    if facts.version != facts.newest:
        message = f"送审的是第 {facts.version} 稿，现在已是第 {facts.newest} 稿。"
        reasons.append(NEWEST_TEXT.reason(message, remedy="请起草单位把新稿送审。"))
    if facts.earliest_on is not None and facts.today < facts.earliest_on:
        day = f"{facts.earliest_on.year}年{facts.earliest_on.month}月{facts.earliest_on.day}日"
        remedy = "确属紧急的，请起草单位在送审时选定紧急事由、写明理由，受理时确认。"
        reasons.append(
            SHORTEST.reason(f"重大行政决策的审查时间不少于 7 个工作日，{day}起才能出意见。", remedy=remedy)
        )
    reasons += _against_points(facts)
    if facts.is_decision and not facts.has_counsel:
        message = "请选法律顾问或者公职律师的书面意见。"
        reasons.append(
            COUNSEL_HEARD.reason(message, field="counsel", remedy="先把它作为“合法性审核意见”放入卷内。")
        )
    if facts.needs_competition and not facts.competition.strip():
        reasons.append(POINTS_WHOLE.reason("请写明公平竞争审查情况。", field="competition"))
    if facts.conclusion == Conclusion.LAWFUL:
        reasons += reasons_against_lawful(
            open_comments=facts.open_comments, is_determined=facts.is_determined
        )
    return reasons


def _against_points(facts: OpinionFacts) -> list[Reason]:
    reasons = []
    for point in Point:
        if facts.verdicts.get(point, "") not in PointVerdict.values:
            reasons.append(POINTS_WHOLE.reason(f"请选“{point.label}”的审核结果。", field=f"{point}_verdict"))
        elif not facts.words.get(point, "").strip():
            reasons.append(POINTS_WHOLE.reason(f"请写明“{point.label}”的说明。", field=f"{point}_words"))
    unsound = [point.label for point in Point if facts.verdicts.get(point) == PointVerdict.UNSOUND]
    if facts.conclusion is None:
        reasons.append(POINTS_WHOLE.reason("请选审核结论。", field="conclusion"))
    elif facts.conclusion == Conclusion.LAWFUL and unsound:
        message = f"“{'”“'.join(unsound)}”不符合，结论不能是“合法”。"
        reasons.append(POINTS_WHOLE.reason(message, field="conclusion"))
    elif facts.conclusion == Conclusion.UNLAWFUL and not unsound:
        message = "四个要点都符合，结论不能是“不合法”。"
        reasons.append(POINTS_WHOLE.reason(message, field="conclusion"))
    if facts.conclusion not in (None, Conclusion.LAWFUL) and not facts.statement.strip():
        message = f"结论是“{facts.conclusion.label}”的，请写明理由和修改建议。"
        reasons.append(POINTS_WHOLE.reason(message, field="statement"))
    return reasons


def reasons_against_lawful(*, open_comments: int, is_determined: bool) -> list[Reason]:
    """Why the text cannot be called lawful yet: a comment of legality's own that nobody answered would contradict it."""
    reasons = []
    if open_comments:
        message = f"法制审核人员提的条款意见还有 {open_comments} 条没有答复。"
        reasons.append(OWN_COMMENTS.reason(message, remedy="请起草单位先逐条答复。"))
    if not is_determined:
        message = "是不是行政规范性文件还没有确认。"
        reasons.append(DETERMINED.reason(message, remedy="请先确认认定结果。"))
    return reasons


@dataclass(frozen=True, slots=True)
class ConfirmFacts:
    """A reviewer's word that a later version changes nothing of substance. ``seen`` is the version that was shown."""

    is_lawful: bool
    covered: int
    newest: int
    seen: int
    reason: str


def reasons_against_confirming(turn: TurnFacts, facts: ConfirmFacts) -> list[Reason]:
    """Every reason why an opinion may not be carried over to a later version."""
    reasons = _against_reviewer(turn)
    if not facts.is_lawful:
        reasons.append(NEWEST_TEXT.reason("没有“合法”的审核意见可以沿用。", remedy="请重新送审。"))
    elif facts.covered >= facts.newest:
        reasons.append(NEWEST_TEXT.reason("审核意见已经覆盖最新一稿，不用确认。"))
    if facts.seen != facts.newest:
        message = f"您看的是第 {facts.seen} 稿，现在已是第 {facts.newest} 稿。"
        reasons.append(NEWEST_TEXT.reason(message, remedy="请看过改动后再确认。"))
    if not facts.reason.strip():
        reasons.append(NEWEST_TEXT.reason("请写明为什么不涉及实质修改。", field="reason"))
    return reasons


def lacking(materials: Collection[Material]) -> list[str]:
    """The names of what is not there."""
    return [one.name for one in materials if not one.is_there]


def reasons_against_printing(*, may_read: bool, is_concluded: bool) -> list[Reason]:
    """Every reason why there is no paper for this person."""
    reasons = []
    if not may_read:
        reasons.append(OPINION_READ.reason("您不能查看这一卷。", remedy="请起草单位或者法制机构下载。"))
    if not is_concluded:
        remedy = "外单位的意见在卷内材料里；本厅的意见出具以后再下载。"
        reasons.append(OPINION_READ.reason("这里还没有本厅出具的审核意见。", remedy=remedy))
    return reasons
