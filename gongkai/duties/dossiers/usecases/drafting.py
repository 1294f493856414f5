"""Keep the next version of the text: typed in, or read from a file that goes into the dossier with it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import PaperKind, Step
from gongkai.duties.dossiers.models import Dossier, DraftVersion, Paper
from gongkai.duties.dossiers.official.blocks import OfficialText, digest_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.drafting import DraftFacts, reasons_against_version
from gongkai.duties.dossiers.usecases.papers import add_paper

SAVE = "提交文稿"


def save_version(
    *, by: User, dossier: Dossier, text: OfficialText, seen: int, note: str = "", file: Any = None
) -> DraftVersion:
    """Keep a text as the next version; ``seen`` is the version it was begun from, 0 for none.

    ``file`` is the uploaded file that it was read from: it goes into the dossier in the same transaction. A text that
    two people change at once is kept of the first; the second is told and loses nothing. Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=[FreeText("修改说明", note, "note")], act=SAVE)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        newest = dossier.versions.select_related("by").defer("data").first()
        digest = digest_of(text)
        refuse_if(reasons_against_version(_facts(by, dossier, newest, text, digest, seen)), act=SAVE)
        source = _source(by, dossier, file)
        version = DraftVersion.objects.create(
            dossier=dossier,
            number=(newest.number if newest else 0) + 1,
            data=text.as_data(),
            digest=digest,
            source=source,
            note=note.strip(),
            by=by,
        )
        record_event(
            action="dossiers.save_version",
            by=by,
            subject=dossier,
            version=version.number,
            digest=digest,
            source=source.pk if source else None,
        )
        return version


def _source(by: User, dossier: Dossier, file: Any) -> Paper | None:
    if file is None:
        return None
    return add_paper(by=by, dossier=dossier, kind=PaperKind.DRAFT, file=file)


def _facts(
    by: User, dossier: Dossier, newest: DraftVersion | None, text: OfficialText, digest: str, seen: int
) -> DraftFacts:
    chain, _ = track_for(dossier)
    return DraftFacts(
        may_draft=may_work_on(by, dossier, timezone.localdate()),
        is_ended=not dossier.is_open,
        is_signed=Step.SIGNING in chain.done,
        is_empty=not any(block.words.strip() for block in text.blocks),
        is_same=newest is not None and newest.digest == digest and Step.DRAFTING in chain.done,
        newest=newest.number if newest else 0,
        seen=seen,
        newest_by=str(newest.by) if newest else "",
    )
