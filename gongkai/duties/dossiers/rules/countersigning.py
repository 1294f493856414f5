"""会签: whom to ask, who answers, what blocks. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_review import COUNTERSIGNED, FOUR_EYES
from gongkai.duties.dossiers.enums_review import Verdict

ASK_RIGHT = define_rule("dossiers.countersign.ask", 1, "会签由起草单位或者厅办公室发起。", COUNTERSIGNED)
ASK_WHOM = define_rule(
    "dossiers.countersign.whom", 1, "会签单位不含起草单位，一个单位不重复送。", COUNTERSIGNED
)
ASK_TEXT = define_rule("dossiers.countersign.text", 1, "有了文稿才能送会签。", COUNTERSIGNED)
SIGN_RIGHT = define_rule(
    "dossiers.countersign.sign",
    1,
    "会签意见由被会签单位的负责人签，或者由其书面委托的人代签。",
    COUNTERSIGNED,
)
SIGN_FOUR_EYES = define_rule(
    "dossiers.countersign.four_eyes", 1, "起草人、文稿修改人不代表会签单位签意见。", FOUR_EYES
)
SIGN_WORDS = define_rule(
    "dossiers.countersign.words", 1, "提修改意见和不同意的，写明意见；不答复不视为同意。", COUNTERSIGNED
)
SIGN_VERSION = define_rule(
    "dossiers.countersign.version", 1, "会签意见针对最新一稿；文稿改了的，看过改动再签。", COUNTERSIGNED
)
REQUEST_OPEN = define_rule("dossiers.countersign.open", 1, "撤回的会签不再办理。", COUNTERSIGNED)
OVERRULE_RIGHT = define_rule(
    "dossiers.countersign.overrule", 1, "不同意见由厅领导裁定并写明理由，起草人不裁定。", COUNTERSIGNED
)
WITH_WORDS = frozenset({Verdict.AGREE_WITH_CHANGES, Verdict.DISAGREE})


def of_our_own(name: str, *, field: str) -> Reason:
    """Why a unit of the department is not entered as an outside organ: its head signs for it."""
    return ASK_WHOM.reason(
        f"“{name}”是本厅单位，不是外单位。", field=field, remedy="请在“本厅单位”里选，由其负责人签。"
    )


@dataclass(frozen=True, slots=True)
class AskFacts:
    """Whom somebody wants to ask: names of the units and organs, those asked already, the drafting unit's own name."""

    may_ask: bool
    is_ended: bool
    is_signed: bool
    has_text: bool
    wanted: Sequence[str]
    already: frozenset[str]
    misnamed: Sequence[str]
    """Units of the department that were typed as outside organs."""
    outsiders: Sequence[str]
    """Outside organs that were chosen as units: nobody of theirs signs here."""
    own: str
    days: int


def reasons_against_asking(facts: AskFacts) -> list[Reason]:
    """Every reason why these may not be asked to countersign."""
    reasons = []
    if not facts.may_ask:
        reasons.append(ASK_RIGHT.reason("您不能为这件公文发起会签。", remedy="请起草单位或者厅办公室发起。"))
    if facts.is_ended:
        reasons.append(ASK_RIGHT.reason("这一卷已经办结，不能再会签。"))
    if facts.is_signed:
        reasons.append(ASK_RIGHT.reason("公文已经签发，不能再送会签。", remedy="确需会签的，请先退回。"))
    if not facts.has_text:
        reasons.append(ASK_TEXT.reason("还没有文稿，不能送会签。", remedy="请先提交文稿。"))
    if not facts.wanted:
        reasons.append(ASK_WHOM.reason("请选会签单位，或者填写外单位名称。", field="units"))
    for name in facts.wanted:
        if name == facts.own:
            reasons.append(ASK_WHOM.reason(f"“{name}”是起草单位，不用会签。", field="units"))
        elif name in facts.already or list(facts.wanted).count(name) > 1:
            reasons.append(
                ASK_WHOM.reason(
                    f"“{name}”已经送过会签。",
                    field="units",
                    remedy="请去掉它；要催的，在会签单位后面点“催办”。",
                )
            )
    reasons += [of_our_own(name, field="organs") for name in facts.misnamed]
    remedy = "请在“外单位”里填写，凭其书面意见登记。"
    reasons += [
        ASK_WHOM.reason(f"“{name}”不是本厅单位。", field="units", remedy=remedy) for name in facts.outsiders
    ]
    if not 1 <= facts.days <= 60:
        reasons.append(ASK_WHOM.reason("办理天数在 1 到 60 个工作日之间。", field="days"))
    return reasons


@dataclass(frozen=True, slots=True)
class SignFacts:
    """An opinion somebody wants to give for an asked unit, on a version."""

    may_sign: bool
    is_ended: bool
    is_signed: bool
    is_withdrawn: bool
    is_outside: bool
    is_editor: bool
    verdict: Verdict | None
    text: str
    version: int
    newest: int


def _against_opinion(facts: SignFacts) -> list[Reason]:
    reasons = []
    if facts.is_ended:
        reasons.append(REQUEST_OPEN.reason("这一卷已经办结，不能再签意见。"))
    if facts.is_signed:
        remedy = "确有不同意见的，请厅办公室退回。"
        reasons.append(REQUEST_OPEN.reason("公文已经签发，不能再改会签意见。", remedy=remedy))
    if facts.is_withdrawn:
        reasons.append(REQUEST_OPEN.reason("这份会签已经撤回。", remedy="需要会签的，请起草单位重新发起。"))
    if facts.version != facts.newest:
        message = f"您看的是第 {facts.version} 稿，现在已是第 {facts.newest} 稿。"
        reasons.append(SIGN_VERSION.reason(message, remedy="请看过改动后再签。"))
    if facts.verdict is None:
        reasons.append(SIGN_WORDS.reason("请选会签意见。", field="verdict"))
    elif facts.verdict in WITH_WORDS and not facts.text.strip():
        message = f"选“{facts.verdict.label}”的，请写明意见。"
        reasons.append(SIGN_WORDS.reason(message, field="text"))
    return reasons


def reasons_against_signing(facts: SignFacts) -> list[Reason]:
    """Every reason why a person may not give this opinion for a unit of the department."""
    reasons = []
    if facts.is_outside:
        reasons.append(SIGN_RIGHT.reason("外单位不在本系统里签意见。", remedy="请凭其书面意见登记。"))
    elif not facts.may_sign:
        remedy = "请该单位负责人签，或者由负责人办理书面授权。"
        reasons.append(SIGN_RIGHT.reason("您不能代表这个单位签会签意见。", remedy=remedy))
    if facts.is_editor:
        reasons.append(
            SIGN_FOUR_EYES.reason(
                "这份文稿是您起草或者修改的，不能由您签会签意见。", remedy="请该单位另一名负责人签。"
            )
        )
    return reasons + _against_opinion(facts)


@dataclass(frozen=True, slots=True)
class OverruleFacts:
    """A leader's ruling on a disagreement."""

    may_overrule: bool
    is_editor: bool
    is_ended: bool
    disagrees: bool
    is_overruled: bool
    reason: str


def reasons_against_overruling(facts: OverruleFacts) -> list[Reason]:
    """Every reason why a disagreement may not be overruled."""
    reasons = []
    if not facts.may_overrule:
        reasons.append(OVERRULE_RIGHT.reason("您不能裁定不同意见。", remedy="请厅领导裁定。"))
    if facts.is_editor:
        reasons.append(
            OVERRULE_RIGHT.reason("这份文稿是您起草或者修改的，不能由您裁定。", remedy="请其他厅领导裁定。")
        )
    if facts.is_ended:
        reasons.append(REQUEST_OPEN.reason("这一卷已经办结，不能再裁定。"))
    if not facts.disagrees:
        reasons.append(OVERRULE_RIGHT.reason("这个单位没有提出不同意，不用裁定。"))
    elif facts.is_overruled:
        reasons.append(OVERRULE_RIGHT.reason("这个不同意见已经裁定过了。"))
    if not facts.reason.strip():
        reasons.append(OVERRULE_RIGHT.reason("请写明裁定理由。", field="reason"))
    return reasons


@dataclass(frozen=True, slots=True)
class TendFacts:
    """Whether an asked unit may be urged, or a request withdrawn."""

    may_ask: bool
    is_ended: bool
    is_withdrawn: bool
    is_waiting: bool
    urged_today: bool


def reasons_against_urging(facts: TendFacts) -> list[Reason]:
    """Every reason why a unit may not be urged now."""
    reasons = _against_tending(facts)
    if not facts.is_waiting and not facts.is_withdrawn:
        reasons.append(REQUEST_OPEN.reason("这个单位已经就最新一稿签了意见，不用催办。"))
    if facts.urged_today:
        reasons.append(REQUEST_OPEN.reason("今天已经催过这个单位。", remedy="请明天再催，或者打电话。"))
    return reasons


def reasons_against_withdrawing(facts: TendFacts, *, disagrees: bool, reason: str) -> list[Reason]:
    """Every reason why a request may not be withdrawn; one with a disagreement is not made to disappear."""
    reasons = _against_tending(facts)
    if disagrees:
        remedy = "请协商后由该单位重新签意见，或者请厅领导裁定。"
        reasons.append(OVERRULE_RIGHT.reason("这个单位已经提出不同意，不能撤回会签。", remedy=remedy))
    if not reason.strip():
        reasons.append(ASK_RIGHT.reason("请写明撤回的原因。", field="reason"))
    return reasons


def _against_tending(facts: TendFacts) -> list[Reason]:
    reasons = []
    if not facts.may_ask:
        reasons.append(ASK_RIGHT.reason("您不能办理这份会签。", remedy="请起草单位或者厅办公室办理。"))
    if facts.is_ended:
        reasons.append(REQUEST_OPEN.reason("这一卷已经办结。"))
    if facts.is_withdrawn:
        reasons.append(REQUEST_OPEN.reason("这份会签已经撤回。"))
    return reasons


@dataclass(frozen=True, slots=True)
class Asked:
    """One asked unit or organ as it stands: its newest opinion (since the last return), whether that was overruled."""

    name: str
    verdict: Verdict | None = None
    version: int = 0
    is_overruled: bool = False

    @property
    def blocks(self) -> bool:
        """Whether the document cannot go on because of it."""
        return self.verdict == Verdict.DISAGREE and not self.is_overruled


@dataclass(frozen=True, slots=True)
class Standing:
    """How a round of countersigning stands. ``version`` is the oldest version that an opinion was given on."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    against: tuple[str, ...]
    version: int
    count: int

    @property
    def is_done(self) -> bool:
        """Whether everybody has spoken, on whatever version."""
        return self.count > 0 and not self.missing

    @property
    def waits_for(self) -> str:
        """Whom it waits for, in Chinese; empty where it waits for nobody."""
        parts = []
        if self.missing:
            parts.append(f"等{'、'.join(self.missing)}答复")
        if self.stale:
            parts.append(f"等{'、'.join(self.stale)}就新稿确认")
        if self.against:
            parts.append(f"{'、'.join(self.against)}不同意，待协商或者裁定")
        return "；".join(parts)


def standing_of(asked: Sequence[Asked], newest: int) -> Standing:
    """The standing of all that are asked, against the newest version of the text."""
    spoken = [one for one in asked if one.verdict is not None]
    return Standing(
        missing=tuple(one.name for one in asked if one.verdict is None),
        stale=tuple(one.name for one in spoken if one.version < newest),
        against=tuple(one.name for one in spoken if one.blocks),
        version=min((one.version for one in spoken), default=0),
        count=len(asked),
    )
