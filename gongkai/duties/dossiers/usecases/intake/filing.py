"""File one delivery in one dossier: the paper, the signature, the number, and whether the final text is what was signed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Reason, Refused, refuse_if
from gongkai.duties.dossiers.enums import PaperKind, PaperSource, SigningMedium
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier, DraftVersion, Paper
from gongkai.duties.dossiers.queries.intake import Looked, look_into, signed_words
from gongkai.duties.dossiers.queries.numbers import active_number
from gongkai.duties.dossiers.queries.people import writer_names
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.intake import (
    INTAKE_FORM,
    INTAKE_UNREAD,
    difference_of,
    reasons_against_final,
    reasons_against_mark,
)
from gongkai.duties.dossiers.rules.intake_signed import reasons_against_unmarked, reasons_against_writer
from gongkai.duties.dossiers.usecases.numbering import record_number
from gongkai.duties.dossiers.usecases.papers import add_paper
from gongkai.duties.dossiers.usecases.signing import Signature, record_sign_off
from gongkai.duties.policies.number_spelling import normal_number

FILE = "来件归卷"
_SOURCES = {
    DeliverySource.FOLDER: PaperSource.FOLDER,
    DeliverySource.REST: PaperSource.REST,
    DeliverySource.UPLOAD: PaperSource.UPLOAD,
}


@transaction.atomic
def file_delivery(*, by: User, delivery: Delivery, dossier: Dossier, looked: Looked) -> Delivery:
    """File what was received on behalf of ``by``, by the use cases with which a person would. Raises ``Refused``; then
    nothing of it is done.
    """
    paper, cautions, difference = _FILINGS[DeliveryKind(delivery.kind)](by, delivery, dossier, looked)
    before = delivery.file.name
    delivery.state, delivery.dossier, delivery.paper = DeliveryState.FILED, dossier, paper
    delivery.told, delivery.difference, delivery.file = as_told(cautions), difference[:200], ""
    delivery.settled_at, delivery.settled_by = timezone.now(), by
    delivery.save()
    if before:
        storage = delivery.file.storage
        transaction.on_commit(lambda: storage.delete(before))  # the paper has the bytes now
    record_event(
        action="dossiers.file_delivery",
        by=by,
        subject=dossier,
        delivery=delivery.pk,
        kind=delivery.kind,
        differs=bool(difference),
    )
    return delivery


def as_told(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    """Reasons as they are kept with a delivery: code, message, way out; never words of the file."""
    return [
        {"code": one.code, "message": one.message, "remedy": one.remedy, "field": one.field}
        for one in reasons
    ]


def bytes_of(file: Any) -> bytes:
    """All bytes of a file, which stands at its beginning again afterwards."""
    file.seek(0)
    data = bytes(file.read())
    file.seek(0)
    return data


def kept_file(delivery: Delivery) -> Any:
    """The file that waits with a delivery, as one that could be uploaded; None where it came without. Raises ``Refused``
    where it is gone, or not what came.
    """
    if not delivery.file:
        return None
    try:
        with delivery.file.open("rb") as kept:
            data = kept.read()
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != delivery.sha256:
        message = "来件的文件不在了，或者与收到时不一致。"
        raise Refused([INTAKE_FORM.reason(message, remedy="请拒收这一件，请 OA 重送。")], act=FILE)
    return ContentFile(data, name=delivery.name)


def look_again(delivery: Delivery) -> Looked:
    """What a machine sees in the file that waits."""
    file = kept_file(delivery)
    if file is None:
        return Looked()
    return look_into(DeliveryKind(delivery.kind), delivery.name, bytes_of(file))


Filing = tuple[Paper | None, list[Reason], str]


def _slip(by: User, delivery: Delivery, dossier: Dossier, looked: Looked) -> Filing:
    version = dossier.versions.defer("data").first()
    number, digest = (version.number, version.digest) if version else (0, "")
    refuse_if(reasons_against_mark(looked.mark, version=number, digest=digest), act=FILE)
    if not delivery.leader_name:
        return _paper(by, delivery, dossier, PaperKind.SLIP), [], ""
    refuse_if(_against_signature(delivery, dossier, looked, version), act=FILE)
    given = Signature(
        medium=SigningMedium.OA,
        leader_name=delivery.leader_name,
        opinion=delivery.opinion,
        signed_at=delivery.signed_at,
        file=kept_file(delivery),
        source=_SOURCES[DeliverySource(delivery.source)],
    )
    # The version that was judged above: one that is entered meanwhile is refused there, under the lock.
    return record_sign_off(by=by, dossier=dossier, seen=number, given=given).scan, [], ""


def _against_signature(
    delivery: Delivery, dossier: Dossier, looked: Looked, version: DraftVersion | None
) -> list[Reason]:
    """What speaks against a signature of which a machine knows a name, a time and a scan alone."""
    reasons = reasons_against_writer(delivery.leader_name, writer_names(dossier))
    if version is not None and delivery.signed_at is not None:
        reasons += reasons_against_unmarked(
            looked.mark, signed_at=delivery.signed_at, version=version.number, entered_at=version.at
        )
    return reasons


def _number(by: User, delivery: Delivery, dossier: Dossier, looked: Looked) -> Filing:
    given = active_number(dossier)
    if given is None or given.text != normal_number(delivery.number):
        record_number(by=by, dossier=dossier, number=delivery.number)
    return None, [], ""


def _final(by: User, delivery: Delivery, dossier: Dossier, looked: Looked) -> Filing:
    signature = signature_of(dossier)
    refuse_if(reasons_against_final(is_signed=signature is not None), act=FILE)
    assert signature is not None  # else there is a reason
    if delivery.number:
        _number(by, delivery, dossier, looked)
    paper = _paper(by, delivery, dossier, PaperKind.FINAL)
    if looked.words is None:
        message = "机器没能读出这份正式文本，没有与签发稿核对。"
        return paper, [INTAKE_UNREAD.reason(message, remedy="请人工核对。")], ""
    words, title = signed_words(dossier, signature), signature.version.data.get("title", "")
    return paper, [], difference_of(words, looked.words, title=title, is_parted=looked.is_parted)


def _other(by: User, delivery: Delivery, dossier: Dossier, looked: Looked) -> Filing:
    return _paper(by, delivery, dossier, PaperKind.OTHER), [], ""


def _paper(by: User, delivery: Delivery, dossier: Dossier, kind: PaperKind) -> Paper:
    return add_paper(
        by=by,
        dossier=dossier,
        kind=kind,
        file=kept_file(delivery),
        title=delivery.title,
        source=_SOURCES[DeliverySource(delivery.source)],
    )


_FILINGS = {
    DeliveryKind.SLIP: _slip,
    DeliveryKind.NUMBER: _number,
    DeliveryKind.FINAL: _final,
    DeliveryKind.OTHER: _other,
}
