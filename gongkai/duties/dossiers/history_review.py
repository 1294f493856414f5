"""What was judged in a dossier: 认定, 会签, 合法性审核, and misprints accepted on a page of before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.duties.dossiers.happenings import Happening
from gongkai.duties.dossiers.models import (
    CountersignOpinion,
    CountersignRequest,
    CountersignRuling,
    Dossier,
)


def judged_in(dossier: Dossier) -> Iterable[Happening]:
    """All of it, in no order."""
    yield from _determined(dossier)
    yield from _asked(dossier)
    yield from _said(dossier)
    yield from _ruled(dossier)
    yield from _reviewed(dossier)
    yield from _corrected(dossier)


def _on(day: date | None) -> str:
    return f"（{day:%Y-%m-%d}）" if day is not None else ""


def _determined(dossier: Dossier) -> Iterable[Happening]:
    for row in dossier.determinations.select_related("by"):
        what = "确认认定" if row.is_decision else "提出认定"
        yield Happening(row.at, what, str(row.by), row.get_result_display())


def _asked(dossier: Dossier) -> Iterable[Happening]:
    rows = CountersignRequest.objects.filter(dossier=dossier)
    for row in rows.select_related("unit", "asked_by", "withdrawn_by"):
        yield Happening(row.asked_at, f"送{row.name}会签", str(row.asked_by), row.note)
        if row.withdrawn_at is not None:
            what = f"撤回{row.name}会签"
            yield Happening(row.withdrawn_at, what, str(row.withdrawn_by), row.withdrawn_reason, is_back=True)


def _said(dossier: Dossier) -> Iterable[Happening]:
    rows = CountersignOpinion.objects.filter(request__dossier=dossier).defer("version__data")
    for row in rows.select_related("request__unit", "version", "by"):
        act = "登记" if row.paper_id is not None else "签"
        words = "：".join(filter(None, (row.get_verdict_display(), row.text)))
        yield Happening(row.at, f"{act}{row.request.name}会签意见{_on(row.dated_on)}", str(row.by), words)


def _ruled(dossier: Dossier) -> Iterable[Happening]:
    rows = CountersignRuling.objects.filter(opinion__request__dossier=dossier)
    for row in rows.select_related("opinion__request__unit", "by"):
        yield Happening(row.at, f"裁定{row.opinion.request.name}的不同意见", str(row.by), row.reason)


def _reviewed(dossier: Dossier) -> Iterable[Happening]:
    rows = dossier.legality_reviews.select_related("version", "sent_by", "accepted_by", "concluded_by")
    for row in rows.defer("version__data"):
        if not row.organ:
            yield Happening(row.sent_at, f"{row.version}送合法性审核", str(row.sent_by), row.note)
        if row.accepted_at is not None:
            yield Happening(row.accepted_at, "受理合法性审核", str(row.accepted_by))
        if row.concluded_at is not None:
            act = f"登记{row.organ}审核意见{_on(row.dated_on)}" if row.organ else "出具审核意见"
            yield Happening(row.concluded_at, act, str(row.concluded_by), row.get_conclusion_display())


def _corrected(dossier: Dossier) -> Iterable[Happening]:
    for row in dossier.wordings.exclude(reason="").select_related("by"):
        words = "。".join(one.rstrip("。") for one in (row.changed, row.reason) if one)
        yield Happening(row.at, "认可更正", str(row.by), words)
