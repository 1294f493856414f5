"""What was decided outside of the common path: steps let off, disagreements overruled, reviews hurried. Listed apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Q, QuerySet

from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.models import (
    CountersignRuling,
    Dossier,
    Exemption,
    LegalityReview,
    SignOff,
)
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by

SECTIONS = {"exempt": "免办", "ruling": "裁定", "urgent": "急件审核", "late": "签后立项"}
STATES = {"waiting": "待决定", "granted": "已同意", "declined": "没有同意"}
"""What was asked may be; who was signed before it was begun here asked nobody, and is shown as granted by the signature."""


@dataclass(frozen=True, slots=True)
class AskedApart:
    """What the list was asked for; empty means everything."""

    section: str = "exempt"
    step: str = ""
    ground: str = ""
    year: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class ApartRow:
    """One decision: of which dossier, what, on what ground, asked by whom, decided by whom."""

    dossier: Dossier
    what: str
    ground: str
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""

    @property
    def word(self) -> str:
        """The state in Chinese."""
        return STATES[self.state]


def rows_apart(user: User, day: date, asked: AskedApart) -> list[ApartRow]:
    """The rows of a section among the dossiers that a person may open, newest first (one query)."""
    return list(_LOADERS[asked.section](dossiers_seen_by(user, day), asked))


def years_apart() -> list[int]:
    """Years in which a step was asked to be let off, newest first."""
    return [moment.year for moment in Exemption.objects.datetimes("asked_at", "year", order="DESC")]


def _in_year(field: str, year: str) -> Q:
    """Moments of a year, as people here count it."""
    return Q(**{f"{field}__year": int(year)}) if year else Q()


def _exemptions(seen: QuerySet[Dossier], asked: AskedApart) -> Iterable[ApartRow]:
    rows = Exemption.objects.filter(_in_year("asked_at", asked.year), dossier__in=seen)
    if asked.step:
        rows = rows.filter(step=asked.step)
    if asked.ground:
        rows = rows.filter(ground=asked.ground)
    if asked.state:
        rows = rows.filter(is_granted={"waiting": None, "granted": True, "declined": False}[asked.state])
    for row in rows.select_related("dossier__unit", "asked_by", "decided_by", "revoked_by").order_by(
        "-asked_at"
    ):
        state = "waiting" if row.is_granted is None else "granted" if row.is_granted else "declined"
        yield ApartRow(
            row.dossier,
            f"免办{Step(row.step).label}",
            row.get_ground_display(),
            row.reason,
            str(row.asked_by),
            row.asked_at,
            state,
            str(row.decided_by or ""),
            row.decided_at,
            _noted(row),
        )


def _noted(row: Exemption) -> str:
    """What was said on deciding; of one taken back that it was, by whom and why."""
    if row.revoked_by is None:
        return row.decided_note
    return f"{row.decided_note}（已撤销：{row.revoked_by}，{row.revoked_reason}）"


def _rulings(seen: QuerySet[Dossier], asked: AskedApart) -> Iterable[ApartRow]:
    """What is ruled is granted: a ruling that lets nothing go on is not made."""
    rows = CountersignRuling.objects.filter(
        _in_year("at", asked.year), opinion__request__dossier__in=seen
    ).select_related("by", "opinion__by", "opinion__request__unit", "opinion__request__dossier__unit")
    if asked.state not in ("", "granted"):
        return
    for row in rows.order_by("-at"):
        opinion = row.opinion
        yield ApartRow(
            opinion.request.dossier,
            f"裁定{opinion.request.name}的不同意见",
            opinion.get_verdict_display(),
            opinion.text,
            str(opinion.by),
            opinion.at,
            "granted",
            str(row.by),
            row.at,
            row.reason,
        )


def _urgent(seen: QuerySet[Dossier], asked: AskedApart) -> Iterable[ApartRow]:
    """Reviews for which haste was asked; whoever accepted the file granted it or not."""
    rows = LegalityReview.objects.filter(_in_year("sent_at", asked.year), dossier__in=seen).exclude(
        urgency=""
    )
    if asked.ground:
        rows = rows.filter(urgency=asked.ground)
    if asked.state == "waiting":
        rows = rows.filter(accepted_at__isnull=True)
    elif asked.state:
        rows = rows.filter(accepted_at__isnull=False, is_urgent=asked.state == "granted")
    for row in rows.select_related("dossier__unit", "sent_by", "accepted_by").order_by("-sent_at"):
        state = "waiting" if row.accepted_at is None else "granted" if row.is_urgent else "declined"
        yield ApartRow(
            row.dossier,
            "合法性审核按紧急办理",
            row.get_urgency_display(),
            row.urgency_reason,
            str(row.sent_by),
            row.sent_at,
            state,
            str(row.accepted_by or ""),
            row.accepted_at,
        )


def _signed_first(seen: QuerySet[Dossier], asked: AskedApart) -> Iterable[ApartRow]:
    """Dossiers begun here only after their document had been signed: who did what before cannot be seen here."""
    rows = SignOff.objects.filter(
        _in_year("signed_at", asked.year),
        dossier__in=seen,
        overtaken_at__isnull=True,
        signed_at__lt=F("dossier__opened_at"),
    )
    if asked.state not in ("", "granted"):
        return
    for row in rows.select_related("dossier__unit", "dossier__opened_by").order_by("-signed_at"):
        yield ApartRow(
            row.dossier,
            "签发以后才立项",
            row.get_medium_display(),
            row.dossier.kind_reason,
            str(row.dossier.opened_by),
            row.dossier.opened_at,
            "granted",
            row.leader_name,
            row.signed_at,
            row.opinion,
        )


_LOADERS: Mapping[str, Callable[[QuerySet[Dossier], AskedApart], Iterable[ApartRow]]] = {
    "exempt": _exemptions,
    "ruling": _rulings,
    "urgent": _urgent,
    "late": _signed_first,
}
