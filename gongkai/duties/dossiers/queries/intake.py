"""What comes from OA, as it is looked for: which dossier it is of, whether it came before, what waits, what differs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.enums import NumberState
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource, DeliveryState
from gongkai.duties.dossiers.models import Delivery, Dossier, OaAccess, SignOff
from gongkai.duties.dossiers.official.blocks import OfficialText, plain_text
from gongkai.duties.dossiers.official.reading import read_document
from gongkai.duties.dossiers.official.reading.bounded import read_codes
from gongkai.duties.dossiers.official.slip_codes import SlipCode, slip_code_in
from gongkai.duties.dossiers.queries.frames import text_to_print
from gongkai.duties.dossiers.queries.numbers import active_number, holder_of
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.rules.intake import Handed, Places, likely_of, reasons_against_clerk
from gongkai.duties.dossiers.verbs import NUMBER, RECORD_SIGNATURE
from gongkai.duties.policies.number_spelling import normal_number


@dataclass(frozen=True, slots=True)
class Looked:
    """What a machine saw in a file: the code of a slip; the words of a final text, and whether its parts were told apart.

    ``words`` is None where nothing could be read.
    """

    mark: SlipCode | None = None
    words: str | None = None
    is_parted: bool = False


def look_into(kind: DeliveryKind, name: str, data: bytes) -> Looked:
    """Read a file in a process of its own: seconds, so outside of any transaction."""
    if kind is DeliveryKind.SLIP:
        return Looked(slip_code_in(read_codes(name, data)))
    if kind is DeliveryKind.FINAL:
        reading, _ = read_document(name, data)
        if reading is not None:
            return Looked(
                words=plain_text(reading.text), is_parted=PurePath(name).suffix.lower() not in _WHOLE
            )
    return Looked()


_WHOLE = (".pdf", ".ofd")
"""Files of which the words are read, but not which of them are head and imprint."""


def places_of(told: Handed, mark: SlipCode | None) -> Places:
    """The dossiers to which it leads."""
    holder = holder_of(normal_number(told.number)) if told.number else None
    is_held = holder is not None and holder.state == NumberState.ISSUED
    return Places(
        code=told.code,
        by_code=_key_of(told.code),
        mark=mark.code if mark else "",
        by_mark=_key_of(mark.code if mark else ""),
        # A number that is being told belongs to nobody yet; one that is held tells whose a final text is.
        by_number=holder.dossier_id if holder and is_held and told.kind is not DeliveryKind.NUMBER else None,
    )


def _key_of(code: str) -> int | None:
    return Dossier.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


def same_delivery(source: DeliverySource, told: Handed, sha256: str, dossier: int | None) -> Delivery | None:
    """The delivery that this one is again: by OA's own number; or the same file as the same kind, for the same dossier or
    with the same words, wherever a person has put it since. By its content only one that waits or whose effect stands:
    what was refused, made void or taken back may be sent again.
    """
    if told.external_id:
        found = Delivery.objects.filter(source=source, external_id=told.external_id).first()
        if found is not None:
            return found
    rows = Delivery.objects.filter(kind=told.kind, sha256=sha256)
    same = Q(code=told.code, number=told.number, title=told.title)
    rows = rows.filter(same | Q(dossier=dossier) if dossier is not None else same)
    return next((row for row in rows.select_related("dossier", "paper").order_by("pk") if _stands(row)), None)


def _stands(row: Delivery) -> bool:
    """Whether it waits, or what was filed of it still counts."""
    if row.state != DeliveryState.FILED:
        return row.state == DeliveryState.WAITING
    if row.paper is not None:
        return row.paper.void_at is None
    given = active_number(row.dossier) if row.dossier is not None else None
    return given is not None and given.text == normal_number(row.number)


def access_now() -> OaAccess | None:
    """On whose behalf OA hands over now."""
    return OaAccess.objects.filter(ended_at__isnull=True).select_related("clerk").first()


def clerk_now() -> tuple[User | None, list[Reason]]:
    """Who files what came by itself, or why nobody can."""
    access = access_now()
    clerk: User | None = access.clerk if access else None
    against = reasons_against_clerk(
        is_named=clerk is not None,
        may_record=clerk is not None and may(clerk, RECORD_SIGNATURE) and may(clerk, NUMBER),
        is_frozen=clerk is not None and clerk.is_frozen,
    )
    return (None if against else clerk), against


def signed_words(dossier: Dossier, signature: SignOff) -> str:
    """All that the final text has to say: the version signed, its signature, note, and as 成文日期 the day it was signed."""
    signed_on = timezone.localdate(signature.signed_at)
    return plain_text(text_to_print(OfficialText.from_data(signature.version.data), dossier, signed_on))


def deliveries_seen_by(user: User, day: date) -> QuerySet[Delivery]:
    """Those that a person may see: all that are of no dossier yet, and those of dossiers that they may open."""
    rows = Delivery.objects.select_related("dossier", "settled_by", "received_by", "paper")
    return rows.filter(Q(dossier__isnull=True) | Q(dossier__in=dossiers_seen_by(user, day)))


def deliveries_asked(rows: QuerySet[Delivery], state: str, words: str) -> QuerySet[Delivery]:
    """Of these those in a state, whose title, number, 办文编号 or file name has each of these words."""
    if state in DeliveryState.values:
        rows = rows.filter(state=state)
    for word in words.split():
        said = Q(title__icontains=word) | Q(number__icontains=word) | Q(code__icontains=word)
        rows = rows.filter(said | Q(name__icontains=word))
    return rows


def counts_by_state(rows: QuerySet[Delivery]) -> list[tuple[DeliveryState, int]]:
    """How many of these stand in each state."""
    counts = dict(rows.order_by().values_list("state").annotate(count=Count("pk")))
    return [(state, counts.get(state.value, 0)) for state in DeliveryState]


def differing_finals(dossiers: Collection[int] | QuerySet[Dossier]) -> QuerySet[Delivery]:
    """Final texts in these dossiers that do not say what was signed; those made void no more."""
    rows = Delivery.objects.filter(dossier__in=dossiers, paper__void_at__isnull=True)
    return rows.filter(state=DeliveryState.FILED).exclude(difference="").select_related("dossier", "paper")


def proposals_for(user: User, delivery: Delivery, day: date) -> list[Dossier]:
    """Open dossiers that it may be of, by the likeness of their titles."""
    from rapidfuzz import fuzz

    said = delivery.title or PurePath(delivery.name).stem
    seen = dossiers_seen_by(user, day).filter(ending="").order_by("-pk")
    titles = list(seen.values_list("pk", "title")[:_MOST_TITLES])
    likely = likely_of(said, titles, [fuzz.ratio(said, title) for _, title in titles])
    rows = {row.pk: row for row in seen.filter(pk__in=likely).select_related("unit")}
    return [rows[key] for key in likely if key in rows]


_MOST_TITLES = 3000
"""Open dossiers among which is looked; some hundreds are usual (house number)."""
