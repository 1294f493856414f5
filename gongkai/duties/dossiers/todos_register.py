"""What of numbers and the register waits for a person on the 工作台."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_of
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.models import RegisterDraft
from gongkai.duties.dossiers.queries.register_noted import Late, Noted, noted_register
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER


def load_todos(user: User, today: date) -> list[Todo]:
    """For the office what is wrong in all; for everybody else what of their units is not online in time."""
    if not may(user, READ_REGISTER):
        return []
    noted = noted_register(today)
    if may(user, NUMBER):
        return [*_drafts(user), *_of_office(noted)]
    return list(_of_units(noted, unit_ids_of(user, today)))


def _drafts(user: User) -> Iterable[Todo]:
    draft = RegisterDraft.objects.filter(by=user).first()
    if draft is not None:
        yield Todo(
            Shelf.MINE,
            f"发文登记簿还有 {len(draft.lines)} 行没有导入",
            "核对、改正后导入，不用重新上传。",
            reverse("dossiers_register_import"),
            "去核对",
        )


def _of_office(noted: Noted) -> Iterable[Todo]:
    base = reverse("dossiers_reconcile")
    for kind, note in (
        (RegisterFinding.ALARM, "该撤的立即撤下，登记有误的更正登记簿。"),
        (RegisterFinding.TWICE, "对照红头文件核实，登记簿或者文号错的改正。"),
        (RegisterFinding.VOID, "文号已经作废，网页还在线。"),
    ):
        count = noted.counts.get(kind, 0)
        if count:
            yield Todo(
                Shelf.LATE,
                f"{kind.label} {count} 件",
                f"{note}{_as_of(noted)}",
                f"{base}?kind={kind.value}",
                "去核实",
                lamp="red",
                lamp_text="报警",
            )
    yield from _late(noted, noted.late)


def _as_of(noted: Noted) -> str:
    return f"（{timezone.localtime(noted.at):%H:%M} 核对）"


def _of_units(noted: Noted, units: Iterable[int]) -> Iterable[Todo]:
    mine = set(units)
    return _late(noted, [one for one in noted.late if one.unit in mine])


def _late(noted: Noted, waiting: Sequence[Late]) -> Iterable[Todo]:
    if not waiting:
        return
    late = [one for one in waiting if one.lamp == "red"]
    note = f"其中超过 20 个工作日的 {len(late)} 件。" if late else "20 个工作日的期限快到了。"
    yield Todo(
        Shelf.LATE,
        f"主动公开还没有上线 {len(waiting)} 件",
        f"{note}{_as_of(noted)}",
        f"{reverse('dossiers_reconcile')}?kind={RegisterFinding.NOT_ONLINE.value}",
        "去看",
        due_on=min((one.due_on for one in waiting if one.due_on), default=None),
        lamp="red" if late else "amber",
        lamp_text="超期" if late else "快到期",
    )


register_todos("dossiers.register", load_todos)
