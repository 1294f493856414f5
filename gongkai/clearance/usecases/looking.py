"""A named person looks through a file that no machine could read, and signs for it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.models import Attachment, FileLook, Picture
from gongkai.clearance.queries.files import unread_files
from gongkai.clearance.rules.storing import LookFacts, reasons_against_looking
from gongkai.clearance.verbs import LOOK
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

ACT = "核对文件"


def look_at_file(*, by: User, file: Attachment | Picture, note: str, sha256: str) -> FileLook:
    """Sign for the bytes with this hash, those that the person was shown; other bytes wait anew.

    Raises ``Refused`` without the right, for one's own file, for bytes replaced since, and without a note.
    """
    refuse_free_texts(by=by, texts=[FreeText("核对说明", note, "note")], act=ACT)
    with transaction.atomic():
        row = type(file)._default_manager.select_for_update().get(pk=file.pk)
        facts = LookFacts(
            may_look=may(by, LOOK),
            is_own=by.pk in (row.stored_by_id, row.uploaded_by_user_id),
            is_unread=row.sha256 == sha256 and unread_files(type(file)).filter(pk=row.pk).exists(),
            note=note,
        )
        refuse_if(reasons_against_looking(facts), act=ACT)
        look = FileLook.objects.create(sha256=sha256, by=by, at=timezone.now(), note=note.strip())
        record_event(action="clearance.look_at_file", by=by, subject=look, sha256=sha256, file=str(row.pk))
        return look
