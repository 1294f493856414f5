"""Series, papers that are ready for a number, and rows of the outside register, straight into the tables."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from gongkai.clearance.enums import Disclosure
from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import SeriesForm, Step
from gongkai.duties.dossiers.models import (
    Dossier,
    NumberSeries,
    RegisterEntry,
    RegisterImport,
    StepRecord,
)
from gongkai.duties.dossiers.rules.register import key_of
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.dossiers import make_dossier
from tests.factories.gate import Department

_numbers = count(1)


def make_series(prefix: str = "示交办", **fields: Any) -> NumberSeries:
    """A series of the department, in use."""
    values: dict[str, Any] = {"form": SeriesForm.BRACKET, "name": "厅办公室文件", **fields}
    return NumberSeries.objects.create(prefix=prefix, **values)


def signed_dossier(department: Department, **fields: Any) -> Dossier:
    """A 内部工作安排 that is drafted and signed: its next step is the number."""
    dossier = make_dossier(department, **{"kind": DocumentKind.WORK_PLAN, **fields})
    for step in (Step.DRAFTING, Step.SIGNING):
        StepRecord.objects.create(
            dossier=dossier, step=step, done_on=date(2026, 11, 2), statement="同意", by=department.office
        )
    return dossier


def make_entry(by: User, number: str = "", **fields: Any) -> RegisterEntry:
    """A row of the outside register: 本厅, 主动公开, written on 2026-11-02 unless told otherwise."""
    read = RegisterImport.objects.create(source="登记簿.xlsx", added=1, changed=0, unchanged=0, by=by)
    values: dict[str, Any] = {
        "number": number,
        "title": f"关于登记簿里某事的通知{next(_numbers)}",
        "signature": Signature.DEPARTMENT,
        "disclosure": Disclosure.PROACTIVE,
        "written_on": date(2026, 11, 2),
        "first_read": read,
        "last_read": read,
        **fields,
    }
    values.setdefault("key", key_of(number, values["title"], values["written_on"]))
    return RegisterEntry.objects.create(**values)
