"""What may be entered into the knowledge of the screening engine."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.clearance.basis import KNOWLEDGE
from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.core.reasons import Reason, define_rule

SHORTEST_TERM, LONGEST_TERM = 2, 60
"""House numbers, in characters: a word of one character is in every text; a longer one is a sentence."""
LONGEST_UNLESS, MOST_UNLESS = 60, 20
LEAST_REASON = 5
"""House number: characters of a reason."""
TERM_KINDS = (
    FindingKind.TERM,
    FindingKind.NAME_ERROR,
    FindingKind.FIXED_PHRASE,
    FindingKind.MISPRINT,
    FindingKind.INTERNAL_MARK,
)
"""What a list of words can look for; the other kinds of findings have finders of their own."""
LEVEL_LABELS = [
    (FindingLevel.BLOCK.value, "A 阻断"),
    (FindingLevel.JUSTIFY.value, "B 需书面说明"),
    (FindingLevel.HINT.value, "C 提示"),
]

RIGHT = define_rule("clearance.knowledge.right", 13, "审查词库由厅办公室和保密审查维护。", KNOWLEDGE)
CLOSED = define_rule(
    "clearance.knowledge.closed", 13, "只限保密审查的词表，词语只由保密审查查看和改动。", KNOWLEDGE
)
DATES = define_rule("clearance.knowledge.dates", 13, "停用的日子不早于启用的日子。", KNOWLEDGE)
LIST_NAME = define_rule("clearance.knowledge.list_name", 13, "词表的名称不重复。", KNOWLEDGE)
TERM_LENGTH = define_rule(
    "clearance.knowledge.term_length", 13, "词在两个字到六十个字之间；一个字的词处处都会命中。", KNOWLEDGE
)
TERM_OWN_NAME = define_rule(
    "clearance.knowledge.own_name", 13, "本厅名称里的字词不作查找的词，否则每页都会命中。", KNOWLEDGE
)
TERM_SUGGESTION = define_rule("clearance.knowledge.suggestion", 13, "建议写法不同于要查的词。", KNOWLEDGE)
TERM_UNLESS = define_rule(
    "clearance.knowledge.unless", 13, "例外词是含有要查的词的更长的词，一个词最多二十个。", KNOWLEDGE
)
TERM_SENSE = define_rule("clearance.knowledge.term_sense", 13, "词里至少有一个汉字或字母。", KNOWLEDGE)
TERM_TAKEN = define_rule("clearance.knowledge.term_taken", 13, "同一词表里一个词只有一条。", KNOWLEDGE)
EXCEPTION_REASON = define_rule("clearance.knowledge.exception_reason", 13, "例外须写明理由。", KNOWLEDGE)
EXCEPTION_SCOPE = define_rule(
    "clearance.knowledge.exception_scope", 13, "例外对全站，或者只对一个单位，或者只对一个栏目。", KNOWLEDGE
)
POST_OVERLAP = define_rule(
    "clearance.knowledge.post_overlap", 13, "同一职务同一天只有一个人，注明可以有几个人的除外。", KNOWLEDGE
)
POST_FACTS = define_rule("clearance.knowledge.post_facts", 13, "任职须有姓名、职务、机关和来源。", KNOWLEDGE)
NUMBER_SHAPE = define_rule(
    "clearance.knowledge.number_shape", 13, "登记的文号有发文代字、年份和序号。", KNOWLEDGE
)
NUMBER_TAKEN = define_rule("clearance.knowledge.number_taken", 13, "一个文号只登记一次。", KNOWLEDGE)
PHONE_SHAPE = define_rule("clearance.knowledge.phone_shape", 13, "公布电话是三位到十二位数字。", KNOWLEDGE)
PHONE_TAKEN = define_rule("clearance.knowledge.phone_taken", 13, "一个号码只登记一次。", KNOWLEDGE)

_WORDLIKE = re.compile(r"[^\W\d_]")
_NUMBER = re.compile(r"\S*[^\W\d_]\S*〔\d{4}〕\d+号|\S*[^\W\d_]\S*第?\d+号")


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A word about to be entered. ``own_names`` are names of the department and its units."""

    text: str
    suggestion: str
    unless: Sequence[str]
    valid_from: date | None
    valid_until: date | None
    own_names: Collection[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one day to another, both inclusive; an open end is None. ``holder`` is for telling people."""

    since: date
    until: date | None
    holder: str


def reasons_against_keeping(*, may_keep: bool, is_closed: bool, may_keep_closed: bool) -> list[Reason]:
    """Why a person may not change what the engine knows, or the words of this list."""
    if not may_keep:
        return [RIGHT.reason("您没有维护审查词库的权限。", remedy="请联系厅办公室。")]
    if is_closed and not may_keep_closed:
        return [CLOSED.reason("这张词表只限保密审查查看和改动。", remedy="请联系保密审查。")]
    return []


def reasons_against_reading_words(*, is_seen: bool) -> list[Reason]:
    """Why a person may not see the words of a list."""
    remedy = "需要核对的，请联系保密审查。"
    return [] if is_seen else [CLOSED.reason("这张词表的词语只限保密审查查看。", remedy=remedy)]


def reasons_against_dates(first: date | None, last: date | None, *, field: str) -> list[Reason]:
    """Why two days are no stretch of time."""
    if first is None or last is None or last >= first:
        return []
    remedy = f"开始的日子是 {first:%Y-%m-%d}，请填这一天或以后的日子；没有定的不填。"
    return [DATES.reason("停用、离任或截止的日子早于开始的日子。", remedy=remedy, field=field)]


def reasons_against_term(facts: TermFacts) -> list[Reason]:
    """Every reason why a word may not be looked for."""
    text = facts.text
    reasons = reasons_against_dates(facts.valid_from, facts.valid_until, field="valid_until")
    if not SHORTEST_TERM <= len(text) <= LONGEST_TERM:
        message = f"“{text[:20]}”有 {len(text)} 个字。" if text else "词没有填。"
        reasons.append(TERM_LENGTH.reason(message, remedy="请写 2 到 60 个字。", field="text"))
    elif not _WORDLIKE.search(text):
        reasons.append(TERM_SENSE.reason(f"“{text}”只有数字或标点。", field="text"))
    else:
        whole = next((name for name in facts.own_names if text in name), "")
        if whole:
            message = f"“{text}”是“{whole}”里的字词，每页都会命中。"
            reasons.append(TERM_OWN_NAME.reason(message, remedy="请写得更长、更具体。", field="text"))
    if facts.suggestion and facts.suggestion == text:
        reasons.append(
            TERM_SUGGESTION.reason("建议写法与要查的词相同。", remedy="请改写或留空。", field="suggestion")
        )
    return reasons + _against_unless(text, facts.unless)


def _against_unless(text: str, unless: Sequence[str]) -> list[Reason]:
    reasons = []
    wrong = [word for word in unless if text not in word or word == text or len(word) > LONGEST_UNLESS]
    if text and wrong:
        message = f"例外词“{wrong[0][:20]}”不是含有“{text[:20]}”的更长的词。"
        remedy = "例外词要比查的词长，最多 60 个字；在例外词里面，这个词不算命中。"
        reasons.append(TERM_UNLESS.reason(message, remedy=remedy, field="unless"))
    if len(unless) > MOST_UNLESS:
        reasons.append(
            TERM_UNLESS.reason(f"例外词有 {len(unless)} 个。", remedy="请留下 20 个以内。", field="unless")
        )
    return reasons


def reasons_against_taken(*, is_taken: bool, text: str) -> list[Reason]:
    """Why a word may not be entered again in its list."""
    if not is_taken:
        return []
    remedy = "请在词表里找到它，改那一条。"
    return [TERM_TAKEN.reason(f"“{text}”已在本词表里。", remedy=remedy, field="text")]


def reasons_against_list(*, name_is_taken: bool, first: date, last: date | None) -> list[Reason]:
    """Why a list may not be entered or changed so."""
    reasons = reasons_against_dates(first, last, field="valid_until")
    if name_is_taken:
        reasons.append(LIST_NAME.reason("已有一张词表叫这个名称。", remedy="请换一个名称。", field="name"))
    return reasons


def reasons_against_exception(
    *, text: str, reason: str, has_unit: bool, has_column: bool, first: date, last: date | None
) -> list[Reason]:
    """Every reason why an exception may not be made."""
    reasons = reasons_against_dates(first, last, field="valid_until")
    if not SHORTEST_TERM <= len(text) <= LONGEST_TERM:
        remedy = "请照词表里的写法填，2 到 60 个字。"
        reasons.append(TERM_LENGTH.reason("例外的词没有填对。", remedy=remedy, field="text"))
    if len(reason) < LEAST_REASON:
        remedy = f"请写清为什么在那里这样写是对的，至少 {LEAST_REASON} 个字。"
        reasons.append(EXCEPTION_REASON.reason("理由没有写清。", remedy=remedy, field="reason"))
    if has_unit and has_column:
        remedy = "请只选一个；都不选的对全站有效。"
        reasons.append(EXCEPTION_SCOPE.reason("单位和栏目都选了。", remedy=remedy, field="column"))
    return reasons


def reasons_against_post(
    *, blanks: Sequence[str], wanted: Stretch, is_shared: bool, others: Sequence[Stretch]
) -> list[Reason]:
    """Every reason why a post may not be entered so.

    ``blanks`` are Chinese names of facts left empty; ``others`` the stretches in which others hold, or held, the same
    post and that do not share it.
    """
    reasons = [POST_FACTS.reason(f"没有填{name}。") for name in blanks]
    reasons += reasons_against_dates(wanted.since, wanted.until, field="until")
    for one in others if not is_shared else ():
        if _meet(one, wanted):
            until = f"到 {one.until:%Y-%m-%d}" if one.until else "至今"
            message = f"{one.holder}任这个职务（{one.since:%Y-%m-%d} {until}），与填的日期重叠。"
            remedy = "请先填前任的离任日期；副职等可以有几个人的，勾选“同一职务可以有几个人”。"
            reasons.append(POST_OVERLAP.reason(message, remedy=remedy, field="since"))
    return reasons


def _meet(one: Stretch, other: Stretch) -> bool:
    begins_before_end = other.until is None or one.since <= other.until
    return begins_before_end and (one.until is None or other.since <= one.until)


def reasons_against_number(number: str, *, is_taken: bool) -> list[Reason]:
    """Why a number, in its one writing, may not be noted."""
    if not _NUMBER.fullmatch(number):
        remedy = "例如：示交办〔2026〕31号。"
        return [NUMBER_SHAPE.reason(f"“{number[:40]}”不像文号。", remedy=remedy, field="number")]
    if is_taken:
        remedy = "请在列表里找到它，改那一条。"
        return [NUMBER_TAKEN.reason(f"{number}已经登记过。", remedy=remedy, field="number")]
    return []


def digits_of(phone: str) -> str:
    """A telephone number as the engine compares it: its digits alone, full-width ones too."""
    return "".join(str(int(sign)) for sign in phone if sign.isdecimal())


def reasons_against_phone(
    phone: str, *, is_taken: bool, first: date | None, last: date | None
) -> list[Reason]:
    """Why a telephone may not be entered as published."""
    reasons = reasons_against_dates(first, last, field="valid_until")
    if not 3 <= len(digits_of(phone)) <= 12:  # short codes such as 110; area code and number
        remedy = "请填区号和号码，例如 000-00012345；分机不填。"
        reasons.append(PHONE_SHAPE.reason("号码的位数不对。", remedy=remedy, field="digits"))
    elif is_taken:
        remedy = "请在列表里找到它，改那一条。"
        reasons.append(PHONE_TAKEN.reason("这个号码已经登记过。", remedy=remedy, field="digits"))
    return reasons
