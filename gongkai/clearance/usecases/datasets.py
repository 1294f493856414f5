"""Make a new version of a dataset; its rows never change once it has been sent for review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.models import Dataset, DatasetRow, DatasetVersion
from gongkai.clearance.queries.screening import screening_of
from gongkai.clearance.rules.datasets import DraftFacts, reasons_against_drafting
from gongkai.clearance.usecases.reports import record_report
from gongkai.clearance.usecases.screening import keep_secrets_out
from gongkai.clearance.verbs import EDIT_DATASET
from gongkai.clearance.versions import RowsVersion
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

ACT = "编制数据版本"
Rows = Sequence[tuple[str, Mapping[str, Any]]]


def create_dataset_version(
    *,
    by: User,
    dataset: Dataset,
    rows: Rows,
    note: str = "",
    made_from: int | None = None,
) -> DatasetVersion:
    """A new draft version with its rows as (key, values). Raises ``Refused``.

    ``made_from`` is the number of the version that the person was looking at: of two who make the next one from the
    same, the second is told instead of undoing what the first wrote.

    Only the newest version is ever sent; earlier drafts stay, for their authors may not review what came of them.
    """
    refuse_free_texts(by=by, texts=[FreeText("版本说明", note, "note")], act=ACT)
    texts = [(f"第 {n} 行", f"{key} {values}") for n, (key, values) in enumerate(rows, 1)]
    keep_secrets_out(by=by, texts=texts, act=ACT)
    with transaction.atomic():
        dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
        newest = dataset.versions.aggregate(last=Max("number"))["last"] or 0
        refuse_if(reasons_against_drafting(_facts(by, dataset, rows, newest, made_from)), act=ACT)
        version = DatasetVersion.objects.create(
            dataset=dataset, number=newest + 1, note=note, created_by=by, created_at=timezone.now()
        )
        DatasetRow.objects.bulk_create(
            DatasetRow(version=version, position=position, key=key, values=dict(values))
            for position, (key, values) in enumerate(rows, start=1)
        )
        record_report(screening=screening_of(dataset, RowsVersion(version)))
        record_event(action="clearance.dataset_version", by=by, subject=version, number=version.number)
        return version


def _facts(by: User, dataset: Dataset, rows: Rows, newest: int, made_from: int | None) -> DraftFacts:
    slip = queries.open_slip_of(dataset)
    return DraftFacts(
        title=str(dataset),
        may_edit=may(by, EDIT_DATASET),
        keys=tuple(key for key, _ in rows),
        on_open_slip=slip.number if slip else "",
        dataset=dataset.key,
        values={key: str(values.get("value", "")).strip() for key, values in rows},
        overtaken_by=newest if made_from is not None and made_from != newest else None,
    )
