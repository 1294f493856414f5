"""签发: in this system, or recorded after a signature elsewhere; a word of mouth is confirmed in writing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.usecases.deadlines import workdays_after
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.dossiers.enums import Mode, PaperKind, PaperSource, SigningMedium
from gongkai.duties.dossiers.models import Dossier, DraftVersion, Paper, SignOff
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.queries.editing import has_signed_other, is_paper_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.people import has_edited, writer_names
from gongkai.duties.dossiers.rules.determination import reasons_against_kind, reasons_against_undecided
from gongkai.duties.dossiers.rules.signing import (
    SigningFacts,
    reasons_against_confirming,
    reasons_against_signing,
)
from gongkai.duties.dossiers.usecases.papers import add_paper
from gongkai.duties.dossiers.verbs import RECORD_SIGNATURE, SIGN
from gongkai.duties.policies.enums import OWN_SIGNATURES, DocumentKind

SIGN_ACT = "签发"
RECORD_ACT = "登记签发"
CONFIRM_ACT = "补书面确认"
ORAL_DAYS = 1
"""Working days in which a word of mouth is confirmed in writing (``basis.ORAL_CONFIRMED``)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature given elsewhere: by whom (an account, or a name from outside), when, on what slip.

    The slip comes with it (``file``) or lies in the dossier (``slip``).
    """

    medium: SigningMedium
    leader_name: str
    opinion: str
    signed_at: datetime | None
    leader: User | None = None
    file: Any = None
    source: PaperSource = PaperSource.UPLOAD
    slip: Paper | None = None


def sign_document(*, by: User, dossier: Dossier, seen: int, opinion: str) -> SignOff:
    """Sign the version seen, here and now. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=[FreeText("签发意见", opinion, "opinion")], act=SIGN_ACT)
    given = Signature(SigningMedium.SYSTEM, str(by), opinion, timezone.now(), leader=by)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        refuse_if(_reasons(by, dossier, seen, given), act=SIGN_ACT)
        return _keep(by, dossier, given)


def record_sign_off(*, by: User, dossier: Dossier, seen: int, given: Signature) -> SignOff:
    """Record a signature given on paper, in OA or by word of mouth. Raises ``Refused`` with every reason."""
    refuse_free_texts(
        by=by,
        texts=[
            FreeText("签发意见", given.opinion, "opinion"),
            FreeText("签发人", given.leader_name, "leader_name"),
        ],
        act=RECORD_ACT,
    )
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        refuse_if(_reasons(by, dossier, seen, given), act=RECORD_ACT)
        return _keep(by, dossier, given)


def reasons_against_signing_now(by: User, dossier: Dossier, seen: int) -> list[Reason]:
    """What speaks against this person signing the version seen here and now, before anything is written."""
    given = Signature(SigningMedium.SYSTEM, str(by), "同意", timezone.now(), leader=by)
    return _reasons(by, dossier, seen, given)


def _reasons(by: User, dossier: Dossier, seen: int, given: Signature) -> list[Reason]:
    """The rules of signing, and a kind that does not agree with what legality determined."""
    reasons = reasons_against_signing(_facts(by, dossier, seen, given))
    word = determined(dossier)
    if word is not None:
        reasons += reasons_against_undecided(is_proposed=True, is_decided=word.is_decided)
        reasons += reasons_against_kind(DocumentKind(dossier.kind), word.result)
    return reasons


def _facts(by: User, dossier: Dossier, seen: int, given: Signature) -> SigningFacts:
    chain, _ = track_for(dossier)
    is_here = given.medium == SigningMedium.SYSTEM
    newest = dossier.versions.first()
    return SigningFacts(
        chain=chain,
        medium=given.medium,
        may_act=may(by, SIGN) if is_here else may(by, RECORD_SIGNATURE),
        has_edited=has_edited(by, dossier),
        leader_has_edited=_has_leader_edited(given, dossier),
        leader_may_sign=given.leader is None or may(given.leader, SIGN),
        is_own_signature=given.leader is not None and given.leader.pk == by.pk,
        is_ours_to_sign=dossier.mode == Mode.FULL and dossier.signature in OWN_SIGNATURES,
        text_title=str(newest.data.get("title", "")) if newest is not None else "",
        title=dossier.title,
        seen=seen,
        leader_account=str(given.leader) if given.leader is not None else "",
        leader_name=given.leader_name,
        opinion=given.opinion,
        signed_at=given.signed_at,
        has_scan=given.file is not None or _is_slip(given.slip, dossier, newest),
        has_disclosure=bool(dossier.disclosure),
        now=timezone.now(),
    )


def _is_slip(paper: Paper | None, dossier: Dossier, version: DraftVersion | None) -> bool:
    """Whether a paper of the dossier is a slip, and not that of another version."""
    return is_paper_of(paper, dossier, PaperKind.SLIP) and not has_signed_other(paper, version)


def _has_leader_edited(given: Signature, dossier: Dossier) -> bool:
    """Whether the signer, told as an account or by name, had a hand in the text."""
    if given.leader is not None:
        return has_edited(given.leader, dossier)
    return " ".join(given.leader_name.split()) in writer_names(dossier)


def _slip(by: User, dossier: Dossier, given: Signature) -> Paper | None:
    """The slip in the dossier, with the day on which it was signed."""
    if given.signed_at is None:
        return None
    signed_on = timezone.localdate(given.signed_at)
    if given.file is None:
        if given.slip is not None:
            given.slip.take_day(signed_on)
        return given.slip
    return add_paper(
        by=by,
        dossier=dossier,
        kind=PaperKind.SLIP,
        file=given.file,
        dated_on=signed_on,
        source=given.source,
    )


def _keep(by: User, dossier: Dossier, given: Signature) -> SignOff:
    scan = _slip(by, dossier, given)
    is_oral = given.medium == SigningMedium.ORAL
    row = SignOff.objects.create(
        dossier=dossier,
        version=dossier.versions.first(),
        medium=given.medium,
        leader=given.leader,
        leader_name=given.leader_name.strip(),
        opinion=given.opinion.strip(),
        signed_at=given.signed_at,
        recorded_by=by,
        scan=scan,
        due_on=workdays_after(timezone.localdate(given.signed_at), ORAL_DAYS) if is_oral else None,
    )
    record_event(
        action="dossiers.sign",
        by=by,
        subject=dossier,
        medium=given.medium,
        version=row.version.number,
        digest=row.version.digest,
    )
    return row


def confirm_sign_off(*, by: User, signature: SignOff, paper: Paper | None) -> SignOff:
    """Put the written confirmation of a word of mouth, a paper of its dossier, on record. Raises ``Refused``."""
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=signature.dossier_id)
        row = SignOff.objects.select_for_update(of=("self",)).get(pk=signature.pk)
        refuse_if(
            reasons_against_confirming(
                may_act=may(by, RECORD_SIGNATURE),
                is_drafter=has_edited(by, dossier),
                is_oral=row.medium == SigningMedium.ORAL,
                is_confirmed=row.confirmed_at is not None,
                has_paper=is_paper_of(paper, dossier, PaperKind.CONFIRMATION)
                and not has_signed_other(paper, row.version),
            ),
            act=CONFIRM_ACT,
        )
        row.confirmation = paper
        row.confirmed_at, row.confirmed_by = timezone.now(), by
        row.save(update_fields=["confirmation", "confirmed_at", "confirmed_by"])
        record_event(action="dossiers.confirm_sign_off", by=by, subject=dossier, paper=row.confirmation_id)
        return row
