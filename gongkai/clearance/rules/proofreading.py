"""校对: who may proofread a package, in which order, and what still speaks against the last signature.

A reading counts for a text at its digest. Whoever changes the text has it read again from the first round on; its readers
are then shown the difference alone. What was not changed keeps the rounds that it passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.clearance.basis import FOUR_EYES, PROOFREADING, RE_REVIEW
from gongkai.clearance.enums import ProofreadResult
from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks

ROUNDS = 3
ROUND_LABELS = {1: "一校", 2: "二校", 3: "三校"}
MOST_CORRECTIONS = 999

NO_RIGHT = define_rule("clearance.proofreading.right", 13, "校对由有校对权限的人员承担。", PROOFREADING)
NOT_OF_UNIT = define_rule(
    "clearance.proofreading.unit",
    13,
    "校对由起草单位的人员，或可办理任何单位内容的人员承担。",
    PROOFREADING,
)
WROTE_IT = define_rule(
    "clearance.proofreading.wrote_it", 13, "自上次审定以来编辑过该内容的人，不得校对它。", FOUR_EYES
)
SENT_IT = define_rule("clearance.proofreading.sent_it", 13, "送审人不得校对自己送审的内容。", FOUR_EYES)
IN_A_ROW = define_rule(
    "clearance.proofreading.in_a_row",
    13,
    "同一人不得对同一份内容连做两校（厅办公室可在“审校参数”里放开）。",
    PROOFREADING,
)
ORDER = define_rule(
    "clearance.proofreading.order",
    13,
    "校对按一校、二校、三校的次序做，前一校无误后才做下一校。",
    PROOFREADING,
)
NOT_OPEN = define_rule("clearance.proofreading.not_open", 13, "只校对正在审查的审查单。", PROOFREADING)
CHANGED = define_rule(
    "clearance.proofreading.changed", 13, "校对的须是送审的这一版，送审后有改动的须重新送审再校。", RE_REVIEW
)
COUNT = define_rule(
    "clearance.proofreading.count",
    13,
    f"结果是“有改动”的，写明每件改几处；“无误”的没有改动。每件不超过 {MOST_CORRECTIONS} 处。",
    PROOFREADING,
)
NOTE = define_rule(
    "clearance.proofreading.note",
    13,
    "有改动的写清改哪里、怎么改；同一版前次校对提出的改动不改的，写明为什么。",
    PROOFREADING,
)
MISSING = define_rule(
    "clearance.proofreading.missing",
    13,
    "该类内容要求校对的，校够次数才能审定；急件、错别字更正除外。",
    PROOFREADING,
)
UNCORRECTED = define_rule(
    "clearance.proofreading.uncorrected", 13, "校对提出的改动没有改好的，不得审定。", PROOFREADING
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One round read of one text at its present digest: which, by whom (id), and how many corrections it asks for."""

    round: int
    by: int
    corrections: int


@dataclass(frozen=True, slots=True)
class TextStanding:
    """A text on a slip with the readings of it at its present digest, oldest first."""

    key: int
    title: str
    readings: tuple[Reading, ...]

    @property
    def passed(self) -> int:
        """How many rounds in a row it has passed: of each round the latest reading counts."""
        done = 0
        while done < ROUNDS and (last := self._latest(done + 1)) is not None and not last.corrections:
            done += 1
        return done

    @property
    def asked(self) -> Reading | None:
        """The reading that asks for corrections which nobody has made or set aside."""
        last = self._latest(self.passed + 1)
        return last if last is not None and last.corrections else None

    @property
    def last_reader(self) -> int | None:
        """Who read the last round that it passed."""
        return self.reader_of(self.passed)

    def reader_of(self, number: int) -> int | None:
        """Who read a round of it last."""
        last = self._latest(number)
        return last.by if last is not None else None

    def _latest(self, number: int) -> Reading | None:
        return next((one for one in reversed(self.readings) if one.round == number), None)


def next_round(texts: Sequence[TextStanding]) -> int:
    """The round that a package is read in next (1 to 3); 0 where every text has passed all."""
    done = min((text.passed for text in texts), default=ROUNDS)
    return done + 1 if done < ROUNDS else 0


def texts_to_read(texts: Sequence[TextStanding]) -> list[TextStanding]:
    """The texts that the next round reads: those that have passed the fewest."""
    number = next_round(texts)
    return [text for text in texts if number and text.passed == number - 1]


@dataclass(frozen=True, slots=True)
class ReaderFacts:
    """A person about to read the next round of a package (ids only)."""

    user: int
    may_proofread: bool
    works_for_unit: bool
    editors: frozenset[int]
    submitter: int
    is_open: bool
    is_unchanged: bool
    texts: tuple[TextStanding, ...]
    may_repeat: bool


def reasons_against_reader(facts: ReaderFacts) -> list[Reason]:
    """Every reason why this person may not read the round that a package waits for."""
    if not facts.is_open:
        return [NOT_OPEN.reason("这张审查单不在审查中，不用校对。", remedy="请刷新后查看最新状态。")]
    if not next_round(facts.texts):
        return [ORDER.reason("三校都已做完。", remedy="内容改动并重新送审以后，再校改动的部分。")]
    reasons = _against_person(facts)
    if not facts.is_unchanged:
        reasons.append(
            CHANGED.reason("送审后内容有改动，与送审的不同。", remedy="请送审人撤回，重新送审后再校。")
        )
    return reasons


def _against_person(facts: ReaderFacts) -> list[Reason]:
    reasons = []
    if not facts.may_proofread:
        reasons.append(NO_RIGHT.reason("您没有校对的权限。"))
    elif not facts.works_for_unit:
        remedy = "请由起草单位的同事或厅办公室校对。"
        reasons.append(NOT_OF_UNIT.reason("您不是起草单位的人员，不校对这份内容。", remedy=remedy))
    if facts.user in facts.editors:
        reasons.append(WROTE_IT.reason("您编辑过这份内容，不能校对它。", remedy="请由没有写过它的同事校对。"))
    if facts.user == facts.submitter:
        reasons.append(SENT_IT.reason("这份内容是您送审的，不能由您校对。", remedy="请由别的同事校对。"))
    before = [text.title for text in texts_to_read(facts.texts) if text.last_reader == facts.user]
    if before and not facts.may_repeat:
        label = ROUND_LABELS[next_round(facts.texts) - 1]
        names = "、".join(in_title_marks(title) for title in before)
        reasons.append(
            IN_A_ROW.reason(
                f"{names}的{label}是您做的，接下来的一校不能也由您做。", remedy="请由另一位同事校对。"
            )
        )
    return reasons


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """What a proofreader hands in. ``corrections`` are by the key of each text; None is a number that was not given."""

    reader: ReaderFacts
    round: int
    result: str
    corrections: tuple[tuple[int, int | None], ...]
    note: str


def reasons_against_reading(facts: ReadingFacts) -> list[Reason]:
    """Every reason why a reading may not be put on record so. Fields of counts are ``corrections_<key>``."""
    reasons = reasons_against_reader(facts.reader)
    due = next_round(facts.reader.texts)
    if facts.reader.is_open and due and facts.round != due:
        label = ROUND_LABELS.get(facts.round, "这一校")
        remedy = f"现在该做的是{ROUND_LABELS[due]}，请刷新后再填。"
        reasons.append(ORDER.reason(f"{label}已经做过，或还没有轮到。", remedy=remedy))
    return reasons + _against_counts(facts) + _against_note(facts)


def _against_counts(facts: ReadingFacts) -> list[Reason]:
    texts = {text.key: text for text in texts_to_read(facts.reader.texts)}
    reasons = []
    for key, count in facts.corrections:
        name = in_title_marks(texts[key].title) if key in texts else "这份内容"
        if count is not None and not 0 <= count <= MOST_CORRECTIONS:
            remedy = f"请填 0 至 {MOST_CORRECTIONS} 的整数。"
            reasons.append(COUNT.reason(f"{name}的改动处数不对。", remedy=remedy, field=f"corrections_{key}"))
    total = sum(count or 0 for _, count in facts.corrections)
    if facts.result == ProofreadResult.CLEAN and total:
        remedy = "有要改的地方请选“有改动”；没有的，把处数改为 0。"
        reasons.append(COUNT.reason("结果选了“无误”，又填了改动处数。", remedy=remedy, field="result"))
    if facts.result == ProofreadResult.CORRECTED and not total and not reasons:
        remedy = "请在要改的那一件填上改几处；没有要改的，请选“无误”。"
        reasons.append(COUNT.reason("结果选了“有改动”，没有填改几处。", remedy=remedy, field="result"))
    return reasons


def _against_note(facts: ReadingFacts) -> list[Reason]:
    if len(facts.note.strip()) >= 2:
        return []
    if facts.result == ProofreadResult.CORRECTED:
        remedy = "请写清哪一段、哪一处，原来是什么，改成什么。"
        return [NOTE.reason("有改动的，请写明改哪里、怎么改。", remedy=remedy, field="note")]
    if any(text.asked is not None for text in texts_to_read(facts.reader.texts)):
        remedy = "前次校对提出了改动，而内容没有改：请写明为什么不用改。"
        return [NOTE.reason("前次校对提出过改动，这次判为无误的须写明理由。", remedy=remedy, field="note")]
    return []


def reasons_against_unproofread(texts: Sequence[TextStanding], *, rounds: int) -> list[Reason]:
    """Every reason why a package is not proofread enough for the last signature; ``rounds`` is how many are asked for."""
    reasons = []
    for text in texts:
        if text.passed >= rounds:
            continue
        name = in_title_marks(text.title)
        if text.asked is not None:
            label = ROUND_LABELS[text.asked.round]
            message = f"{name}的{label}提出 {text.asked.corrections} 处改动，还没有改。"
            remedy = (
                "请退回送审人改好后重新送审，改过的只校改动处；认为不用改的，请另一位同事再校并写明理由。"
            )
            reasons.append(UNCORRECTED.reason(message, remedy=remedy))
            continue
        missing = "、".join(ROUND_LABELS[number] for number in range(text.passed + 1, rounds + 1))
        message = f"这类内容须校 {rounds} 次，{name}还缺{missing}。"
        reasons.append(MISSING.reason(message, remedy="请由没有写过它的同事在审查单上点“去校对”。"))
    return reasons


def corrections_asked(texts: Iterable[TextStanding]) -> int:
    """How many corrections wait for the sender in a package."""
    return sum(text.asked.corrections for text in texts if text.asked is not None)
