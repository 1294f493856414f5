"""The register of what is not public: what an entry must hold, and how rows of a sheet become entries. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.clearance.basis_reevaluation import GROUNDS, REEVALUATE, REEVALUATION_FOUR_EYES, SECRET_STUBS
from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.core.days import against_day
from gongkai.core.organisation.rules.roster import text_of
from gongkai.core.reasons import Reason, define_rule

COMPLETE = define_rule(
    "clearance.register.complete", 13, "登记写明名称、保管单位、形成日期和公开方式。", REEVALUATE
)
GROUND = define_rule("clearance.register.ground", 13, "不予公开的写明法定理由，依申请公开的不写。", GROUNDS)
STUB = define_rule(
    "clearance.register.stub", 13, "国家秘密只登记代号、单位和保密期限，名称、文号一律不写。", SECRET_STUBS
)
ONCE = define_rule("clearance.register.once", 13, "同一单位的同一件只登记一次。", REEVALUATE)
OWN = define_rule(
    "clearance.register.own", 13, "登记由保管单位的人办，厅办公室可办全厅的。", REEVALUATION_FOUR_EYES
)
BY_CONCLUSION = define_rule(
    "clearance.register.by_conclusion",
    13,
    "列入过评估的，公开方式和法定理由只由评估结论改变。",
    REEVALUATION_FOUR_EYES,
)
STRIKE = define_rule("clearance.register.strike", 13, "注销登记写明为什么，记录留着。", REEVALUATE)
COLUMNS = (
    "名称",
    "文号",
    "保管单位",
    "形成日期",
    "公开方式",
    "法定理由",
    "代号",
    "责任人",
    "过程结束日期",
    "依申请提供次数",
    "保密期限届满日",
)
REQUIRED = ("名称", "保管单位", "形成日期", "公开方式")
FIELDS = {
    "title": "名称",
    "number": "文号",
    "unit": "保管单位",
    "formed_on": "形成日期",
    "disclosure": "公开方式",
    "ground": "法定理由",
    "code": "代号",
    "responsible": "责任人",
    "process_ended_on": "过程结束日期",
    "given_times": "依申请提供次数",
    "secrecy_until": "保密期限届满日",
}
"""Field of an entry → heading of its column."""
MAX_ROWS = 5_000
LONGEST = {"名称": 300, "文号": 60, "代号": 40}
GONE = "（没有保存）"
"""What stands in the place of a cell that must not be kept."""
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_DISCLOSURES = {str(one.label): one.value for one in (Disclosure.ON_REQUEST, Disclosure.WITHHELD)}
_GROUNDS = {
    name: one.value
    for one in WithheldGround
    for name in (one.value, str(one.label), str(one.label).partition("：")[2])
} | {
    "商业秘密": WithheldGround.THIRD_PARTY.value,
    "个人隐私": WithheldGround.THIRD_PARTY.value,
    "三安全一稳定": WithheldGround.SECURITY.value,
    "内部事务": WithheldGround.INTERNAL.value,
    "过程信息": WithheldGround.PROCESS.value,
    "行政执法案卷": WithheldGround.CASE_FILE.value,
}


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """An entry of the register about to be kept, by whom and when. ``unit_known`` is False where none was found."""

    title: str
    number: str
    code: str
    disclosure: str
    ground: str
    formed_on: date | None
    process_ended_on: date | None
    secrecy_until: date | None
    given_times: int
    unit_known: bool
    is_own: bool
    is_there_already: bool
    today: date


def reasons_against_entering(facts: EntryFacts) -> list[Reason]:
    """Why an entry may not be kept; every reason names its field."""
    reasons = []
    if not facts.unit_known:
        reasons.append(COMPLETE.reason("请写保管单位。", field="unit"))
    elif not facts.is_own:
        message = "只能登记您单位保管的。"
        reasons.append(OWN.reason(message, remedy="别的单位的请转告它登记，或报厅办公室。", field="unit"))
    if facts.disclosure not in _DISCLOSURES.values():
        message = "公开方式请选依申请公开或不予公开。"
        reasons.append(COMPLETE.reason(message, remedy="主动公开的不用登记。", field="disclosure"))
    if facts.is_there_already:
        message = "这一件已经登记过。"
        field = "code" if facts.ground == WithheldGround.STATE_SECRET else "title"
        reasons.append(ONCE.reason(message, remedy="请打开已登记的那一件修改。", field=field))
    reasons += _against_ground(facts)
    reasons += _of_stub(facts) if facts.ground == WithheldGround.STATE_SECRET else _of_ordinary(facts)
    if not 0 <= facts.given_times <= 9999:
        reasons.append(COMPLETE.reason("依申请提供次数是 0 至 9999。", field="given_times"))
    return reasons


def _against_ground(facts: EntryFacts) -> list[Reason]:
    reasons = []
    if facts.disclosure == Disclosure.WITHHELD and not facts.ground:
        remedy = "请在《政府信息公开条例》第十四条至第十六条的理由中选一项；没有理由的应当公开。"
        reasons.append(GROUND.reason("不予公开须写明法定理由。", remedy=remedy, field="ground"))
    if facts.disclosure == Disclosure.ON_REQUEST and facts.ground:
        message = "依申请公开的不写不予公开的理由。"
        reasons.append(GROUND.reason(message, remedy="请把理由留空，或改为不予公开。", field="ground"))
    if facts.process_ended_on is not None and facts.ground != WithheldGround.PROCESS:
        message = "过程结束日期只有过程性信息才填。"
        reasons.append(GROUND.reason(message, remedy="请留空，或核对法定理由。", field="process_ended_on"))
    return reasons


def _of_stub(facts: EntryFacts) -> list[Reason]:
    reasons = []
    if facts.title or facts.number or facts.formed_on is not None:
        message = "国家秘密不能写名称、文号和形成日期。"
        remedy = "请清空这三项，只写代号；写过名称的文件请转到保密渠道。"
        reasons.append(STUB.reason(message, remedy=remedy, field="title"))
    if not facts.code:
        reasons.append(STUB.reason("国家秘密请写代号。", remedy="代号不能看出内容。", field="code"))
    return reasons


def _of_ordinary(facts: EntryFacts) -> list[Reason]:
    reasons = []
    if not facts.title:
        reasons.append(COMPLETE.reason("请写名称。", field="title"))
    if facts.formed_on is None:
        reasons.append(COMPLETE.reason("请写形成日期。", field="formed_on"))
    elif facts.formed_on > facts.today:
        reasons.append(COMPLETE.reason("形成日期不能在今天之后。", field="formed_on"))
    if facts.code or facts.secrecy_until is not None:
        message = "代号和保密期限只用于国家秘密。"
        field = "code" if facts.code else "secrecy_until"
        reasons.append(STUB.reason(message, remedy="请留空，或核对法定理由。", field=field))
    return reasons


def reasons_against_other_terms(
    *, label: str, was_evaluated: bool, old: tuple[str, str], new: tuple[str, str]
) -> list[Reason]:
    """Why an entry may not simply get other terms (disclosure, ground): that is what re-evaluation is for."""
    if not was_evaluated or old == new:
        return []
    message = f"{label}列入过评估，公开方式和法定理由不能直接改。"
    remedy = "请在评估时提出结论；确认后登记簿随之改变。登记有误的，注销后重新登记。"
    field = "disclosure" if old[0] != new[0] else "ground"
    return [BY_CONCLUSION.reason(message, remedy=remedy, field=field)]


def reasons_against_striking(*, label: str, is_own: bool, is_struck: bool, reason: str) -> list[Reason]:
    """Why an entry may not be struck out."""
    reasons = []
    if not is_own:
        reasons.append(OWN.reason(f"{label}不是您单位保管的。", remedy="请转告保管单位注销。"))
    if is_struck:
        reasons.append(STRIKE.reason(f"{label}已经注销。"))
    if not reason.strip():
        message = "请写明为什么注销，例如登记重复、已经公开。"
        reasons.append(STRIKE.reason(message, field="reason"))
    return reasons


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet: its number as the sheet counts, and its cells as texts by heading."""

    number: int
    cells: Mapping[str, str]

    @property
    def is_secret(self) -> bool:
        """Whether the row says that it is about a state secret."""
        return ground_in(self.cells.get("法定理由", "")) == WithheldGround.STATE_SECRET


def read_lines(rows: Sequence[Sequence[Any]]) -> tuple[list[Line], str]:
    """The rows below the headings, and what is wrong with the sheet as a whole (a Chinese sentence, empty for nothing)."""
    texts = [[text_of(value) for value in row] for row in rows]
    first = next((at for at, row in enumerate(texts) if any(row)), None)
    if first is None:
        return [], "文件是空的。请下载样表，填好再传。"
    heads = texts[first]
    missing = [name for name in REQUIRED if name not in heads]
    if missing:
        return [], f"表头缺少列：{'、'.join(missing)}。请用样表的列名。"
    twice = [name for name in COLUMNS if heads.count(name) > 1]
    if twice:
        return [], f"列重复：{'、'.join(twice)}。请只留一列。"
    if len(texts) - first - 1 > MAX_ROWS:
        return [], f"一次最多 {MAX_ROWS} 行，请分开导入。"
    where = {name: heads.index(name) for name in COLUMNS if name in heads}
    lines = []
    for number, row in enumerate(texts[first + 1 :], start=first + 2):
        cells = {name: row[at] if at < len(row) else "" for name, at in where.items()}
        if any(cells.values()):
            lines.append(Line(number, cells))
    return lines, "" if lines else "表里没有数据行。"


def ground_in(text: str) -> str:
    """The code of a legal ground named in a cell; empty where none is known by that name."""
    return _GROUNDS.get(text.strip(), "")


def disclosure_in(text: str) -> str:
    """The code of 依申请公开 or 不予公开; empty for anything else."""
    return _DISCLOSURES.get(text.strip(), "")


def day_in(text: str, today: date) -> date | None:
    """A day written in a cell; None for what is no day that anybody can mean."""
    match = _DAY.fullmatch(text.strip())
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return day if day is not None and not against_day(day, today) else None


def flaws_of_cells(line: Line, today: date) -> list[tuple[str, str]]:
    """What in the cells of a row cannot be read, as (heading, Chinese sentence)."""
    cells, found = line.cells, []
    for name in ("形成日期", "过程结束日期", "保密期限届满日"):
        text = cells.get(name, "")
        if text not in ("", GONE) and day_in(text, today) is None:
            found.append((name, f"“{text[:20]}”不是日期，请写成 2026-03-01。"))
    if (text := cells.get("法定理由", "")) and not ground_in(text):
        found.append(("法定理由", f"“{text[:30]}”不是第十四条至第十六条的理由，请照样表写。"))
    if (text := cells.get("公开方式", "")) and not disclosure_in(text):
        found.append(("公开方式", f"“{text[:20]}”认不出，请写依申请公开或不予公开。"))
    if (text := cells.get("依申请提供次数", "")) and not (
        text.isascii() and text.isdigit() and len(text) < 5
    ):
        found.append(("依申请提供次数", f"“{text[:20]}”不是次数，请写整数。"))
    for name, longest in LONGEST.items():
        if len(cells.get(name, "")) > longest:
            found.append((name, f"超过 {longest} 个字。"))
    return found
