"""What of numbers and the register waits for a person on the 工作台."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.queries import unit_ids_of
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.duties.dossiers.enums import RegisterFinding
from gongkai.duties.dossiers.models import RegisterDraft
from gongkai.duties.dossiers.queries.reconciling import Reconciled, reconciled
from gongkai.duties.dossiers.rules.reconciling import Found
from gongkai.duties.dossiers.verbs import NUMBER, READ_REGISTER


def load_todos(user: User, today: date) -> list[Todo]:
    """For the office what is wrong in all; for everybody else what of their units is not online in time."""
    if not may(user, READ_REGISTER):
        return []
    found = reconciled(today)
    keeps = may(user, NUMBER)
    drafts = list(_drafts(user)) if keeps else []
    if found is None:
        return drafts
    return [*drafts, *(_of_office(found) if keeps else _of_units(found, unit_ids_of(user, today)))]


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


def _of_office(found: Reconciled) -> Iterable[Todo]:
    counts = Counter(one.kind for one in found.findings)
    base = reverse("dossiers_reconcile")
    for kind, note in (
        (RegisterFinding.ALARM, "该撤的立即撤下，登记有误的更正登记簿。"),
        (RegisterFinding.VOID, "文号已经作废，网页还在线。"),
    ):
        if counts[kind]:
            yield Todo(
                Shelf.LATE,
                f"{kind.label} {counts[kind]} 件",
                note,
                f"{base}?kind={kind.value}",
                "去核实",
                lamp="red",
                lamp_text="报警",
            )
    yield from _late(found.findings, f"{base}?kind={RegisterFinding.NOT_ONLINE.value}")


def _of_units(found: Reconciled, units: Iterable[int]) -> Iterable[Todo]:
    mine = set(units)
    rows = [one for one in found.findings if one.unit in mine]
    url = f"{reverse('dossiers_reconcile')}?kind={RegisterFinding.NOT_ONLINE.value}"
    return _late(rows, url)


def _late(findings: Iterable[Found], url: str) -> Iterable[Todo]:
    waiting = [one for one in findings if one.kind is RegisterFinding.NOT_ONLINE and one.lamp != "green"]
    if not waiting:
        return
    late = [one for one in waiting if one.lamp == "red"]
    yield Todo(
        Shelf.LATE,
        f"主动公开还没有上线 {len(waiting)} 件",
        f"其中超过 20 个工作日的 {len(late)} 件。" if late else "20 个工作日的期限快到了。",
        url,
        "去看",
        due_on=min((one.due_on for one in waiting if one.due_on), default=None),
        lamp="red" if late else "amber",
        lamp_text="超期" if late else "快到期",
    )


register_todos("dossiers.register", load_todos)
