"""Make a new version of a dataset; its rows never change once it has been sent for review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.clearance import queries
from gongkai.clearance.basis import INTEGRITY
from gongkai.clearance.models import Dataset, DatasetRow, DatasetVersion
from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.verbs import EDIT_DATASET
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import define_rule, refuse_if

NO_RIGHT = define_rule("clearance.dataset.right", 13, "公开数据由办公室或网站运维编制新版本。", INTEGRITY)
NO_ROWS = define_rule("clearance.dataset.no_rows", 13, "数据版本至少要有一行内容。", INTEGRITY)
REPEATED_KEY = define_rule("clearance.dataset.repeated_key", 13, "同一版本内行键不得重复。", INTEGRITY)
UNDER_REVIEW = define_rule(
    "clearance.dataset.under_review", 13, "上一版本正在审查时，不另起新版本。", INTEGRITY
)


@transaction.atomic
def create_dataset_version(
    *, by: User, dataset: Dataset, rows: Sequence[tuple[str, Mapping[str, Any]]], note: str = ""
) -> DatasetVersion:
    """A new draft version with its rows as (key, values), replacing an unsealed draft. Raises ``Refused``."""
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    keys = [key for key, _ in rows]
    repeated = sorted({key for key in keys if keys.count(key) > 1})
    slip = queries.open_slip_of(dataset)
    reasons = list(reasons_against_storing(("", str(values)) for _, values in rows))
    if not may(by, EDIT_DATASET):
        reasons.append(NO_RIGHT.reason("您没有编制公开数据的权限。"))
    if not rows:
        reasons.append(NO_ROWS.reason())
    if repeated:
        reasons.append(REPEATED_KEY.reason(f"行键重复：{'、'.join(repeated)}。"))
    if slip is not None:
        reasons.append(UNDER_REVIEW.reason(f"{dataset}正在审查单 {slip.number} 上审查。"))
    refuse_if(reasons, act="编制数据版本")
    dataset.versions.filter(sealed_at=None).delete()
    number = (dataset.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = DatasetVersion.objects.create(
        dataset=dataset, number=number, note=note, created_by=by, created_at=timezone.now()
    )
    DatasetRow.objects.bulk_create(
        DatasetRow(version=version, position=position, key=key, values=dict(values))
        for position, (key, values) in enumerate(rows, start=1)
    )
    record_event(action="clearance.dataset_version", by=by, subject=version, number=number)
    return version
