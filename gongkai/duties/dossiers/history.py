"""What happened in a dossier, in order: from its own rows, so that it says what the audit log cannot (words, papers)."""

from __future__ import annotations

from collections.abc import Iterable

from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.happenings import Happening
from gongkai.duties.dossiers.history_numbers import numbers_of
from gongkai.duties.dossiers.history_review import judged_in
from gongkai.duties.dossiers.models import Archive, Dossier, SignOff


def history_of(dossier: Dossier) -> list[Happening]:
    """Newest first."""
    rows = [
        Happening(dossier.opened_at, "立项", str(dossier.opened_by), dossier.kind_reason),
        *_versions(dossier),
        *_records(dossier),
        *_returns(dossier),
        *_exemptions(dossier),
        *judged_in(dossier),
        *_signatures(dossier),
        *numbers_of(dossier),
        *_archived(dossier),
    ]
    if dossier.ended_at is not None:
        rows.append(
            Happening(
                dossier.ended_at, dossier.get_ending_display(), str(dossier.ended_by), dossier.ended_reason
            )
        )
    return sorted(rows, key=lambda row: row.at, reverse=True)


def _versions(dossier: Dossier) -> Iterable[Happening]:
    for row in dossier.versions.select_related("by").defer("data"):
        yield Happening(row.at, f"提交第 {row.number} 稿", str(row.by), row.note)


def _records(dossier: Dossier) -> Iterable[Happening]:
    for row in dossier.records.select_related("by"):
        what = f"登记{Step(row.step).label}（{row.done_on:%Y-%m-%d}）"
        words = "：".join(filter(None, (row.organ, row.statement)))
        yield Happening(row.at, what, str(row.by), words, is_void=row.overtaken_at is not None)


def _returns(dossier: Dossier) -> Iterable[Happening]:
    for row in dossier.returns.select_related("by"):
        yield Happening(row.at, f"退回{Step(row.to_step).label}", str(row.by), row.reason, is_back=True)


def _exemptions(dossier: Dossier) -> Iterable[Happening]:
    for row in dossier.exemptions.select_related("asked_by", "decided_by", "revoked_by"):
        label = Step(row.step).label
        words = f"{row.get_ground_display()}：{row.reason}"
        yield Happening(row.asked_at, f"申请免办{label}", str(row.asked_by), words)
        if row.decided_at is not None:
            verdict = "批准" if row.is_granted else "不批准"
            is_void = row.overtaken_at is not None
            yield Happening(
                row.decided_at,
                f"{verdict}免办{label}",
                str(row.decided_by),
                row.decided_note,
                is_void=is_void,
            )
        if row.overtaken_at is not None and row.revoked_by is not None:
            yield Happening(
                row.overtaken_at, f"撤销免办{label}", str(row.revoked_by), row.revoked_reason, is_back=True
            )


def _signatures(dossier: Dossier) -> Iterable[Happening]:
    for row in SignOff.objects.filter(dossier=dossier).select_related("recorded_by", "confirmed_by"):
        words = f"{row.leader_name}：{row.opinion}（{row.get_medium_display()}）"
        yield Happening(
            row.recorded_at, "签发", str(row.recorded_by), words, is_void=row.overtaken_at is not None
        )
        if row.confirmed_at is not None:
            yield Happening(row.confirmed_at, "补书面确认", str(row.confirmed_by))


def _archived(dossier: Dossier) -> Iterable[Happening]:
    for row in Archive.objects.filter(dossier=dossier).select_related("closed_by", "received_by"):
        words = f"件号 {row.number}，保管期限{row.get_retention_display()}"
        yield Happening(row.closed_at, "立卷", str(row.closed_by), words)
        if row.received_at is not None:
            words = f"{row.receiver}（{row.received_on:%Y-%m-%d}）"
            yield Happening(row.received_at, "档案室接收", str(row.received_by), words)
