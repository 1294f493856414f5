"""Series of numbers: how a number of each is written, which papers it serves, which serials of a year are missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.core.reasons import Reason, define_rule
from gongkai.duties.dossiers.basis import UNIFIED_NUMBER
from gongkai.duties.dossiers.enums import SeriesForm
from gongkai.duties.policies.number_spelling import DocumentNumber, NumberForm, parse_number

NUMBER_RIGHT = define_rule(
    "dossiers.number.right", 1, "文号由厅办公室统一登记、统一编号、统一印发。", UNIFIED_NUMBER
)
SERIES_SAVED = define_rule(
    "dossiers.series.saved", 1, "文号系列写明代字、名称；用过的代字不改。", UNIFIED_NUMBER
)


@dataclass(frozen=True, slots=True)
class SeriesFacts:
    """A series, as the rules see it."""

    prefix: str
    form: SeriesForm
    is_in_use: bool
    kinds: frozenset[str]
    signatures: frozenset[str]


def spelled(series: SeriesFacts, year: int, serial: int) -> str:
    """A number of a series in its standard spelling."""
    form = NumberForm.BRACKET if series.form == SeriesForm.BRACKET else NumberForm.ORDINAL
    return DocumentNumber(series.prefix, year, serial, form).text


def series_rank(series: SeriesFacts, *, kind: str, signature: str) -> tuple[bool, bool, str]:
    """Sorts series for a paper: those that serve its signature first, then its kind."""
    return signature not in series.signatures, kind not in series.kinds, series.prefix


def is_of_series(number: DocumentNumber, series: SeriesFacts) -> bool:
    """Whether a number belongs to a series by its prefix and its form."""
    form = NumberForm.BRACKET if series.form == SeriesForm.BRACKET else NumberForm.ORDINAL
    return number.prefix == series.prefix and number.form is form


def gaps_in(serials: Iterable[int], first: int = 1) -> tuple[int, ...]:
    """The serials missing between the first of a year and the last one known, in order."""
    known = set(serials)
    return tuple(one for one in range(first, max(known, default=0)) if one not in known)


def ranges_of(serials: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Serials in order as runs, each (first, last)."""
    runs: list[tuple[int, int]] = []
    for one in serials:
        if runs and one == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], one)
        else:
            runs.append((one, one))
    return tuple(runs)


def reasons_against_series(
    *,
    may_number: bool,
    prefix: str,
    name: str,
    is_used: bool,
    is_same_prefix: bool,
    is_taken: bool,
    form: SeriesForm,
) -> list[Reason]:
    """Every reason why a series may not be kept as it was written."""
    reasons = against_right(may_number)
    facts = SeriesFacts(prefix, form, True, frozenset(), frozenset())
    number = parse_number(spelled(facts, 2026, 1))
    if number is None or not is_of_series(number, facts):
        message = (
            "代字只写汉字，2 至 12 个。"
            if form == SeriesForm.BRACKET
            else "只写汉字，如“示例省交通运输厅公告”。"
        )
        reasons.append(SERIES_SAVED.reason(message, field="prefix", remedy="不写年份、括号和序号。"))
    if not name.strip():
        reasons.append(SERIES_SAVED.reason("请写系列名称。", field="name"))
    if is_taken:
        reasons.append(
            SERIES_SAVED.reason(f"已经有系列“{prefix}”。", field="prefix", remedy="请打开它修改。")
        )
    if is_used and not is_same_prefix:
        message = "这个系列已经给过文号，代字和写法不能改。"
        reasons.append(SERIES_SAVED.reason(message, field="prefix", remedy="请停用它，另设一个系列。"))
    return reasons


def against_right(may_number: bool) -> list[Reason]:
    """That numbers are the office's."""
    if may_number:
        return []
    return [NUMBER_RIGHT.reason("您不能编号。", remedy="请厅办公室办理。")]
