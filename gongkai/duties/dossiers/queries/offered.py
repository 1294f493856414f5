"""The files that a document's page offers, beside the papers of its dossier."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

from django.utils import timezone

from gongkai.clearance.digest import files_used
from gongkai.clearance.models import Attachment
from gongkai.core.typeset.press import NoFontError
from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.models import Dossier, DraftVersion, SignOff
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.pdf import set_document
from gongkai.duties.dossiers.queries.frames import frame_of, text_to_print
from gongkai.duties.dossiers.rules.publishing import OfferedFile
from gongkai.duties.policies.models import PolicyDocument


def offered_files(
    document: PolicyDocument, dossier: Dossier, signature: SignOff | None
) -> tuple[OfferedFile, ...]:
    """Every file attached to or linked from a version of the page; papers made void do not count."""
    keys = {key for label, key in files_used(document) if label == Attachment._meta.label}
    files = list(Attachment.objects.filter(pk__in=keys).order_by("pk"))
    papers: dict[str, set[PaperKind]] = {}
    for kind, sha256 in dossier.papers.filter(void_at__isnull=True).values_list("kind", "sha256"):
        papers.setdefault(sha256, set()).add(PaperKind(kind))
    names = {row.attachment_id: row.title for row in document.attachments.all() if row.title}
    return tuple(
        OfferedFile(
            names.get(file.pk) or file.title,
            kinds := frozenset(papers.get(file.sha256, ())),
            is_made_here=PaperKind.FINAL not in kinds and _is_print(file, dossier, signature),
        )
        for file in files
    )


def _is_print(file: Attachment, dossier: Dossier, signature: SignOff | None) -> bool:
    """Whether these bytes are the signed text as it is set here; the setting takes a second, so only of a PDF."""
    if signature is None or PurePath(file.file.name).suffix.lower() != ".pdf":
        return False
    try:
        made = print_of(dossier, signature.version, signature)
    except NoFontError:
        return False
    return hashlib.sha256(made).hexdigest() == file.sha256


def print_of(dossier: Dossier, version: DraftVersion, signature: SignOff | None) -> bytes:
    """A version as a PDF, the same bytes each time. Raises ``NoFontError``."""
    is_signed = signature is not None and signature.version_id == version.pk
    signed_on = timezone.localdate(signature.signed_at) if signature is not None and is_signed else None
    text = text_to_print(OfficialText.from_data(version.data), dossier, signed_on)
    return set_document(text, frame_of(dossier, is_signed=is_signed), made_at=version.at).pdf
