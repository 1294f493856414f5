"""Dossiers at their end for tests: every needed step settled, closed, with a package."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.core.accounts.models import User
from gongkai.core.audit.sealing import seal_events
from gongkai.duties.dossiers.enums import NumberState, PaperKind, SigningMedium
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.models import Archive, ArchivePackage, Dossier, IssuedNumber, Paper, SignOff
from gongkai.duties.dossiers.official.blocks import Block, Kind, OfficialText
from gongkai.duties.dossiers.usecases.archiving import close_dossier, pack_archive
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department


def text_of(dossier: Dossier) -> dict[str, Any]:
    """A short text, as it is kept."""
    body = Block(Kind.PARAGRAPH, "各单位：请遵照执行。")
    return OfficialText(title=dossier.title, addressee="厅属各单位", blocks=(body,)).as_data()


def add_file(dossier: Dossier, kind: PaperKind, body: bytes, **fields: Any) -> Paper:
    """A paper with these very bytes, straight into the table."""
    values = {
        "title": kind.label,
        "name": f"{kind.label}.txt",
        "size": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "screen_state": "clean",
        "added_by": dossier.drafter,
        **fields,
    }
    paper = Paper(dossier=dossier, kind=kind, **values)
    paper.file.save("paper.txt", ContentFile(body), save=False)
    paper.save()
    return paper


def finished_dossier(department: Department, **fields: Any) -> Dossier:
    """内部工作安排, 依申请公开: drafted, signed on paper and numbered; every step that it needs is settled."""
    values = {
        "kind": DocumentKind.WORK_PLAN,
        "disclosure": Disclosure.ON_REQUEST,
        "disclosure_reason": "内部工作安排。",
        **fields,
    }
    dossier = make_dossier(department, **values)
    version = add_version(dossier, data=text_of(dossier))
    slip = add_file(dossier, PaperKind.SLIP, "签批单".encode())
    SignOff.objects.create(
        dossier=dossier,
        version=version,
        medium=SigningMedium.PAPER,
        leader_name="王厅长",
        opinion="同意",
        signed_at=timezone.now(),
        recorded_by=department.office,
        scan=slip,
    )
    IssuedNumber.objects.create(
        text=f"示交函〔2026〕{dossier.pk}号",
        state=NumberState.ISSUED,
        dossier=dossier,
        title=dossier.title,
        by=department.office,
    )
    return dossier


def close(dossier: Dossier, by: User) -> Archive:
    """立卷 for the time that its kind asks for."""
    return close_dossier(by=by, dossier=dossier, retention=Retention.THIRTY)


def packed(archive: Archive, by: User) -> ArchivePackage:
    """The package of what is there now."""
    seal_events()
    return pack_archive(by=by, archive=archive)


def receipt(body: bytes = b"") -> SimpleUploadedFile:
    """The list that the archive signed."""
    return SimpleUploadedFile("交接清单.txt", body or "档案室签收".encode())
