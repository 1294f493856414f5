"""What becomes of a number afterwards (used, void, taken back), and the series themselves."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.dossiers.enums import NumberState, SeriesForm, Step
from gongkai.duties.dossiers.models import Dossier, IssuedNumber, NumberSeries
from gongkai.duties.dossiers.queries.number_clashes import against_registered
from gongkai.duties.dossiers.rules.numbering import (
    reasons_against_unrecording,
    reasons_against_using,
    reasons_against_voiding_number,
)
from gongkai.duties.dossiers.rules.series import reasons_against_series
from gongkai.duties.dossiers.rules.track import reasons_against_ended
from gongkai.duties.dossiers.usecases.numbering import against_numbering, held_dossier
from gongkai.duties.dossiers.verbs import NUMBER
from gongkai.duties.policies.enums import Signature

USE, VOID, UNRECORD, SERIES = "启用留号", "作废文号", "退回文号登记", "设置文号系列"


def _held(number: IssuedNumber) -> IssuedNumber:
    """The number, locked, and before it the dossier that has it: nobody archives that meanwhile."""
    if number.dossier is not None:
        held_dossier(number.dossier)
    rows = IssuedNumber.objects.select_for_update(of=("self",)).select_related("dossier__page")
    return rows.get(pk=number.pk)


def _against_end(number: IssuedNumber) -> list[Reason]:
    return reasons_against_ended(is_ended=number.dossier is not None and not number.dossier.is_open)


def _is_public(number: IssuedNumber) -> bool:
    """Whether the document is before the public: on its own page, or where the lead of a joint document put it."""
    if number.dossier is None:
        return False
    page = number.dossier.page
    if page is not None and page.live:
        return True
    return number.dossier.records.filter(step=Step.RELEASE, overtaken_at__isnull=True).exists()


@transaction.atomic
def use_reserved(*, by: User, number: IssuedNumber, dossier: Dossier) -> IssuedNumber:
    """Give a number that was kept back to a paper. Raises ``Refused``."""
    dossier = held_dossier(dossier)
    number = _held(number)
    refuse_if(
        reasons_against_using(
            may_number=may(by, NUMBER),
            text=number.text,
            state=NumberState(number.state),
            signature=Signature(dossier.signature),
            against_step=against_numbering(dossier),
        )
        + against_registered(by, number.text, dossier),
        act=USE,
    )
    number.give(dossier, by)
    record_event(action="dossiers.use_reserved", by=by, subject=dossier, number=number.pk)
    return number


def against_voiding(by: User, number: IssuedNumber, reason: str) -> list[Reason]:
    """What speaks against making a number void, as it stands now; its screen asks before anything is typed."""
    return reasons_against_voiding_number(
        may_number=may(by, NUMBER),
        text=number.text,
        is_void=number.state == NumberState.VOID,
        is_public=_is_public(number),
        reason=reason,
    ) + _against_end(number)


def against_unrecording(by: User, number: IssuedNumber, reason: str) -> list[Reason]:
    """What speaks against taking a number back, as it stands now; likewise."""
    return reasons_against_unrecording(
        may_number=may(by, NUMBER),
        text=number.text,
        state=NumberState(number.state),
        is_recorded=number.is_recorded,
        is_public=_is_public(number),
        reason=reason,
    ) + _against_end(number)


def void_number(*, by: User, number: IssuedNumber, reason: str) -> IssuedNumber:
    """作废: the number stays in the register, with the reason, and is never given again. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("作废原因", reason, "reason")], act=VOID)
    with transaction.atomic():
        number = _held(number)
        refuse_if(against_voiding(by, number, reason), act=VOID)
        number.state, number.void_by, number.void_at = NumberState.VOID, by, timezone.now()
        number.void_reason = reason.strip()
        number.save(update_fields=["state", "void_by", "void_at", "void_reason"])
        record_event(action="dossiers.void_number", by=by, subject=number)
        return number


def unrecord_number(*, by: User, number: IssuedNumber, reason: str) -> IssuedNumber:
    """Take back a number that was recorded for the wrong paper; it is kept for the right one. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("退回原因", reason, "reason")], act=UNRECORD)
    with transaction.atomic():
        number = _held(number)
        refuse_if(against_unrecording(by, number, reason), act=UNRECORD)
        dossier, number.dossier, number.title = number.dossier, None, ""
        number.state, number.reason, number.numbered_on = NumberState.RESERVED, reason.strip(), None
        number.save(update_fields=["state", "dossier", "title", "reason", "numbered_on"])
        record_event(action="dossiers.unrecord_number", by=by, subject=dossier, number=number.pk)
        return number


@transaction.atomic
def save_series(
    *,
    by: User,
    series: NumberSeries | None,
    prefix: str,
    form: SeriesForm,
    name: str,
    kinds: Sequence[str],
    signatures: Sequence[str],
    first_serial: int,
    is_in_use: bool,
) -> NumberSeries:
    """Set up a series, or change it; the prefix of one that has given numbers stays. Raises ``Refused``."""
    held = NumberSeries.objects.select_for_update().get(pk=series.pk) if series else NumberSeries()
    others = NumberSeries.objects.exclude(pk=held.pk)
    refuse_if(
        reasons_against_series(
            may_number=may(by, NUMBER),
            prefix=prefix,
            name=name,
            is_used=held.pk is not None and held.numbers.exists(),
            is_same_prefix=(held.prefix, held.form) == (prefix, form),
            is_taken=others.filter(prefix=prefix).exists(),
            form=form,
        ),
        act=SERIES,
    )
    held.prefix, held.form, held.name = prefix, form, name.strip()
    held.kinds, held.signatures = list(kinds), list(signatures)
    held.first_serial, held.is_in_use = first_serial, is_in_use
    held.save()
    record_event(action="dossiers.save_series", by=by, subject=held, prefix=prefix)
    return held
