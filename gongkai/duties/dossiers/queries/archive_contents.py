"""What goes into the package of a dossier: records, texts, papers, opinions, the audit extract, the catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

from django.utils import timezone

from gongkai.clearance.suppression import suppressed
from gongkai.core.typeset.press import typeset
from gongkai.duties.dossiers.enums_review import ReviewState
from gongkai.duties.dossiers.models import Archive, Dossier, DraftVersion, Paper
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.official.pdf import set_document
from gongkai.duties.dossiers.packing.writing import (
    AUDIT,
    Entry,
    entry_of,
    json_bytes,
    safe_name,
    settled_zip,
)
from gongkai.duties.dossiers.queries.archive_rows import audit_extract, rows_in_words
from gongkai.duties.dossiers.queries.frames import frame_of, text_to_print
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.queries.opinion import opinion_data
from gongkai.duties.dossiers.queries.signatures import signature_of

CATALOGUE = "卷内文件目录.pdf"
_OPINION = "duties/dossiers/typst/legality_opinion.typ"
_CATALOGUE = "duties/dossiers/typst/archive_catalogue.typ"


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a package, the head of its manifest, and the digest of what the dossier holds."""

    entries: tuple[Entry, ...]
    head: dict[str, Any]
    content: str
    holds: tuple[str, ...]


def content_of_dossier(dossier: Dossier, archive: Archive) -> str:
    """SHA-256 of all rows of a dossier: it changes with any of them."""
    return hashlib.sha256(json_bytes(rows_in_words(dossier, archive))).hexdigest()


def contents_of(archive: Archive) -> Contents:
    """Everything of a package but the package. Raises :class:`~gongkai.core.typeset.press.NoFontError`."""
    dossier = archive.dossier
    rows = json_bytes(rows_in_words(dossier, archive))
    papers = list(dossier.papers.select_related("added_by"))
    made = [
        entry_of("卷内记录.json", "办理记录", rows),
        entry_of(AUDIT, "审计记录", json_bytes(audit_extract(dossier))),
        *_texts(dossier),
        *_opinions(dossier),
        *_papers(papers),
    ]
    catalogue = typeset(_CATALOGUE, _catalogue(archive, made), drawings={}, made_at=archive.closed_at)
    holds = tuple(sorted({paper.sha256 for paper in papers if not is_gone(paper)}))
    head = {
        "package": "gongkai-archive-1",
        "code": dossier.code,
        "number": archive.number,
        "title": dossier.title,
        "retention": archive.get_retention_display(),
    }
    return Contents(
        (*made, entry_of(CATALOGUE, "卷内文件目录", catalogue)), head, hashlib.sha256(rows).hexdigest(), holds
    )


def _day(moment: date | datetime | None) -> str:
    if isinstance(moment, datetime):
        return f"{timezone.localtime(moment):%Y-%m-%d}"
    return f"{moment:%Y-%m-%d}" if moment is not None else ""


def _texts(dossier: Dossier) -> Iterable[Entry]:
    """Every version as data and as DOCX, the signed one as it is printed."""
    signature = signature_of(dossier)
    for version in dossier.versions.order_by("number"):
        name, day = f"文稿/第{version.number:02d}稿", _day(version.at)
        is_signed = signature is not None and signature.version_id == version.pk
        signed_on = timezone.localdate(signature.signed_at) if signature is not None and is_signed else None
        frame = frame_of(dossier, is_signed=is_signed)
        text = text_to_print(OfficialText.from_data(version.data), dossier, signed_on)
        yield entry_of(f"{name}.json", "文稿", json_bytes(version.data), date=day)
        yield entry_of(f"{name}.docx", "文稿", settled_zip(write_docx(text, frame)), date=day)
        if signature is not None and is_signed:
            yield _signed(version, set_document(text, frame, made_at=version.at).pdf)


def _signed(version: DraftVersion, pdf: bytes) -> Entry:
    return entry_of(f"文稿/签发稿（第{version.number:02d}稿）.pdf", "签发稿", pdf, date=_day(version.at))


def _opinions(dossier: Dossier) -> Iterable[Entry]:
    """The opinions of our own reviews as papers; those of other organs came in as papers."""
    reviews = dossier.legality_reviews.filter(state=ReviewState.CONCLUDED, organ="").order_by("pk")
    for place, review in enumerate(reviews.select_related("version", "sent_by", "accepted_by"), start=1):
        assert review.concluded_at is not None  # a concluded review says when
        pdf = typeset(_OPINION, opinion_data(review), drawings={}, made_at=review.concluded_at)
        path = f"意见/合法性审核意见书{place:02d}.pdf"
        yield entry_of(path, "合法性审核意见", pdf, date=_day(review.concluded_at))


def is_gone(paper: Paper) -> bool:
    """Whether a paper was purged: it is named, and its bytes go nowhere any more."""
    return paper.sha256 in suppressed()[1]


def _papers(papers: Iterable[Paper]) -> Iterable[Entry]:
    """The papers in the order in which they came; a void one says so, one that was purged is named and not there."""
    for place, paper in enumerate(papers, start=1):
        if is_gone(paper):
            body = f"{paper.get_kind_display()}：该内容已撤下。\n".encode()
            yield entry_of(f"材料/{place:03d} 已清除.txt", "已清除", body, date=_day(paper.dated_on))
            continue
        void = "（已作废）" if paper.void_at is not None else ""
        path = f"材料/{place:03d} {safe_name(paper.get_kind_display() + void)} {safe_name(paper.name)}"
        yield Entry(
            path,
            paper.get_kind_display() + void,
            opener(paper),
            date=_day(paper.dated_on or paper.added_at),
            source=paper.get_source_display(),
            sha256=paper.sha256,
        )


def opener(paper: Paper) -> Callable[[], IO[bytes]]:
    """Opens the bytes of a paper, when it is its turn."""
    return lambda: paper.file.storage.open(str(paper.file.name), "rb")


def _catalogue(archive: Archive, entries: Iterable[Entry]) -> dict[str, Any]:
    """What the paper 卷内文件目录 says: every file, in the order of the package."""
    dossier = archive.dossier
    number = active_number(dossier)
    return {
        "title": dossier.title,
        "code": dossier.code,
        "archive": archive.number,
        "retention": archive.get_retention_display(),
        "number": number.text if number is not None else "—",
        "unit": str(dossier.unit),
        "issuer": dossier.issuer,
        "closed_on": _day(archive.closed_at),
        "rows": [
            {"path": one.path, "kind": one.kind, "date": one.date or "—", "source": one.source}
            for one in sorted(entries, key=lambda one: one.path)
        ],
    }
