"""Rows of a file on their way into the register: judged one by one, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from gongkai.clearance.enums import WithheldGround
from gongkai.clearance.models import ClosedItem, RegisterDraft
from gongkai.clearance.queries.reevaluation_steps import is_keeper
from gongkai.clearance.rules.reevaluation_register import (
    FIELDS,
    GONE,
    EntryFacts,
    Line,
    day_in,
    disclosure_in,
    flaws_of_cells,
    ground_in,
    reasons_against_entering,
)
from gongkai.clearance.verbs import READ_REEVALUATION
from gongkai.core.accounts.models import User
from gongkai.core.accounts.queries import people_with
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import directory_on
from gongkai.core.organisation.rules import Resolved, resolve

OF_A_STUB = frozenset(
    {"保管单位", "公开方式", "法定理由", "代号", "责任人", "依申请提供次数", "保密期限届满日"}
)
"""What is kept of a row about a state secret, before anybody has judged it."""


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """A row with what is wrong in it, as (heading, Chinese sentence); without flaws ``values`` can be entered."""

    number: int
    cells: Mapping[str, str]
    values: Mapping[str, Any]
    unit: Unit | None
    responsible: User | None
    flaws: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        """What the row is about."""
        return self.cells.get("名称") or self.cells.get("代号") or "（没有名称）"


def lines_kept(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Rows in their stored form; of what is about a state secret no title, number or date."""
    return [{"number": line.number, "cells": _kept(line)} for line in lines]


def _kept(line: Line) -> dict[str, str]:
    if not line.is_secret:
        return dict(line.cells)
    return {name: text if name in OF_A_STUB else GONE if text else "" for name, text in line.cells.items()}


def judged_lines(user: User, draft: RegisterDraft) -> list[JudgedLine]:
    """Every row of a draft, judged as it would be entered now."""
    lines = [Line(one["number"], one["cells"]) for one in draft.lines]
    names = sorted({line.cells.get("保管单位", "") for line in lines} - {""})
    today = timezone.localdate()
    directory, people = directory_on(today), _people()
    found = {name: resolve(name, today, directory) for name in names}
    keys = {name: one.unit_ids[0] for name, one in found.items() if isinstance(one, Resolved)}
    units = Unit.objects.in_bulk(set(keys.values()))
    taken = set(ClosedItem.objects.filter(struck_at=None).values_list("unit", "title", "number", "code"))
    judged = []
    for line in lines:
        unit = units.get(keys.get(line.cells.get("保管单位", ""), 0))
        one = _judged(user, line, unit, people, taken, today)
        judged.append(one)
        if not one.flaws and unit is not None:
            taken.add((unit.pk, one.values["title"], one.values["number"], one.values["code"]))
    return judged


def _people() -> dict[str, list[User]]:
    """Who may be responsible, by user name and by full name."""
    found: dict[str, list[User]] = defaultdict(list)
    for user in people_with(READ_REEVALUATION):
        found[user.username].append(user)
        if user.full_name != user.username:
            found[user.full_name].append(user)
    return found


def _judged(
    user: User,
    line: Line,
    unit: Unit | None,
    people: Mapping[str, list[User]],
    taken: set[tuple[Any, ...]],
    today: date,
) -> JudgedLine:
    values = _values(line, today)
    flaws = flaws_of_cells(line, today)
    named = line.cells.get("保管单位", "")
    if named and unit is None:
        flaws.append(("保管单位", f"“{named[:40]}”不是现有单位的名称，或不止一个单位叫这个名字。"))
    responsible = people.get(line.cells.get("责任人", ""), [])
    if line.cells.get("责任人") and len(responsible) != 1:
        flaws.append(("责任人", "没有这个人，或重名；请写用户名。"))
    flaws += _of_rules(user, line, values, unit, taken, today, {name for name, _ in flaws})
    return JudgedLine(
        number=line.number,
        cells=line.cells,
        values=values,
        unit=unit,
        responsible=responsible[0] if len(responsible) == 1 else None,
        flaws=tuple(flaws),
    )


def _values(line: Line, today: date) -> dict[str, Any]:
    cells = line.cells
    times = cells.get("依申请提供次数", "")
    values: dict[str, Any] = {
        "title": cells.get("名称", ""),
        "number": cells.get("文号", ""),
        "code": cells.get("代号", ""),
        "formed_on": day_in(cells.get("形成日期", ""), today),
        "disclosure": disclosure_in(cells.get("公开方式", "")),
        "ground": ground_in(cells.get("法定理由", "")),
        "process_ended_on": day_in(cells.get("过程结束日期", ""), today),
        "secrecy_until": day_in(cells.get("保密期限届满日", ""), today),
        "given_times": int(times) if times.isascii() and times.isdigit() and len(times) < 5 else 0,
    }
    return values


def _of_rules(
    user: User,
    line: Line,
    values: Mapping[str, Any],
    unit: Unit | None,
    taken: set[tuple[Any, ...]],
    today: date,
    told: set[str],
) -> list[tuple[str, str]]:
    """What the rules of an entry have against it, less what is told of the same cell already."""
    had_date = values["ground"] == WithheldGround.STATE_SECRET and line.cells.get("形成日期")
    key = (unit.pk if unit else None, values["title"], values["number"], values["code"])
    facts = EntryFacts(
        title=values["title"],
        number=values["number"],
        code=values["code"],
        disclosure=values["disclosure"],
        ground=values["ground"],
        formed_on=today if had_date else values["formed_on"],
        process_ended_on=values["process_ended_on"],
        secrecy_until=values["secrecy_until"],
        given_times=values["given_times"],
        unit_known=unit is not None,
        is_own=unit is not None and is_keeper(user, unit.pk, today),
        is_there_already=key in taken,
        today=today,
    )
    found = [
        (FIELDS.get(one.field, ""), f"{one.message}{one.remedy}") for one in reasons_against_entering(facts)
    ]
    return [(name, says) for name, says in found if name not in told]
