"""Give a paper its number, record the one given elsewhere, keep numbers back, make them void."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.locks import hold_locks
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.dossiers.enums import Mode, NumberState, Step
from gongkai.duties.dossiers.models import Dossier, IssuedNumber, NumberSeries, SeriesYear
from gongkai.duties.dossiers.queries.facts import facts_of
from gongkai.duties.dossiers.queries.number_clashes import against_registered, skipped_before
from gongkai.duties.dossiers.queries.numbers import (
    facts_of_series,
    given_numbers,
    next_serial,
    registered_rows,
    series_of_number,
)
from gongkai.duties.dossiers.queries.register_noted import forget_register
from gongkai.duties.dossiers.queries.titles import titles_for
from gongkai.duties.dossiers.rules.number_clashes import reasons_against_far
from gongkai.duties.dossiers.rules.numbering import (
    IssueFacts,
    RecordFacts,
    ReserveFacts,
    cautions_of_recording,
    reasons_against_issuing,
    reasons_against_number_day,
    reasons_against_recording,
    reasons_against_reserving,
)
from gongkai.duties.dossiers.rules.series import spelled
from gongkai.duties.dossiers.rules.track import ChainFacts, reasons_against_step
from gongkai.duties.dossiers.verbs import NUMBER
from gongkai.duties.policies.enums import Signature
from gongkai.duties.policies.number_spelling import normal_number, parse_number

ISSUE, RECORD, RESERVE = "编号", "登记文号", "留号"


def held_dossier(dossier: Dossier) -> Dossier:
    """The dossier, locked until the transaction ends."""
    return Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)


def held_series(series: NumberSeries) -> NumberSeries:
    """The series, locked: whoever numbers in it after this sees what its last holder gave."""
    return NumberSeries.objects.select_for_update().get(pk=series.pk)


def held_holder(text: str) -> IssuedNumber | None:
    """What has a number, locked: nobody uses it, makes it void or takes it back meanwhile."""
    return IssuedNumber.objects.select_for_update(of=("self",)).filter(text=text).first()


def against_numbering(dossier: Dossier) -> list[Reason]:
    """What speaks against the step 登记编号 of a dossier now."""
    return reasons_against_step(Step.NUMBERING, facts_of([dossier])[dossier.pk])


@transaction.atomic
def issue_number(*, by: User, dossier: Dossier, series: NumberSeries) -> IssuedNumber:
    """Give a paper that this system signs the next number of a series and this year. Raises ``Refused``.

    The serial is counted in the transaction that keeps it: one rolled back leaves no gap.
    """
    dossier, series = held_dossier(dossier), held_series(series)
    refuse_if(
        reasons_against_issuing(
            IssueFacts(
                may_number=may(by, NUMBER),
                mode=Mode(dossier.mode),
                signature=Signature(dossier.signature),
                series=facts_of_series(series),
                against_step=tuple(against_numbering(dossier)),
            )
        ),
        act=ISSUE,
    )
    year = timezone.localdate().year
    serial = next_serial(series, year)
    number = IssuedNumber.objects.create(
        series=series,
        year=year,
        serial=serial,
        text=spelled(facts_of_series(series), year, serial),
        state=NumberState.ISSUED,
        dossier=dossier,
        title=dossier.title,
        by=by,
    )
    _remember(series, year, serial)
    record_event(action="dossiers.issue_number", by=by, subject=dossier, number=number.pk)
    return number


@dataclass(frozen=True, slots=True)
class Recorded:
    """A number recorded, and what should be looked at."""

    number: IssuedNumber
    cautions: tuple[str, ...]


def _facts(
    by: User,
    dossier: Dossier,
    typed: str,
    rows: Sequence[NumberSeries],
    holder: tuple[str, NumberState] | None,
    chain: ChainFacts,
) -> RecordFacts:
    return RecordFacts(
        may_number=may(by, NUMBER),
        mode=Mode(dossier.mode),
        signature=Signature(dossier.signature),
        typed=typed,
        own_series=tuple(facts_of_series(row) for row in rows),
        this_year=timezone.localdate().year,
        holder=holder,
        against_step=tuple(reasons_against_step(Step.NUMBERING, chain)),
    )


@transaction.atomic
def record_number(
    *,
    by: User,
    dossier: Dossier,
    number: str,
    numbered_on: date | None = None,
    is_day_asked: bool = False,
    is_sure: bool = False,
) -> Recorded:
    """Keep the number that OA or another organ gave a paper, in its standard spelling, with the day it bears: asked of who
    has the paper before them, unknown where OA hands none over. Raises ``Refused``.

    ``is_sure``: a person looked at a number that leaves many before it empty, and says that it is right.
    """
    dossier = held_dossier(dossier)
    rows = list(NumberSeries.objects.select_for_update().order_by("pk"))
    text = normal_number(number)
    hold_locks([f"dossiers.number {text}"])
    holder = held_holder(text)
    taken_back = holder if holder and holder.is_recorded and holder.state == NumberState.RESERVED else None
    chain, today = facts_of([dossier])[dossier.pk], timezone.localdate()
    skipped = skipped_before(text, rows)
    told = None if taken_back or holder is None else _told(by, holder)
    refuse_if(
        reasons_against_recording(_facts(by, dossier, number, rows, told, chain))
        + reasons_against_number_day(numbered_on, chain, is_asked=is_day_asked, today=today)
        + against_registered(by, text, dossier)
        + reasons_against_far(text, skipped, is_sure=is_sure),
        act=RECORD,
    )
    if taken_back:
        taken_back.give(dossier, by, numbered_on)
    made, count = taken_back or _recorded(by, dossier, text, rows, numbered_on), len(skipped)
    record_event(action="dossiers.record_number", by=by, subject=dossier, number=made.pk, skipped=count)
    return Recorded(made, tuple(_cautions(number, dossier, chain, rows)))


def _told(by: User, holder: IssuedNumber) -> tuple[str, NumberState]:
    return titles_for(by).of(holder) or holder.text, NumberState(holder.state)


def _cautions(typed: str, dossier: Dossier, chain: ChainFacts, rows: Sequence[NumberSeries]) -> list[str]:
    signed = chain.done.get(Step.SIGNING)
    return cautions_of_recording(
        typed,
        signed_year=signed.day.year if signed else None,
        series=[facts_of_series(row) for row in rows],
        signature=Signature(dossier.signature),
        kind=dossier.kind,
    )


def _recorded(
    by: User, dossier: Dossier, text: str, rows: Sequence[NumberSeries], numbered_on: date | None
) -> IssuedNumber:
    number, series = parse_number(text), series_of_number(text, rows)
    assert number is not None, "refused before"
    if series is not None and number.year is not None:
        _remember(series, number.year, number.serial)
    return IssuedNumber.objects.create(
        series=series,
        year=number.year if series else None,
        serial=number.serial if series else None,
        text=text,
        state=NumberState.ISSUED,
        dossier=dossier,
        title=dossier.title,
        is_recorded=True,
        numbered_on=numbered_on,
        by=by,
    )


def reserve_numbers(
    *, by: User, series: NumberSeries, year: int, first: int, last: int, reason: str
) -> Sequence[IssuedNumber]:
    """留号: keep a range of numbers back, with the reason. It may fill gaps and go on, never jump ahead. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("留号原因", reason, "reason")], act=RESERVE)
    with transaction.atomic():
        series = held_series(series)
        refuse_if(_against_range(by, series, year, (first, last), reason), act=RESERVE)
        facts = facts_of_series(series)
        made = IssuedNumber.objects.bulk_create(
            IssuedNumber(
                series=series,
                year=year,
                serial=serial,
                text=spelled(facts, year, serial),
                state=NumberState.RESERVED,
                reason=reason.strip(),
                by=by,
            )
            for serial in range(first, last + 1)
        )
        _remember(series, year, last)
        forget_register()  # no signal tells of numbers kept back together
        record_event(
            action="dossiers.reserve_numbers", by=by, subject=series, year=year, first=first, last=last
        )
        return made


def _against_range(
    by: User, series: NumberSeries, year: int, serials: tuple[int, int], reason: str
) -> list[Reason]:
    first, last = serials
    taken = _taken(series, year)
    return reasons_against_reserving(
        ReserveFacts(
            may_number=may(by, NUMBER),
            is_in_use=series.is_in_use,
            year=year,
            this_year=timezone.localdate().year,
            first=first,
            last=last,
            next_serial=next_serial(series, year),
            taken=tuple(sorted(one for one in taken if first <= one <= last)),
            reason=reason,
        )
    )


def _taken(series: NumberSeries, year: int) -> set[int]:
    return given_numbers(series, year).keys() | registered_rows(series, year).keys()


def _remember(series: NumberSeries, year: int, serial: int) -> None:
    """Move the last serial of a year on; the series is held."""
    row, _ = SeriesYear.objects.get_or_create(series=series, year=year)
    if serial > row.last:
        row.last = serial
        row.save(update_fields=["last"])
