"""会签 that was given on paper: outside organs always, the department's own units where the document runs in OA. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis_review import COUNTERSIGNED
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.rules.countersigning import (
    ASK_RIGHT,
    ASK_WHOM,
    REQUEST_OPEN,
    SIGN_FOUR_EYES,
    SIGN_VERSION,
    SIGN_WORDS,
    WITH_WORDS,
    of_our_own,
)
from gongkai.duties.dossiers.rules.days import reasons_against_day
from gongkai.duties.dossiers.rules.track import ChainFacts

ON_PAPER = define_rule(
    "dossiers.countersign.paper",
    1,
    "外单位的、OA 里签的会签意见凭书面材料登记，写明日期；本厅单位的由没有经手文稿的办公室人员登记。",
    COUNTERSIGNED,
)


@dataclass(frozen=True, slots=True)
class PaperWord:
    """One unit's or organ's word on the paper. ``place`` tells rows of a form apart, empty where there is one."""

    name: str
    is_own: bool
    is_misnamed: bool
    """A unit of the department typed as an outside organ."""
    has_signed_here: bool
    """Whether its head gave a word in this system that stands on this version."""
    said_on: date | None
    """The day of its newest word on paper that stands on this version."""
    verdict: Verdict | None
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A 会签单, and who records it. ``drafting`` is the name of the drafting unit, ``asked_on`` the latest asking here."""

    may_ask: bool
    may_record_own: bool
    chain: ChainFacts
    is_oa: bool
    is_ended: bool
    is_signed: bool
    words: Sequence[PaperWord]
    drafting: str
    has_paper: bool
    dated_on: date | None
    asked_on: date | None
    today: date
    version: int
    newest: int


def reasons_against_recording(facts: SheetFacts) -> list[Reason]:
    """Every reason why a 会签单 may not be recorded like this."""
    reasons = _against_sheet(facts) + _against_day(facts)
    if not facts.words:
        message = "请选会签单位，或者填写外单位名称。"
        reasons.append(ASK_WHOM.reason(message, field="unit0", remedy="一行写一个单位和它的意见。"))
    for word in facts.words:
        reasons += _against_word(word, facts)
    own = [word for word in facts.words if word.is_own]
    if own and not facts.is_oa:
        message = f"这件公文在本系统办理，{own[0].name}的意见由其负责人在系统里签，不登记。"
        reasons.append(ON_PAPER.reason(message, remedy="请发起会签。"))
    elif own and not facts.may_record_own:
        message = "本厅单位在 OA 里签的意见，由没有起草、改过这份文稿的办公室人员登记。"
        reasons.append(SIGN_FOUR_EYES.reason(message, remedy="请厅办公室登记。"))
    return reasons


def _against_sheet(facts: SheetFacts) -> list[Reason]:
    reasons = []
    if not (facts.may_ask or facts.may_record_own):
        reasons.append(ASK_RIGHT.reason("您不能登记会签意见。", remedy="请起草单位或者厅办公室登记。"))
    if facts.is_ended:
        reasons.append(REQUEST_OPEN.reason("这一卷已经办结，不能再登记意见。"))
    if facts.is_signed:
        reasons.append(
            ASK_RIGHT.reason("公文已经签发，不能再登记会签意见。", remedy="确需会签的，请先退回。")
        )
    if facts.version != facts.newest or facts.newest == 0:
        message = f"您看的是第 {facts.version} 稿，现在已是第 {facts.newest} 稿。"
        reasons.append(SIGN_VERSION.reason(message, remedy="请看过改动，确认书面意见针对的是这一稿。"))
    if not facts.has_paper:
        reasons.append(ON_PAPER.reason("请附书面的会签意见。", field="file", remedy="请上传会签单的扫描件。"))
    return reasons


def _against_day(facts: SheetFacts) -> list[Reason]:
    if facts.dated_on is None:
        return [ON_PAPER.reason("请填写书面意见的日期。", field="dated_on")]
    if facts.dated_on > facts.today:
        return [ON_PAPER.reason("书面意见的日期晚于今天。", field="dated_on")]
    if not facts.is_oa and facts.asked_on is not None and facts.dated_on < facts.asked_on:
        message = f"书面意见的日期早于送会签（{facts.asked_on:%Y-%m-%d}）。"
        return [ON_PAPER.reason(message, field="dated_on", remedy="请核对书面意见上的日期。")]
    return reasons_against_day(
        ON_PAPER,
        Step.COUNTERSIGN,
        facts.dated_on,
        facts.chain,
        today=facts.today,
        field="dated_on",
        remedy="请核对书面意见上的日期。",
    )


def _against_word(word: PaperWord, facts: SheetFacts) -> list[Reason]:
    reasons = []
    if word.name == facts.drafting:
        message = f"“{word.name}”是起草单位，不用会签。"
        reasons.append(ASK_WHOM.reason(message, field=f"unit{word.place}"))
    if word.is_misnamed:
        reasons.append(of_our_own(word.name, field=f"organ{word.place}"))
    if word.has_signed_here:
        message = f"{word.name}已经就这一稿在本系统签了意见，不能再凭书面登记。"
        reasons.append(ON_PAPER.reason(message, remedy="意见有变的，请其负责人重新签。"))
    elif word.said_on is not None and facts.dated_on is not None and facts.dated_on < word.said_on:
        message = f"{word.name}已登记的意见（{word.said_on:%Y-%m-%d}）比这一份晚。"
        reasons.append(ON_PAPER.reason(message, field="dated_on", remedy="以晚的为准，请核对日期。"))
    if [one.name for one in facts.words].count(word.name) > 1:
        message = f"“{word.name}”写了两行。"
        reasons.append(ASK_WHOM.reason(message, field=f"unit{word.place}", remedy="请留一行。"))
    if word.verdict is None:
        reasons.append(SIGN_WORDS.reason(f"请选{word.name}的意见。", field=f"verdict{word.place}"))
    elif word.verdict in WITH_WORDS and not word.text.strip():
        message = f"{word.name}“{word.verdict.label}”的，请写明意见。"
        reasons.append(SIGN_WORDS.reason(message, field=f"text{word.place}"))
    return reasons
