"""One dossier on one page: where it stands, who holds it, how long, what the next step needs, all papers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gongkai.clearance.enums import ScreenState
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.doings import doings_for
from gongkai.duties.dossiers.enums import Step, StepState
from gongkai.duties.dossiers.history import history_of
from gongkai.duties.dossiers.models import Dossier, Exemption, Paper
from gongkai.duties.dossiers.queries.intake import differing_finals
from gongkai.duties.dossiers.queries.proofs import proving_in
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.queries.standing import Standing, standing_of
from gongkai.duties.dossiers.usecases.exempting import may_revoke
from gongkai.duties.dossiers.verbs import EXEMPT, READ, RECORD, RECORD_SIGNATURE
from gongkai.duties.dossiers.views.base import crumbs_of, dossier_for, private_file


@verb_required(READ)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The dossier's page."""
    dossier = dossier_for(request, pk)
    standing = standing_of(dossier)
    doings = doings_for(request.user, standing, timezone.localdate())
    exemptions = list(
        dossier.exemptions.select_related("asked_by", "decided_by", "revoked_by", "version").defer(
            "version__data"
        )
    )
    context = {
        "title": dossier.title,
        "crumbs": crumbs_of(None, dossier.code),
        "dossier": dossier,
        "standing": standing,
        "doings": doings,
        "main": [one for one in doings if one.is_main],
        "others": [one for one in doings if not one.is_main],
        "track": _track(standing, doings),
        "unneeded": [view for view in standing.track if view.state is StepState.UNNEEDED],
        "papers": (papers := list(dossier.papers.select_related("added_by", "void_by"))),
        "voidable": _voidable(request, dossier, papers),
        "unread": sum(one.screen_state == ScreenState.MANUAL and one.void_at is None for one in papers),
        "versions": list(dossier.versions.select_related("by").defer("data")),
        "traits": list(dossier.traits.all()),
        "history": history_of(dossier),
        "exemptions": exemptions,
        "revocable": _revocable(request, standing, exemptions),
        "differing": list(differing_finals([dossier.pk])),
        "may_exempt": may(request.user, EXEMPT),
        **_signature(request, dossier),
    }
    return render(request, "dossiers/show.html", context)


def _revocable(request: HttpRequest, standing: Standing, rows: list[Exemption]) -> set[int]:
    """Keys of the exemptions that this person may take back."""
    if standing.facts.is_ended or Step.SIGNING in standing.facts.done:
        return set()
    granted = [row for row in rows if row.is_granted and row.overtaken_at is None]
    return {row.pk for row in granted if may_revoke(request.user, row)}


def _voidable(request: HttpRequest, dossier: Dossier, papers: list[Paper]) -> set[int]:
    """Keys of the papers that this person may make void: those on which nothing stands."""
    if not dossier.is_open or not (
        may(request.user, RECORD) or may_work_on(request.user, dossier, timezone.localdate())
    ):
        return set()
    return {row.pk for row in papers if row.void_at is None} - proving_in(dossier)


def _signature(request: HttpRequest, dossier: Dossier) -> dict[str, Any]:
    signature = signature_of(dossier)
    is_owed = signature is not None and signature.owes_confirmation()
    return {
        "signature": signature,
        "owes_confirmation": is_owed,
        "is_late": signature is not None and signature.is_confirmation_late(timezone.localdate()),
        "may_confirm": is_owed and may(request.user, RECORD_SIGNATURE),
    }


def _track(standing: Standing, doings: list[Any]) -> list[dict[str, Any]]:
    """Each step with who holds it while it is open, and what this person can do about it."""
    waiting = {one.step: one for one in standing.waiting}
    return [
        {
            "view": view,
            "waiting": waiting.get(view.step),
            "doings": [one for one in doings if one.step == view.step.value],
        }
        for view in standing.track
    ]


@verb_required(READ)
@require_safe
def paper(request: HttpRequest, pk: int, paper: int) -> HttpResponseBase:
    """The bytes of a paper, for who may open its dossier; saved, never opened beside our own pages."""
    row: Paper = get_object_or_404(dossier_for(request, pk).papers, pk=paper)
    return private_file(row.file, row.name, row.sha256)
