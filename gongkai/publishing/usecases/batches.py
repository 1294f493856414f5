"""Try failed batches again, and build the whole site again."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from gongkai.clearance.enums import BatchKind, BatchStatus
from gongkai.clearance.models import ReleaseBatch
from gongkai.clearance.usecases.release import open_batch
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.publishing.rules import reasons_against_building_all, reasons_against_retrying_batches
from gongkai.publishing.verbs import BUILD_ALL, RETRY_BATCHES


@transaction.atomic
def retry_failed_batches(*, by: User, batches: Collection[int] | None = None) -> int:
    """Put failed batches (these, or all) back into the queue; answers how many. Raises ``Refused``.

    The publisher looks at their content anew: one that still differs from what was cleared fails again.
    """
    failed = ReleaseBatch.objects.select_for_update().filter(status=BatchStatus.FAILED).order_by("pk")
    found = list(failed if batches is None else failed.filter(pk__in=batches))
    refuse_if(
        reasons_against_retrying_batches(may_retry=may(by, RETRY_BATCHES), failed=len(found)), act="重新发布"
    )
    for batch in found:
        batch.status, batch.failure = BatchStatus.PENDING, ""
        batch.save(update_fields=["status", "failure"])  # one by one: each save wakes the publisher
        record_event(action="publishing.retry", by=by, subject=batch)
    return len(found)


def build_whole_site(*, by: User, reason: str) -> ReleaseBatch:
    """Queue a build of every output; it lifts a hold. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("理由", reason, "reason")], act="全站重新生成")
    with transaction.atomic():
        waiting = ReleaseBatch.objects.filter(kind=BatchKind.REBUILD, status=BatchStatus.PENDING)
        reasons = reasons_against_building_all(
            may_build=may(by, BUILD_ALL), reason=reason, is_waiting=waiting.exists()
        )
        refuse_if(reasons, act="全站重新生成")
        batch = open_batch(kind=BatchKind.REBUILD, by=by, objects=[])
        record_event(action="publishing.build_all", by=by, subject=batch, reason=reason.strip())
        return batch
