"""The shipped sample notice, imported by the office."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from gongkai.demo.story import Cast
from gongkai.duties.supervision.models import Notice
from gongkai.duties.supervision.usecases.importing import import_notice

SAMPLE = Path(settings.BASE_DIR) / "samples" / "任务分解通知.txt"


def tell_supervision(cast: Cast) -> None:
    """Import the sample notice once; its plan waits for the office's confirmation."""
    if Notice.objects.exists() or not SAMPLE.exists():
        return
    import_notice(by=cast.user("bangongshi2"), file_name=SAMPLE.name, data=SAMPLE.read_bytes())
