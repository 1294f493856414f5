"""A document that is public and whose filing is still to be recorded, straight into the tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.models import Dossier, StepRecord
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department

_BEFORE = (
    Step.CONSULTATION,
    Step.ADOPTION,
    Step.LEGALITY,
    Step.DELIBERATION,
    Step.SIGNING,
    Step.NUMBERING,
)


def published_dossier(department: Department, on: date, **fields: Any) -> Dossier:
    """An 行政规范性文件 with every step before 备案 done: public, and everything before it, on one day."""
    dossier = make_dossier(department, **fields)
    version = add_version(dossier)
    StepRecord.objects.bulk_create(
        StepRecord(
            dossier=dossier,
            step=step,
            version=version,
            done_on=on,
            statement="已办",
            by=department.office,
        )
        for step in (*_BEFORE, Step.RELEASE, Step.IN_FORCE)
    )
    return dossier
