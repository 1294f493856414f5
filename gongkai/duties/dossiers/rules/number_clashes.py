"""A number that stands for another document already, or far beyond the last one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.reasons import Reason, define_rule
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.dossiers.basis import NUMBER_ONCE, NUMBER_WITH_REASON
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.rules.reconciling import Found, Row
from gongkai.duties.dossiers.rules.register_cells import same_title

NUMBER_REGISTERED = define_rule(
    "dossiers.number.registered", 1, "发文登记簿里另一件公文的文号，不给别的公文。", NUMBER_ONCE
)
NUMBER_FAR = define_rule(
    "dossiers.number.far", 1, "登记的文号比最后一个号大出许多的，先确认无误。", NUMBER_WITH_REASON
)
FAR_AHEAD = 10
"""Numbers skipped from which one is asked about: OA counts papers that are not here, but a figure too many skips more."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The row of the outside register that bears a number. ``shown`` is its title as the person may read it."""

    title: str
    shown: str
    written_on: date
    is_void: bool
    url: str


def reasons_against_registered(text: str, title: str, row: Registered | None) -> list[Reason]:
    """Every reason in the outside register why a paper of this title may not have this number."""
    if row is None:
        return []
    if row.is_void:
        message = f"发文登记簿里“{text}”已经作废，不再使用。"
        remedy = "请对照红头文件核对文号；登记簿记错的，在 OA 改正后重新导入。"
        return [NUMBER_REGISTERED.reason(message, remedy=remedy, url=row.url)]
    if same_title(title, row.title):
        return []
    message = f"发文登记簿里“{text}”是{in_title_marks(row.shown)}（成文 {row.written_on:%Y-%m-%d}）。"
    remedy = "请对照红头文件核对：文号错的，改正文号；登记簿错的，在 OA 改正后重新导入，再来编号。"
    return [NUMBER_REGISTERED.reason(message, remedy=remedy, url=row.url)]


def reasons_against_far(text: str, skipped: Sequence[int], *, is_sure: bool) -> list[Reason]:
    """That a number leaves many before it empty, until a person says that it is right. ``skipped`` are those serials."""
    if is_sure or len(skipped) < FAR_AHEAD:
        return []
    message = f"“{text}”前面还空 {len(skipped)} 个号（{skipped[0]} 至 {skipped[-1]} 号）。"
    remedy = "请对照红头文件核对；确是这个号的，在公文卷里点“登记文号”，勾选“确认无误”。"
    return [NUMBER_FAR.reason(message, remedy=remedy, field="number")]


def numbers_twice(rows: Iterable[Row], given: Iterable[tuple[str, str]]) -> list[Found]:
    """Numbers that a paper here has (number, title) and the register says of another title."""
    titles = dict(given)
    return [
        Found(
            RegisterFinding.TWICE,
            f"登记簿里是{in_title_marks(row.title)}，办文里用于{in_title_marks(titles[row.number])}。"
            "请对照红头文件核实：登记簿错的，在 OA 改正后重新导入；办文登记错的，退回登记或者作废。",
            row,
            lamp="red",
        )
        for row in rows
        if row.number in titles and not same_title(row.title, titles[row.number])
    ]
