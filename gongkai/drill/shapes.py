"""What rows of some models need besides their texts: what their constraints ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.apps import apps
from django.utils import timezone

from gongkai.clearance.enums import BatchStatus, Disclosure, ProofreadResult, WithheldGround
from gongkai.clearance.queries import base_type_of
from gongkai.drill.scene import Leak, Scene


def _outside_review(scene: Scene, leak: Leak) -> dict[str, Any]:
    """One that names its organ has a paper and a day; overtaken, so that another may be open."""
    from gongkai.drill.rows import make_row  # which reads the table below

    paper = make_row(scene, leak, apps.get_model("dossiers.Paper"), {})
    return {"state": "overtaken", "dated_on": date(2026, 11, 1), "paper": paper}


def _received(scene: Scene, leak: Leak) -> dict[str, Any]:
    """One that the archive has: its receiver comes with day, receipt and who put that on record."""
    from gongkai.drill.rows import make_row  # which reads the table below

    return {
        "received_on": date(2026, 11, 1),
        "receiver": "drill",
        "receipt": make_row(scene, leak, apps.get_model("dossiers.Paper"), {}),
        "received_by": leak.person,
        "received_at": timezone.now(),
    }


BESIDES: dict[str, Callable[[Scene, Leak], dict[str, Any]]] = {
    "clearance.AggregationAssessment": lambda scene, leak: {
        "content_type": base_type_of(leak.other_page),
        "object_id": str(leak.other_page.pk),
    },
    "clearance.ClosedItem": lambda scene, leak: {
        "disclosure": Disclosure.ON_REQUEST,
        "formed_on": date(2020, 1, 1),
    },
    "clearance.Proofreading": lambda scene, leak: {"result": ProofreadResult.CLEAN, "corrections": 0},
    "clearance.ReleaseBatch": lambda scene, leak: {"status": BatchStatus.PUBLISHED},
    "clearance.ReevaluationRound": lambda scene, leak: {"due_on": date(2026, 12, 31)},
    "clearance.ReevaluationItem": lambda scene, leak: {
        "page": leak.other_page,
        "disclosure": Disclosure.ON_REQUEST,
    },
    "dossiers.Archive": _received,
    "dossiers.CountersignRequest": lambda scene, leak: {
        "organ": "省财政厅",
        "withdrawn_at": timezone.now(),
        "withdrawn_by": leak.person,
        "withdrawn_reason": "不用会签",
    },
    "dossiers.Exemption": lambda scene, leak: {"overtaken_at": timezone.now(), "revoked_by": leak.person},
    "dossiers.IssuedNumber": lambda scene, leak: {
        "state": "void",
        "void_at": timezone.now(),
        "void_by": leak.person,
        "void_reason": "印错了",
    },
    "dossiers.LegalityReview": _outside_review,
    "dossiers.Paper": lambda scene, leak: {
        "void_at": timezone.now(),
        "void_by": leak.person,
        "void_reason": "传错了",
    },
    "dossiers.SignOff": lambda scene, leak: {
        "medium": "oral",
        "due_on": date(2026, 11, 2),
        "overtaken_at": timezone.now(),
    },
    "dossiers.StepRecord": lambda scene, leak: {"overtaken_at": timezone.now()},
    "organisation.Change": lambda scene, leak: {
        "kind": "end",
        "plan": {
            "sources": [scene.cast.units["ysc"].pk],
            "targets": [{"unit_id": scene.cast.units["bgs"].pk}],
        },
    },
    "organisation.Delegation": lambda scene, leak: {
        "delegate": scene.cast.user("qicao2"),
        "scope": "clearance.release",
    },
    "supervision.EvidenceLink": lambda scene, leak: {
        "removed_at": timezone.now(),
        "removed_by": leak.person,
    },
    "wagtailcore.ModelLogEntry": lambda scene, leak: {
        "action": "wagtail.edit",
        "content_type": base_type_of(leak.other_slip),
        "object_id": str(leak.other_slip.pk),
    },
    "wagtailcore.PageLogEntry": lambda scene, leak: {"action": "wagtail.edit"},
}
"""Values by model."""
APART: dict[str, dict[str, dict[str, Any]]] = {
    "clearance.ClosedItem": {
        "code": {
            "disclosure": Disclosure.WITHHELD,
            "ground": WithheldGround.STATE_SECRET,
            "title": "",
            "formed_on": None,
        }
    },
}
"""Fields that cannot stand in one row with the others, each with what its own row needs."""

JSON: dict[tuple[str, str], Callable[[str], Any]] = {
    ("dossiers.Determination", "answers"): lambda text: {"plan": {"answer": "yes", "reason": text}},
    ("supervision.Task", "flags"): lambda text: [
        {"code": "deadline_unreadable", "message": text, "place": None}
    ],
}
"""JSON that screens read: how a text stands in it. Anywhere else it is a list of texts."""
