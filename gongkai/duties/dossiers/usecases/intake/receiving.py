"""Receive what OA hands over: once, screened first, filed at once where the rules let it, else kept for a person."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import Any

from django.db import transaction

from gongkai.clearance.usecases.screening import Screened, screen_upload, secrets_on_record
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.locks import hold_locks
from gongkai.core.reasons import Refused, refuse_if
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier
from gongkai.duties.dossiers.queries.intake import (
    Looked,
    clerk_now,
    look_into,
    places_of,
    same_delivery,
)
from gongkai.duties.dossiers.rules.intake import (
    Handed,
    dossier_of,
    reasons_against_again,
    reasons_against_form,
    reasons_against_settling,
)
from gongkai.duties.dossiers.rules.intake_said import reasons_against_hash, reasons_against_name
from gongkai.duties.dossiers.usecases.intake.filing import as_told, bytes_of, file_delivery, look_again
from gongkai.duties.dossiers.verbs import RECORD

RECEIVE = "接收来件"


def receive_delivery(
    *, by: User | None, source: DeliverySource, told: Handed, file: Any = None, told_hash: str = ""
) -> Delivery:
    """Take a delivery in and file it. What came before is answered as it was settled then, and nothing changes.

    ``by`` is who uploaded it, None for what came by itself: that is filed on behalf of the clerk named for it
    (:class:`~gongkai.duties.dossiers.models.OaAccess`), so that four eyes hold for OA as for people: a signature is
    recorded by an account that may record and did not write the text. What a rule refuses waits, with the reasons.
    ``told_hash`` is the SHA-256 that OA says the file has, if it says one. Raises ``Refused`` for what may not be kept
    at all (a mark, personal data, an unreadable file, one that broke on its way, a form not whole).
    """
    _refuse_at_once(by, told, file)
    screened = _screened(by, told, file)
    sha256 = screened.sha256 if screened else _digest_of(told)
    refuse_if(reasons_against_hash(told=told_hash if screened else "", sha256=sha256), act=RECEIVE)
    looked = look_into(told.kind, file.name, bytes_of(file)) if file is not None else Looked()
    with transaction.atomic():
        hold_locks([f"dossiers.delivery {one}" for one in (sha256, told.external_id) if one])
        key, against = dossier_of(places_of(told, looked.mark))
        again = same_delivery(source, told, sha256, key)
        if again is not None:
            first = (again.external_id, again.sha256)
            reasons = reasons_against_again(external_id=told.external_id, sha256=sha256, first=first)
            refuse_if(reasons, act=RECEIVE)
            return again
        row = _kept(by, source, told, file, sha256, key)
        row.told = as_told(against)
        row.save()
        _record(by, row)
        if key is not None:
            _file_if_may(row, by, looked)
    if row.state == DeliveryState.FILED:
        _take_up_others(row)
    return row


def _refuse_at_once(by: User | None, told: Handed, file: Any) -> None:
    if by is not None:
        may_settle, state = may(by, RECORD), DeliveryState.WAITING
        refuse_if(reasons_against_settling(may_settle=may_settle, state=state, reason=None), act=RECEIVE)
    reasons = reasons_against_form(told, has_file=file is not None)
    refuse_if(reasons + (reasons_against_name(file.name) if file is not None else []), act=RECEIVE)


def _record(by: User | None, row: Delivery) -> None:
    record_event(
        action="dossiers.receive_delivery",
        by=by,
        subject=row,
        kind=row.kind,
        source=row.source,
        sha256=row.sha256,
    )


def _screened(by: User | None, told: Handed, file: Any) -> Screened | None:
    """Nothing with a mark, and no personal data in what is said, comes any further."""
    texts = [
        FreeText("标题", told.title, "title"),
        FreeText("签发意见", told.opinion, "opinion"),
        FreeText("签发人", told.leader_name, "leader_name"),
        FreeText("文号", told.number, "number"),
        FreeText("办文编号", told.code, "code"),
        FreeText("OA 编号", told.external_id, "external_id"),
    ]
    refuse_free_texts(by=by, texts=texts, act=RECEIVE)
    if file is None:
        return None
    with secrets_on_record(by=by):
        return screen_upload(name=file.name, file=file)


def _digest_of(told: Handed) -> str:
    said = {key: str(value) for key, value in asdict(told).items() if key != "external_id"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _kept(
    by: User | None, source: DeliverySource, told: Handed, file: Any, sha256: str, key: int | None
) -> Delivery:
    row = Delivery(source=source, dossier_id=key, sha256=sha256, received_by=by, **asdict(told))
    if file is not None:
        row.name, row.size = file.name[-200:], file.size
        row.file.save(file.name, file, save=False)
    return row


def _file_if_may(row: Delivery, by: User | None, looked: Looked) -> None:
    """File it on behalf of who uploaded it, or of the clerk; what speaks against it stays with it."""
    actor, against = (by, []) if by is not None else clerk_now()
    if actor is not None:
        try:
            file_delivery(
                by=actor, delivery=row, dossier=Dossier.objects.get(pk=row.dossier_id), looked=looked
            )
        except Refused as refusal:
            against = list(refusal.reasons)
        else:
            return
    row.told = as_told(against)
    row.save(update_fields=["told"])


def _take_up_others(row: Delivery) -> None:
    """OA does not hand over in our order: what of the same dossier waited for this one is tried again, each once."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, dossier=row.dossier_id)
    order = list(DeliveryKind)
    for other in sorted(waiting, key=lambda one: order.index(DeliveryKind(one.kind))):
        try:
            looked = look_again(other)
        except Refused:  # its file is not what came: it waits on, and whoever claims it is told
            continue
        with transaction.atomic():
            held = Delivery.objects.select_for_update(of=("self",)).get(pk=other.pk)
            if held.state == DeliveryState.WAITING:
                _file_if_may(held, held.received_by, looked)
