"""Dossiers for tests: begun at a given kind, with a text, straight into the tables."""

from __future__ import annotations

from itertools import count
from typing import Any

from gongkai.clearance.enums import Disclosure
from gongkai.duties.dossiers.enums import Mode
from gongkai.duties.dossiers.models import Dossier, DraftVersion
from gongkai.duties.dossiers.official.blocks import FORM
from gongkai.duties.policies.enums import DocumentKind, Signature
from tests.factories.gate import Department

_numbers = count(1)


def make_dossier(
    department: Department, *, kind: DocumentKind = DocumentKind.NORMATIVE, **fields: Any
) -> Dossier:
    """A dossier of a department's drafter; 行政规范性文件, 主动公开, 本厅, OA-led unless told otherwise."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "code": f"2026-9{number:03d}",
        "title": f"关于规范某项工作的办法{number}",
        "unit": department.unit,
        "drafter": department.drafter,
        "opened_by": department.drafter,
        "mode": Mode.OA,
        "kind": kind,
        "kind_reason": "设定了管理相对人的义务。",
        "signature": Signature.DEPARTMENT,
        "issuer": "示例省交通运输厅",
        "disclosure": Disclosure.PROACTIVE,
        **fields,
    }
    return Dossier.objects.create(**values)


def add_version(dossier: Dossier, **fields: Any) -> DraftVersion:
    """The next version of its text."""
    last = dossier.versions.first()
    values: dict[str, Any] = {
        "number": (last.number if last else 0) + 1,
        "data": {"form": FORM, "title": dossier.title, "blocks": []},
        "digest": "0" * 64,
        "by": dossier.drafter,
        **fields,
    }
    return DraftVersion.objects.create(dossier=dossier, **values)
