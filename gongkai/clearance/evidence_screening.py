"""What of duty 13 is about the machine's look at content: files that it has read, files that wait for a person."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from gongkai.clearance.enums import ScanState, ScreenState
from gongkai.clearance.models import Attachment, FileScan, Picture
from gongkai.clearance.queries.files import unread_files
from gongkai.core.evidence import Figure


def screening_figures() -> Sequence[Figure]:
    """Files that have been scanned, of all that are kept; those that no machine could read and nobody has signed for."""
    hashes = _hashes()
    done = FileScan.objects.filter(sha256__in=hashes, finished_at__isnull=False)
    scanned = done.values("sha256").distinct().count()
    waiting = sum(unread_files(model).count() for model in (Attachment, Picture))
    address = reverse("clearance:unread")
    return (
        Figure("机器检查过的附件和图片", scanned, len(hashes), address),
        Figure("等待人工核对的文件", waiting, None, address),
    )


def screening_missing() -> Sequence[str]:
    """Scans that did not come to their end."""
    failed = FileScan.objects.filter(sha256__in=_hashes(), state=ScanState.FAILED).count()
    return [f"{failed} 份附件没有查完"] if failed else []


def _hashes() -> set[str]:
    """Of all bytes that are kept, whoever uses them."""
    return {
        sha256
        for model in (Attachment, Picture)
        for sha256 in model.objects.exclude(screen_state=ScreenState.REMOVED).values_list("sha256", flat=True)
        if sha256
    }
