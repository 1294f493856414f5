"""Which number a paper may get: from which series, by whom, when; which numbers of a year are missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.dossiers.basis import (
    NUMBER_ONCE,
    NUMBER_WITH_REASON,
    SIGNED_BY_HEAD,
    UNIFIED_NUMBER,
)
from gongkai.duties.dossiers.enums import Mode, NumberState, Step
from gongkai.duties.dossiers.rules.days import reasons_against_day
from gongkai.duties.dossiers.rules.series import SeriesFacts, against_right, is_of_series
from gongkai.duties.dossiers.rules.track import ChainFacts
from gongkai.duties.policies.enums import OWN_SIGNATURES, Signature
from gongkai.duties.policies.number_spelling import DocumentNumber, parse_number

NUMBER_MODE = define_rule(
    "dossiers.number.mode", 1, "OA 办文的登记 OA 给的文号，本系统办文的由本系统编号。", UNIFIED_NUMBER
)
NUMBER_SERIES = define_rule(
    "dossiers.number.series", 1, "以本厅名义印发的，用本厅在用的文号系列；署名不由代字决定。", UNIFIED_NUMBER
)
NUMBER_SPELLED = define_rule(
    "dossiers.number.spelled", 1, "文号写成“机关代字〔年份〕序号”，公告、令写成“2026年第3号”。", NUMBER_ONCE
)
NUMBER_USED = define_rule(
    "dossiers.number.used", 1, "一个文号只用一次，作废的也不再用；一件公文只有一个文号。", NUMBER_ONCE
)
NUMBER_YEAR = define_rule("dossiers.number.year", 1, "文号的年份不在将来。", NUMBER_ONCE)
NUMBER_DAY = define_rule(
    "dossiers.number.day", 1, "系统外给的文号登记编号日期，不早于签发，不在将来。", SIGNED_BY_HEAD
)
NUMBER_REASON = define_rule("dossiers.number.reason", 1, "留号、作废要写明原因。", NUMBER_WITH_REASON)
NUMBER_NO_GAP = define_rule(
    "dossiers.number.no_gap", 1, "编号连续，缺号只能是写明原因的留号或者作废。", NUMBER_WITH_REASON
)
NUMBER_PUBLIC = define_rule("dossiers.number.public", 1, "网页已经公开的，文号不能作废。", NUMBER_ONCE)
MOST_RESERVED = 50
EARLIEST_YEAR = 1949


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """A number about to be given by this system. ``against_step`` is what speaks against the step 登记编号."""

    may_number: bool
    mode: Mode
    signature: Signature
    series: SeriesFacts
    against_step: tuple[Reason, ...]


def reasons_against_issuing(facts: IssueFacts) -> list[Reason]:
    """Every reason why this system may not give a paper its next number."""
    reasons = against_right(facts.may_number)
    if facts.mode != Mode.FULL:
        remedy = "请填写 OA 给的文号登记；改由本系统办文的，先改办文方式。"
        reasons.append(NUMBER_MODE.reason("这件公文在 OA 办理，不由本系统编号。", remedy=remedy))
    if facts.signature not in OWN_SIGNATURES:
        message = f"署名是“{facts.signature.label}”，文号由印发机关给。"
        reasons.append(NUMBER_SERIES.reason(message, remedy="请填写印发机关的文号登记。"))
    if not facts.series.is_in_use:
        message = f"文号系列“{facts.series.prefix}”已经停用。"
        reasons.append(NUMBER_SERIES.reason(message, field="series", remedy="请选在用的系列。"))
    return reasons + list(facts.against_step)


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """A number given elsewhere, about to be recorded. ``holder`` is the title of what has it; ``None`` if nobody has."""

    may_number: bool
    mode: Mode
    signature: Signature
    typed: str
    own_series: tuple[SeriesFacts, ...]
    this_year: int
    holder: tuple[str, NumberState] | None
    against_step: tuple[Reason, ...]


def reasons_against_recording(facts: RecordFacts) -> list[Reason]:
    """Every reason why a number that was given elsewhere may not be recorded for a paper."""
    reasons = against_right(facts.may_number)
    is_own = facts.signature in OWN_SIGNATURES
    if is_own and facts.mode == Mode.FULL:
        reasons.append(
            NUMBER_MODE.reason("这件公文由本系统编号，不能手填文号。", remedy="请选文号系列，点“编号”。")
        )
    number = parse_number(facts.typed)
    if number is None:
        said = f"文号“{facts.typed.strip()[:60]}”认不出。" if facts.typed.strip() else "没有填文号。"
        remedy = "请对照红头文件，写成“示交规〔2026〕9号”或者“示例省交通运输厅公告2026年第3号”。"
        reasons.append(NUMBER_SPELLED.reason(said, field="number", remedy=remedy))
    else:
        reasons += _against_number(facts, number, is_own)
    return reasons + list(facts.against_step)


def reasons_against_number_day(
    on: date | None, chain: ChainFacts, *, is_asked: bool, today: date
) -> list[Reason]:
    """Why a number cannot have been given on a day. Who has the paper is asked for it; OA hands none over."""
    remedy = "请对照红头文件、版记核对。"
    if on is None and is_asked:
        return [NUMBER_DAY.reason("没有填编号日期。", field="numbered_on", remedy=remedy)]
    if on is not None and on > today:
        return [NUMBER_DAY.reason("编号日期晚于今天。", field="numbered_on", remedy=remedy)]
    return reasons_against_day(
        NUMBER_DAY, Step.NUMBERING, on, chain, today=today, field="numbered_on", remedy=remedy
    )


def _against_number(facts: RecordFacts, number: DocumentNumber, is_own: bool) -> list[Reason]:
    reasons = []
    if is_own and not any(one.is_in_use and is_of_series(number, one) for one in facts.own_series):
        known = "、".join(one.prefix for one in facts.own_series if one.is_in_use) or "还没有"
        message = f"“{number.prefix or number.text}”不是本厅在用的文号系列。"
        remedy = f"在用的有：{known}。署名不是本厅的，请先改正立项信息；是新系列的，先设置文号系列。"
        reasons.append(NUMBER_SERIES.reason(message, field="number", remedy=remedy))
    if number.year is not None and not EARLIEST_YEAR <= number.year <= facts.this_year:
        message = f"文号的年份 {number.year} 不对，今年是 {facts.this_year} 年。"
        reasons.append(NUMBER_YEAR.reason(message, field="number", remedy="请对照红头文件核对。"))
    if facts.holder is not None:
        reasons.append(_used(number.text, *facts.holder))
    return reasons


def _used(text: str, title: str, state: NumberState) -> Reason:
    if state is NumberState.VOID:
        message, remedy = f"文号“{text}”已经作废，不再使用。", "请核对；确实要用的，由厅办公室另给文号。"
    elif state is NumberState.RESERVED:
        message, remedy = f"文号“{text}”是留号。", "请在三统一登记簿里点“启用”。"
    else:
        message = f"文号“{text}”已用于{in_title_marks(title)}。"
        remedy = "请对照红头文件核对；前一件登记错的，先在三统一登记簿里退回那一件的登记。"
    return NUMBER_USED.reason(message, field="number", remedy=remedy)


def cautions_of_recording(
    typed: str, *, signed_year: int | None, series: Sequence[SeriesFacts], signature: Signature, kind: str
) -> list[str]:
    """What to look at though it forbids nothing: mended spelling, another year than that of signing, an unusual series."""
    number = parse_number(typed)
    if number is None:
        return []
    cautions = []
    if number.text != typed.strip():
        cautions.append(f"写法已改为规范的“{number.text}”。")
    if signed_year is not None and number.year is not None and number.year != signed_year:
        cautions.append(f"文号的年份是 {number.year}，签发在 {signed_year} 年，请核对。")
    found = next((one for one in series if is_of_series(number, one)), None)
    if found is not None and found.signatures and signature not in found.signatures:
        cautions.append(f"系列“{found.prefix}”一般不用于署名“{signature.label}”的公文，请核对。署名不变。")
    if found is not None and found.kinds and kind not in found.kinds:
        cautions.append(f"系列“{found.prefix}”一般不用于这一类别的公文，请核对。")
    return cautions


@dataclass(frozen=True, slots=True)
class ReserveFacts:
    """Numbers about to be kept back: ``taken`` are serials of the range that are used; ``next_serial`` comes next."""

    may_number: bool
    is_in_use: bool
    year: int
    this_year: int
    first: int
    last: int
    next_serial: int
    taken: tuple[int, ...]
    reason: str


def reasons_against_reserving(facts: ReserveFacts) -> list[Reason]:
    """Every reason why a range of numbers may not be kept back."""
    reasons = against_right(facts.may_number)
    if not facts.is_in_use:
        reasons.append(
            NUMBER_SERIES.reason("这个文号系列已经停用。", field="series", remedy="请选在用的系列。")
        )
    if not EARLIEST_YEAR <= facts.year <= facts.this_year:
        reasons.append(NUMBER_YEAR.reason(f"不能给 {facts.year} 年留号。", field="year", remedy="请填今年。"))
    if not 1 <= facts.first <= facts.last:
        reasons.append(NUMBER_NO_GAP.reason("留号的范围不对。", field="first", remedy="从小到大填起止序号。"))
    elif facts.last - facts.first >= MOST_RESERVED:
        message = f"一次最多留 {MOST_RESERVED} 个号。"
        reasons.append(NUMBER_NO_GAP.reason(message, field="last", remedy="请减少数量。"))
    if facts.first > facts.next_serial:
        message = f"下一个序号是 {facts.next_serial}，从 {facts.first} 留起会缺号。"
        remedy = f"请从 {facts.next_serial} 留起。"
        reasons.append(NUMBER_NO_GAP.reason(message, field="first", remedy=remedy))
    if facts.taken:
        named = "、".join(str(one) for one in facts.taken[:5])
        reasons.append(
            NUMBER_USED.reason(f"序号 {named} 已经有了。", field="first", remedy="请避开已有的序号。")
        )
    if not facts.reason.strip():
        reasons.append(NUMBER_REASON.reason("请写明留号原因。", field="reason"))
    return reasons


def reasons_against_voiding_number(
    *, may_number: bool, text: str, is_void: bool, is_public: bool, reason: str
) -> list[Reason]:
    """Every reason why a number may not be made void."""
    reasons = against_right(may_number)
    if is_void:
        reasons.append(NUMBER_USED.reason(f"文号“{text}”已经作废。"))
    if is_public:
        remedy = "请先撤下网页；文字有误的，用更正。"
        reasons.append(NUMBER_PUBLIC.reason(f"文号“{text}”的公文已经公开，不能作废。", remedy=remedy))
    if not reason.strip():
        reasons.append(NUMBER_REASON.reason("请写明作废原因。", field="reason"))
    return reasons


def reasons_against_using(
    *,
    may_number: bool,
    text: str,
    state: NumberState,
    signature: Signature,
    against_step: Sequence[Reason],
) -> list[Reason]:
    """Every reason why a number kept back may not be given to a paper."""
    reasons = against_right(may_number)
    if state is not NumberState.RESERVED:
        reasons.append(NUMBER_USED.reason(f"文号“{text}”不是留号（{state.label}）。"))
    if signature not in OWN_SIGNATURES:
        message = f"署名是“{signature.label}”的公文不用本厅的文号。"
        reasons.append(NUMBER_SERIES.reason(message, field="dossier", remedy="请填写印发机关的文号登记。"))
    return reasons + list(against_step)


def reasons_against_unrecording(
    *, may_number: bool, text: str, state: NumberState, is_recorded: bool, is_public: bool, reason: str
) -> list[Reason]:
    """Every reason why a number recorded for the wrong paper may not be taken back and kept for the right one."""
    reasons = against_right(may_number)
    if state is not NumberState.ISSUED or not is_recorded:
        message = f"文号“{text}”不是登记的系统外文号，不能退回。"
        reasons.append(NUMBER_USED.reason(message, remedy="本系统编的号，确需停用的请作废。"))
    if is_public:
        message = f"文号“{text}”的公文已经公开，不能退回登记。"
        reasons.append(NUMBER_PUBLIC.reason(message, remedy="请先撤下网页。"))
    if not reason.strip():
        reasons.append(NUMBER_REASON.reason("请写明退回登记的原因。", field="reason"))
    return reasons
