"""Walks a dossier along the chain: what is decided, a scan, a signature; and what came of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import (
    SigningMedium,
    Step,
    StepState,
    Trait,
)
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.official.blocks import Block, Kind, OfficialText
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.usecases.opening import Decided
from gongkai.duties.dossiers.usecases.signing import (
    Signature as Given,
)
from gongkai.duties.dossiers.usecases.signing import (
    record_sign_off,
)
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.dossiers import add_version
from tests.factories.gate import Department

TRAITS = {trait: (trait is Trait.MARKET, "涉及客运企业。") for trait in Trait}


def decided(**changes: Any) -> Decided:
    values: dict[str, Any] = {
        "title": "关于印发某办法的通知",
        "kind": DocumentKind.NORMATIVE,
        "kind_reason": "设定了经营者的义务。",
        "signature": Signature.DEPARTMENT,
        "issuer": "示例省交通运输厅",
        "disclosure": Disclosure.PROACTIVE,
        "traits": TRAITS,
        **changes,
    }
    return Decided(**values)


def scan(name: str = "签批单.pdf", data: bytes = b"") -> SimpleUploadedFile:
    """A picture: no machine reads it, and the screen lets it in as such."""
    return SimpleUploadedFile(name.replace(".pdf", ".txt"), data or f"签批单 {name}".encode())


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in error.value.reasons]


def state(dossier: Dossier, step: Step) -> StepState:
    return next(view.state for view in track_for(dossier)[1] if view.step is step)


def events(dossier: Dossier, action: str) -> int:
    return Event.objects.filter(action=action, subject_id=str(dossier.pk)).count()


def through(department: Department, dossier: Dossier) -> None:
    """Everything up to the signature, as a work plan needs it: nothing but the text."""
    Dossier.objects.filter(pk=dossier.pk).update(kind=DocumentKind.WORK_PLAN)
    dossier.refresh_from_db()
    add_version(dossier)


def sign(department: Department, dossier: Dossier, **changes: Any) -> Any:
    values: dict[str, Any] = {
        "medium": SigningMedium.PAPER,
        "leader_name": "分管厅领导（副厅长）",
        "opinion": "同意。",
        "signed_at": timezone.now(),
        "leader": department.leader,
        "file": scan(),
        **changes,
    }
    version = dossier.versions.first()
    return record_sign_off(
        by=department.office,
        dossier=dossier,
        seen=version.number if version else 0,
        given=Given(**values),
    )


def text(*articles: str, title: str = "") -> OfficialText:
    """A text of articles."""
    blocks = tuple(Block(Kind.ARTICLE, f"第{'一二三四五六'[n]}条", words) for n, words in enumerate(articles))
    return OfficialText(title, blocks=blocks)
