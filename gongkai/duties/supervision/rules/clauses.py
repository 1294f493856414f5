"""Responsibility clauses: （牵头单位：…，责任单位：…；完成时限：…） and its many relatives (dossier 16.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from gongkai.duties.supervision.enums import FlagCode, UnitRole
from gongkai.duties.supervision.rules.deadlines import read_deadline
from gongkai.duties.supervision.rules.text import trimmed
from gongkai.duties.supervision.rules.unitlists import UnitList, read_units
from gongkai.duties.supervision.rules.values import Deadline, Flag, Responsibility, Span

_WHO = r"(?:单位|部门|处室|科室|司局|处|科|方)"
_ASIDE = r"(?:（[^（）：]{1,6}）)?"
_LABELS = (
    (
        "leader",
        rf"(?:牵头|责任|分管|挂点|主管|包保)(?:市|县|区|厅|局)?领导|责任人{_ASIDE}|责任到[^：，；]{{1,12}}",
    ),
    ("lead", rf"(?:牵头|主办|主责|主要责任){_ASIDE}{_WHO}{_ASIDE}|牵头(?=：)"),
    ("cooperating", rf"(?:配合|协办|协同|协助|参与|参加|会办){_ASIDE}{_WHO}{_ASIDE}|配合(?=：)"),
    ("responsible", rf"(?:责任|落实|承办|实施|涉项|负责|执行){_ASIDE}{_WHO}{_ASIDE}"),
    (
        "deadline",
        r"(?:整改|完成|办结|落实)?(?:时限|期限)(?:要求)?|完成时间|时间要求|时间节点|完成日期|时间安排",
    ),
    ("other", r"公开路径|公开渠道|备注|联系人|联系电话|工作成果|成果形式"),
)
LABEL = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _LABELS))
LABELLED = re.compile(f"(?:{'|'.join(f'(?:{p})' for _, p in _LABELS)})\\s*：")
_STOP = r"(?=[，；。、）\s\u2028]|$)"
_VERBS = re.compile(
    r"(?P<responsible>(?:等(?:有关|相关)?(?:单位|部门)?)?(?:按照?|依)(?:照)?(?:各自)?职责(?:分工)?(?:分别|共同|抓好|组织)?"
    r"(?:负责|落实|推进|做好)?(?:落实|实施)?"
    r"|(?:分工|分别|共同|具体|组织|各自)*负责(?:组织)?(?:落实|实施|推进)?|分工落实|组织实施)"
    + _STOP
    + r"|(?P<lead>牵头(?:负责|组织|落实|抓总)?)"
    + _STOP
    + r"|(?P<cooperating>(?:积极|协同|共同)?(?:配合|协助|参与|协同)(?:落实|做好)?)"
    + _STOP
)
_ROLE = {role.value: role for role in UnitRole}


@dataclass(slots=True)
class _Reading:
    """What a clause has told so far."""

    lists: list[tuple[UnitRole, UnitList]]
    leaders: list[str]
    deadline: Deadline
    flags: list[Flag]


def looks_responsible(form: str) -> bool:
    """Whether words in reading form read like a responsibility clause."""
    if LABELLED.search(form):
        return True
    return any(m.start() > 0 for m in _VERBS.finditer(form)) and len(form) <= 400


def read_clause(
    form: str, start: int, end: int, year: int | None, issued_on: date | None, role: UnitRole | None = None
) -> Responsibility:
    """Read one clause of a text in reading form; ``role`` is that of its table column."""
    reading = _Reading([], [], Deadline(), [])
    labels = list(LABELLED.finditer(form, start, end))
    first = labels[0].start() if labels else end
    _read_unlabelled(reading, form, start, first, role, (year, issued_on))
    for here, there in zip(labels, [*labels[1:], None], strict=False):
        stop = there.start() if there else end
        _read_labelled(reading, form, here, stop, (year, issued_on))
    return _gathered(reading)


def _read_labelled(
    reading: _Reading, form: str, label: re.Match[str], stop: int, when: tuple[int | None, date | None]
) -> None:
    named = LABEL.match(form, label.start(), label.end())
    kind = named.lastgroup if named else "other"
    value = trimmed(form, label.end(), stop, " \t\r\n\f\v\u2028，；。、")
    if kind == "deadline":
        reading.deadline = replace(read_deadline(form[value.start : value.end], *when), span=value)
    elif kind == "leader":
        names = re.split(r"[、，；\u2028\n]", form[value.start : value.end])
        reading.leaders += [re.sub(r"\s", "", name) for name in names if name.strip(" *＊")]
    elif kind in _ROLE:
        _read_unlabelled(reading, form, value.start, value.end, _ROLE[kind], when)


def _read_unlabelled(
    reading: _Reading,
    form: str,
    start: int,
    end: int,
    role: UnitRole | None,
    when: tuple[int | None, date | None],
) -> None:
    """Read lists that are closed by a verb (A牵头，B、C配合), and what is left over."""
    at = start
    for verb in _VERBS.finditer(form, start, end):
        etc = 1 if form[verb.start()] == "等" else 0
        if verb.start() + etc > at:
            _add_list(
                reading, form, Span(at, verb.start() + etc), _ROLE[verb.lastgroup or "responsible"], when
            )
        at = verb.end()
    rest = trimmed(form, at, end, " \t\r\n\f\v\u2028，；。、")
    if rest.end > rest.start:
        _add_list(reading, form, rest, role, when)


def _add_list(
    reading: _Reading, form: str, span: Span, role: UnitRole | None, when: tuple[int | None, date | None]
) -> None:
    units = read_units(form, span.start, span.end, role or UnitRole.RESPONSIBLE)
    if role is None and units.mentions:
        names = "、".join(mention.text for mention in units.mentions)
        reading.flags.append(
            Flag(FlagCode.LABEL_MISSING, f"“{names}”前后没有写明牵头还是责任，暂记为责任单位。", span)
        )
    if units.deadline:
        words = form[units.deadline.start : units.deadline.end]
        if not reading.deadline.text:
            reading.deadline = replace(read_deadline(words, *when), span=units.deadline)
        message = f"“{words}”前没有“完成时限”字样，按时限读取。"
        reading.flags.append(Flag(FlagCode.DEADLINE_UNLABELLED, message, units.deadline))
    reading.lists.append((role or UnitRole.RESPONSIBLE, units))


def _gathered(reading: _Reading) -> Responsibility:
    mentions = tuple(m for _, units in reading.lists for m in units.mentions)
    flags = list(reading.flags)
    for role, units in reading.lists:
        flags += units.flags
        if units.open_ended:
            names = units.mentions[-1].text if units.mentions else ""
            message = f"“{names}等”没有写全，还有哪些单位请补上或确认不补。"
            flags.append(
                Flag(FlagCode.OPEN_ENDED, message, units.mentions[-1].span if units.mentions else None)
            )
        if role is UnitRole.LEAD and units.has_comma:
            message = "牵头单位里用了逗号，后半段可能是责任单位，请核对。"
            span = Span(units.mentions[0].span.start, units.mentions[-1].span.end) if units.mentions else None
            flags.append(Flag(FlagCode.LEAD_LIST_UNUSUAL, message, span))
    if reading.leaders:
        flags.append(Flag(FlagCode.LEADER_NAMED, f"写有领导：{'、'.join(reading.leaders)}。不作为单位登记。"))
    open_ended = any(units.open_ended for _, units in reading.lists)
    return Responsibility(mentions, tuple(reading.leaders), reading.deadline, open_ended, tuple(flags))


def merged(clauses: list[Responsibility]) -> Responsibility:
    """Several clauses of one item as one; the first deadline counts, a second different one is flagged."""
    if len(clauses) == 1:
        return clauses[0]
    seen: set[tuple[UnitRole, str]] = set()
    mentions = []
    for mention in (m for clause in clauses for m in clause.mentions):
        if (mention.role, mention.text) not in seen:
            seen.add((mention.role, mention.text))
            mentions.append(mention)
    deadlines = [c.deadline for c in clauses if c.deadline.text]
    flags = [flag for clause in clauses for flag in clause.flags]
    if len({d.text for d in deadlines}) > 1:
        words = "、".join(d.text for d in deadlines)
        flags.append(
            Flag(FlagCode.MANY_BRACKETS, f"写了几个不同的时限：{words}，暂取第一个。", deadlines[1].span)
        )
    leaders = tuple(name for clause in clauses for name in clause.leaders)
    first = deadlines[0] if deadlines else Deadline()
    return Responsibility(tuple(mentions), leaders, first, any(c.open_ended for c in clauses), tuple(flags))
