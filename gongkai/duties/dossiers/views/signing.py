"""签发, its record, its written confirmation."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.queries import people_with
from gongkai.duties.dossiers.enums import PaperKind, SigningMedium, Step, StepState
from gongkai.duties.dossiers.forms_steps import ConfirmForm, SignForm, SignOffForm
from gongkai.duties.dossiers.models import Dossier, SignOff
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.labels import anchors_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.rules.track import StepView
from gongkai.duties.dossiers.usecases.signing import (
    Signature,
    confirm_sign_off,
    reasons_against_signing_now,
    record_sign_off,
    sign_document,
)
from gongkai.duties.dossiers.verbs import RECORD_SIGNATURE, SIGN
from gongkai.duties.dossiers.views.base import act_screen, dossier_for, proof_of

_SETTLED = (StepState.DONE, StepState.EXEMPT)


def _to_read(dossier: Dossier, track: tuple[StepView, ...]) -> dict[str, Any]:
    """The words of the newest version, and what was settled on the way to the signature."""
    newest, order = dossier.versions.first(), list(Step)
    way = order[order.index(Step.CONSULTATION) : order.index(Step.SIGNING)]
    judged = [view for view in track if view.step in way and view.state in _SETTLED]
    if newest is None:
        return {"judged": judged}
    text = OfficialText.from_data(newest.data)
    before = newest.number - 1 if newest.number > 1 else None
    blocks = list(zip(text.blocks, anchors_of(text.blocks), strict=True))
    return {"judged": judged, "version": newest, "text": text, "blocks": blocks, "before": before}


@verb_required(SIGN)
def sign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sign the newest version here, with its words and all that was said of it before one's eyes."""
    dossier = dossier_for(request, pk)
    facts, track = track_for(dossier)

    def act(form: Any) -> None:
        data = form.cleaned_data
        sign_document(by=request.user, dossier=dossier, seen=data["seen"], opinion=data["opinion"])

    return act_screen(
        request,
        dossier,
        title="签发",
        lead=f"签发的是第 {facts.version} 稿。签发以后文稿不再改。",
        make=lambda *args, **kwargs: SignForm(*args[:1], **kwargs),
        act=act,
        submit="签发",
        done="已签发。",
        initial={"seen": facts.version},
        template="dossiers/sign.html",
        context={
            **_to_read(dossier, track),
            "against": reasons_against_signing_now(request.user, dossier, facts.version),
        },
    )


@verb_required(RECORD_SIGNATURE)
def sign_off(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Record a signature given elsewhere."""
    dossier = dossier_for(request, pk)
    facts, _ = track_for(dossier)

    def act(form: Any) -> None:
        data = form.cleaned_data
        leader = data["leader"]
        given = Signature(
            medium=SigningMedium(data["medium"]),
            leader_name=data["leader_name"] or (str(leader) if leader else ""),
            opinion=data["opinion"],
            signed_at=data["signed_at"],
            leader=leader,
            slip=proof_of(form, by=request.user, dossier=dossier, kind=PaperKind.SLIP),
        )
        record_sign_off(by=request.user, dossier=dossier, seen=data["seen"], given=given)

    return act_screen(
        request,
        dossier,
        title="登记签发",
        lead=f"登记的是第 {facts.version} 稿的签发。登记人不能是起草人。",
        make=lambda *args, **kwargs: SignOffForm(
            *args, **kwargs, leaders=people_with(SIGN).order_by("full_name"), dossier=dossier
        ),
        act=act,
        submit="登记签发",
        done="签发已登记。",
        initial={"seen": facts.version, "medium": SigningMedium.PAPER},
    )


@verb_required(RECORD_SIGNATURE)
def confirm(request: HttpRequest, pk: int, signature: int) -> HttpResponseBase:
    """Put the written confirmation of a word of mouth on record."""
    dossier = dossier_for(request, pk)
    row = get_object_or_404(SignOff, dossier=dossier, pk=signature)

    def act(form: Any) -> None:
        paper = proof_of(form, by=request.user, dossier=dossier, kind=PaperKind.CONFIRMATION)
        confirm_sign_off(by=request.user, signature=row, paper=paper)

    return act_screen(
        request,
        dossier,
        title="补书面确认",
        lead=f"{row.leader_name}口头同意：{row.opinion}",
        make=lambda *args, **kwargs: ConfirmForm(*args, **kwargs, dossier=dossier),
        act=act,
        submit="登记书面确认",
        done="书面确认已入卷。",
    )
