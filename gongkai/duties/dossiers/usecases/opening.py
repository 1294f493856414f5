"""立项: begin a dossier, change what was decided, end it without a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import works_for
from gongkai.core.reasons import Reason, refuse_if
from gongkai.duties.dossiers.enums import Ending, Mode, Step, Trait
from gongkai.duties.dossiers.models import Dossier, DossierCode, DossierTrait
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.opening import (
    OPEN_RIGHT,
    OPEN_WHOLE,
    Identity,
    reasons_against_changing,
    reasons_against_identity,
)
from gongkai.duties.dossiers.verbs import OPEN, RECORD
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.duties.policies.rules import DocumentDates, reasons_against_dates

OPEN_ACT = "立项"
CHANGE_ACT = "修改立项信息"
DROP_ACT = "终止办文"


@dataclass(frozen=True, slots=True)
class Decided:
    """What is decided at 立项; ``traits`` pairs each trait with (applies, reason)."""

    title: str
    kind: DocumentKind
    kind_reason: str
    signature: Signature
    issuer: str
    disclosure: str = ""
    withheld_ground: str = ""
    disclosure_reason: str = ""
    effective_on: date | None = None
    expires_on: date | None = None
    traits: Mapping[Trait, tuple[bool, str]] = field(default_factory=dict)

    def columns(self) -> dict[str, Any]:
        """By column of the dossier, stripped."""
        values = {name: value for name, value in asdict(self).items() if name != "traits"}
        return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def _texts(decided: Decided) -> list[FreeText]:
    texts = [
        FreeText("标题", decided.title, "title"),
        FreeText("类别认定理由", decided.kind_reason, "kind_reason"),
        FreeText("发文机关", decided.issuer, "issuer"),
        FreeText("不主动公开的理由", decided.disclosure_reason, "disclosure_reason"),
    ]
    return texts + [
        FreeText(f"“{trait.label}”的理由", reason, f"trait_{trait.value}_reason")
        for trait, (_, reason) in decided.traits.items()
    ]


def _reasons(decided: Decided, *, signed_on: date | None = None) -> list[Reason]:
    dates = DocumentDates(
        written_on=signed_on, effective_on=decided.effective_on, expires_on=decided.expires_on
    )
    identity = Identity(
        title=decided.title,
        kind=decided.kind,
        kind_reason=decided.kind_reason,
        signature=decided.signature,
        issuer=decided.issuer,
        disclosure=decided.disclosure,
        withheld_ground=decided.withheld_ground,
        disclosure_reason=decided.disclosure_reason,
        traits=decided.traits,
    )
    return reasons_against_identity(identity) + reasons_against_dates(dates)


def open_dossier(
    *,
    by: User,
    unit: Unit | None,
    decided: Decided,
    mode: Mode = Mode.OA,
) -> Dossier:
    """Begin a dossier in a unit: kind with its reason, signature, disclosure, traits. Raises ``Refused`` with every reason."""
    refuse_free_texts(by=by, texts=_texts(decided), act=OPEN_ACT)
    with transaction.atomic():
        reasons = _against_place(by, unit) + _reasons(decided)
        refuse_if(reasons, act=OPEN_ACT)
        dossier = Dossier.objects.create(
            code=next_code(),
            unit=unit,
            drafter=by,
            opened_by=by,
            mode=mode,
            **decided.columns(),
        )
        _keep_traits(dossier, decided, by)
        record_event(
            action="dossiers.open",
            by=by,
            subject=dossier,
            kind=dossier.kind,
            signature=dossier.signature,
            disclosure=dossier.disclosure,
            mode=mode,
        )
        return dossier


def _against_place(by: User, unit: Unit | None) -> list[Reason]:
    if not may(by, OPEN):
        return [OPEN_RIGHT.reason("您没有立项的权限。", remedy="请起草处室立项。")]
    if unit is None:
        return [OPEN_WHOLE.reason("没有选起草单位。", field="unit")]
    if not works_for(by, unit.pk, timezone.localdate()):
        message = f"您不在{unit}，不能替它立项。"
        return [OPEN_RIGHT.reason(message, field="unit", remedy="请选您任职的单位。")]
    return []


def next_code() -> str:
    """The next 办文编号 of this year; whoever comes at the same moment waits for the row."""
    year = timezone.localdate().year
    DossierCode.objects.get_or_create(year=year)
    row = DossierCode.objects.select_for_update().get(year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"{year}-{row.last:04d}"


def _keep_traits(dossier: Dossier, decided: Decided, by: User) -> None:
    """Only what is decided anew bears this person's name: who decided the rest stays on record."""
    kept = {row.trait: (row.applies, row.reason) for row in dossier.traits.all()}
    for trait, (applies, reason) in decided.traits.items():
        if kept.get(trait) == (applies, reason.strip()):
            continue
        DossierTrait.objects.update_or_create(
            dossier=dossier,
            trait=trait,
            defaults={"applies": applies, "reason": reason.strip(), "by": by, "at": timezone.now()},
        )


_SETTLED_BY_REVIEW = {
    "mode": "办文方式",
    "kind": "文件类别",
    "signature": "署名",
    "issuer": "发文机关",
    "disclosure": "公开属性",
    "withheld_ground": "法定理由",
}

_SETTLED_BY_SIGNATURE = {"title": "标题", "effective_on": "施行日期", "expires_on": "失效日期"}
"""What stands once it was signed. A day that nobody could know before (自印发之日起) is filled in later, once."""


def change_dossier(*, by: User, dossier: Dossier, decided: Decided, mode: Mode | None = None) -> Dossier:
    """Change what was decided at 立项; ``mode`` None leaves 办文方式 as it is.

    After legality review kind, signature, disclosure and mode stand; after the signature title and days, save a day that was
    left open. Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=_texts(decided), act=CHANGE_ACT)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        today = timezone.localdate()
        allowed = may_work_on(by, dossier, today) or may(by, RECORD)
        reasons = [] if allowed else [OPEN_RIGHT.reason("您不能修改这一卷。", remedy="请起草单位修改。")]
        values = decided.columns() | ({} if mode is None else {"mode": mode})
        changed = [name for name, value in values.items() if getattr(dossier, name) != value]
        changed_traits = _changed_traits(dossier, decided)
        words = [_SETTLED_BY_REVIEW[name] for name in changed if name in _SETTLED_BY_REVIEW]
        words += ["事项特征"] if changed_traits else []
        facts, _ = track_for(dossier)
        is_signed = bool({Step.SIGNING, Step.NUMBERING} & facts.done.keys())
        words += [
            _SETTLED_BY_SIGNATURE[name]
            for name in changed
            if is_signed and name in _SETTLED_BY_SIGNATURE and getattr(dossier, name) is not None
        ]
        is_reviewed = is_signed or Step.LEGALITY in facts.done or Step.LEGALITY in facts.pending
        reasons += reasons_against_changing(words, is_reviewed=is_reviewed, is_ended=not dossier.is_open)
        signature = signature_of(dossier)
        signed_on = timezone.localdate(signature.signed_at) if signature is not None else None
        refuse_if(reasons + _reasons(decided, signed_on=signed_on), act=CHANGE_ACT)
        for name in changed:
            setattr(dossier, name, values[name])
        dossier.save(update_fields=changed)
        _keep_traits(dossier, decided, by)
        if changed or changed_traits:
            record_event(
                action="dossiers.change", by=by, subject=dossier, changed=[*changed, *changed_traits]
            )
        return dossier


def _changed_traits(dossier: Dossier, decided: Decided) -> list[str]:
    """Those of which the answer differs; a reason worded anew changes no step."""
    kept = {row.trait: row.applies for row in dossier.traits.all()}
    return [trait.value for trait, (applies, _) in decided.traits.items() if kept.get(trait) != applies]


def drop_dossier(*, by: User, dossier: Dossier, reason: str) -> Dossier:
    """End a dossier without a document; nothing that was signed or numbered can be dropped. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("终止原因", reason, "reason")], act=DROP_ACT)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        facts, _ = track_for(dossier)
        allowed = may_work_on(by, dossier, timezone.localdate()) or may(by, RECORD)
        reasons = [] if allowed else [OPEN_RIGHT.reason("您不能终止这一卷。", remedy="请起草单位办理。")]
        if not dossier.is_open:
            reasons.append(OPEN_RIGHT.reason("这一卷已经办结。"))
        if not reason.strip():
            reasons.append(OPEN_WHOLE.reason("请写明终止原因。", field="reason"))
        if {Step.SIGNING, Step.NUMBERING, Step.RELEASE} & facts.done.keys():
            remedy = "没有编号的，请先退回；编号没有印发的，请厅办公室先作废文号；已经公开的，请办撤下。"
            reasons.append(OPEN_RIGHT.reason("公文已经签发、编号或者公开，不能终止。", remedy=remedy))
        refuse_if(reasons, act=DROP_ACT)
        dossier.ending, dossier.ended_reason = Ending.DROPPED, reason.strip()
        dossier.ended_at, dossier.ended_by = timezone.now(), by
        dossier.save(update_fields=["ending", "ended_reason", "ended_at", "ended_by"])
        record_event(action="dossiers.drop", by=by, subject=dossier)
        return dossier
