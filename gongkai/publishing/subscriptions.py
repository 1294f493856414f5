"""A committed batch wakes the publisher."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from gongkai.clearance.enums import BatchStatus
from gongkai.clearance.models import ReleaseBatch
from gongkai.core.jobs.registry import enqueue_after_commit
from gongkai.publishing.tasks import publish


def wake_publisher(sender: Any, instance: ReleaseBatch, **kwargs: Any) -> None:
    """Queue the publisher with the transaction that wrote the batch."""
    if instance.status == BatchStatus.PENDING:
        enqueue_after_commit(publish)


post_save.connect(wake_publisher, sender=ReleaseBatch, dispatch_uid="publishing.wake_publisher")
