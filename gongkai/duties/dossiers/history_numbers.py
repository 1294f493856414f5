"""What became of the numbers of a dossier: given, recorded, used from those kept back, made void, taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.audit.queries import acts_on
from gongkai.duties.dossiers.happenings import Happening
from gongkai.duties.dossiers.models import Dossier, IssuedNumber

_RECORD, _USE, _UNRECORD = "dossiers.record_number", "dossiers.use_reserved", "dossiers.unrecord_number"

_GIVEN = {_RECORD: "登记文号", _USE: "启用留号"}


def numbers_of(dossier: Dossier) -> Iterable[Happening]:
    """All of it, in no order."""
    for row in IssuedNumber.objects.filter(dossier=dossier).select_related("by", "used_by", "void_by"):
        at, who = row.used_at or row.at, row.used_by or row.by
        yield Happening(at, _given(row), str(who), row.text, is_void=row.void_at is not None)
        if row.void_at is not None:
            words = f"{row.text}：{row.void_reason}"
            yield Happening(row.void_at, "作废文号", str(row.void_by), words, is_back=True)
    yield from _taken_back(dossier)


def _given(row: IssuedNumber) -> str:
    if row.is_recorded:
        return f"登记文号（{row.numbered_on:%Y-%m-%d}）" if row.numbered_on is not None else "登记文号"
    return "启用留号" if row.used_at is not None else "编号"


@dataclass(frozen=True, slots=True)
class _Act:
    """An event about a number of the dossier."""

    key: int
    action: str
    at: datetime
    actor: int | None
    number: int


def _taken_back(dossier: Dossier) -> Iterable[Happening]:
    """A number that was taken back bears the dossier no more: what was done tells the audit log, why the number itself,
    which keeps the reason of the last time.
    """
    acts = _acts(dossier)
    if not any(one.action == _UNRECORD for one in acts):
        return
    numbers = IssuedNumber.objects.in_bulk({one.number for one in acts})
    people = User.objects.in_bulk({one.actor for one in acts if one.actor})
    last = _last_taken_back(numbers)
    standing: dict[int, _Act] = {}
    for one in acts:
        text = numbers[one.number].text
        if one.action != _UNRECORD:
            standing[one.number] = one
            continue
        before = standing.pop(one.number, None)
        if before is not None:
            what = _GIVEN[before.action]
            yield Happening(before.at, what, str(people.get(before.actor or 0, "")), text, is_void=True)
        why = f"：{numbers[one.number].reason}" if last[one.number] == one.key else ""
        who = str(people.get(one.actor or 0, ""))
        yield Happening(one.at, "退回文号登记", who, f"{text}{why}", is_back=True)


def _acts(dossier: Dossier) -> list[_Act]:
    """What was done with numbers recorded here, in order."""
    rows = acts_on(Dossier, [dossier.pk], (_RECORD, _USE, _UNRECORD)).order_by("pk")
    return [_Act(row.pk, row.action, row.at, row.actor_id, row.data["number"]) for row in rows]


def _last_taken_back(numbers: Iterable[int]) -> dict[int, int]:
    """The event by which each number was last taken back, from whichever dossier."""
    rows = Event.objects.filter(action=_UNRECORD, data__number__in=list(numbers)).order_by("pk")
    return {data["number"]: key for key, data in rows.values_list("pk", "data")}
