"""A file found to be secret goes: its bytes are destroyed, and the same bytes are taken nowhere again (invariant 8)."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.search import index

from gongkai.clearance.enums import ScreenState
from gongkai.clearance.models import Attachment, FileScan, Picture, RefusedBytes, ScreeningReport
from gongkai.clearance.queries.files import everything_using_file
from gongkai.clearance.queries.made_from import kin_of
from gongkai.clearance.rules.files import FileUse, RemovalFacts, reasons_against_removing_file
from gongkai.clearance.usecases.file_tables import forget_tables
from gongkai.clearance.verbs import REMOVE_FILE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import refuse_if

IN_ITS_PLACE = "已移除的文件"


@transaction.atomic
def remove_secret_file(*, by: User, file: Attachment | Picture, sha256: str) -> list[FileUse]:
    """Destroy the bytes with this hash wherever they are stored as a file, and those made of them by cleaning and masking;
    answers what used them.

    The row stays as a bare mark, so that what uses it is stopped rather than left with a gap; its title, description,
    name and Wagtail's own log of it go too, for they may say what must not be said. Bytes are deleted before the
    commit: if that fails nothing is claimed, and if the commit fails the act is done again. Raises ``Refused``.
    """
    kin = kin_of([sha256])  # what was cleaned or masked of it says the same; its original says more
    rows = [
        row
        for model in (Attachment, Picture)
        for row in model.objects.select_for_update().filter(sha256__in=kin).order_by("pk")
    ]
    found = [row for row in rows if row.screen_state != ScreenState.REMOVED]
    is_same = any(type(row) is type(file) and row.pk == file.pk for row in found)
    refuse_if(reasons_against_removing_file(RemovalFacts(may(by, REMOVE_FILE), is_same)), act="移除文件")
    uses = [use for row in found for use in everything_using_file(row)]
    for one in kin:
        RefusedBytes.objects.get_or_create(sha256=one, defaults={"by": by, "at": timezone.now()})
    known = RefusedBytes.objects.get(sha256=sha256)
    record_event(action="clearance.remove_secret_file", by=by, subject=known, files=len(found))
    for row in found:
        _destroy(row)
    for one in kin:
        _forget_findings(one)
    return list(dict.fromkeys(uses))


def _destroy(row: Any) -> None:
    stored = [row.file]
    if isinstance(row, Picture):
        renditions = list(row.renditions.all())
        stored += [rendition.file for rendition in renditions]
        row.renditions.all().delete()
    for each in stored:
        each.storage.delete(each.name)
    blank: dict[str, Any] = {"description": ""} if isinstance(row, Picture) else {}
    blank |= {"title": f"{IN_ITS_PLACE}（编号 {row.pk}）", "file": f"removed/{row.pk}", "file_size": None}
    rows = type(row)._default_manager.filter(pk=row.pk)
    rows.update(**blank, screen_state=ScreenState.REMOVED)
    row.tags.clear()
    ModelLogEntry.objects.for_instance(row).update(label=blank["title"], data={})
    index.insert_or_update_object(rows.get())


def _forget_findings(sha256: str) -> None:
    """Nothing stays of what a scan saw in it, masked or not."""
    FileScan.objects.filter(sha256=sha256).delete()
    forget_tables(sha256=sha256)
    with_text = ScreeningReport.objects.annotate(text=Cast("findings", TextField()))
    for report in with_text.filter(text__contains=sha256):
        report.findings = [one for one in report.findings if one.get("file") != sha256]
        report.save(update_fields=["findings"])
