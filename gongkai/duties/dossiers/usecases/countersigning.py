"""Ask units and outside organs to countersign, give their opinions, urge, withdraw, overrule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.enums import UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import refuse_if
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules.durations import workdays
from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.models import (
    CountersignOpinion,
    CountersignRequest,
    CountersignRuling,
    Dossier,
    DraftVersion,
)
from gongkai.duties.dossiers.queries.countersigning import (
    newest_opinions,
    open_requests,
    own_unit_names,
    ruling_of,
    signed_for,
    standing_opinions,
)
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.countersigning import (
    AskFacts,
    OverruleFacts,
    SignFacts,
    TendFacts,
    reasons_against_asking,
    reasons_against_overruling,
    reasons_against_signing,
    reasons_against_urging,
    reasons_against_withdrawing,
)
from gongkai.duties.dossiers.verbs import OVERRULE, RECORD

ASK = "发起会签"
SIGN = "签会签意见"
URGE = "催办会签"
WITHDRAW = "撤回会签"
RULE = "裁定不同意见"


def may_ask(user: User, dossier: Dossier, day: date) -> bool:
    """Whether a person may begin and tend the countersigning of a dossier."""
    return may_work_on(user, dossier, day) or may(user, RECORD)


def ask_countersigners(
    *, by: User, dossier: Dossier, units: Sequence[Unit], organs: Sequence[str], days: int, note: str
) -> list[CountersignRequest]:
    """Ask several at once; each has ``days`` working days from today. Raises ``Refused``, and then nobody is asked."""
    outside = [" ".join(one.split())[:100] for one in organs if one.strip()]
    texts = [FreeText("请会签的事项", note, "note"), FreeText("外单位", "\n".join(organs), "organs")]
    refuse_free_texts(by=by, texts=texts, act=ASK)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).select_related("unit").get(pk=dossier.pk)
        today = timezone.localdate()
        facts = AskFacts(
            may_ask=may_ask(by, dossier, today),
            is_ended=not dossier.is_open,
            is_signed=signature_of(dossier) is not None,
            has_text=dossier.versions.exists(),
            wanted=[*(str(unit) for unit in units), *outside],
            already=frozenset(one.name for one in open_requests([dossier.pk])),
            misnamed=sorted(own_unit_names() & set(outside)),
            outsiders=[str(unit) for unit in units if unit.kind == UnitKind.EXTERNAL],
            own=str(dossier.unit),
            days=days,
        )
        refuse_if(reasons_against_asking(facts), act=ASK)
        calendar, made = calendar_for(), []
        whom: list[dict[str, Any]] = [*({"unit": one} for one in units), *({"organ": one} for one in outside)]
        for one in whom:
            row = CountersignRequest(dossier=dossier, note=note.strip()[:300], asked_by=by, **one)
            row.set_deadline(today, workdays(days), calendar)
            row.save()
            made.append(row)
        record_event(
            action="dossiers.ask_countersigners",
            by=by,
            subject=dossier,
            requests=[row.pk for row in made],
            days=days,
        )
        return made


def _locked(request: CountersignRequest) -> CountersignRequest:
    """The request, with its dossier locked against a new version or a second opinion meanwhile."""
    Dossier.objects.select_for_update(of=("self",)).get(pk=request.dossier_id)
    return CountersignRequest.objects.select_related("dossier", "unit").get(pk=request.pk)


def _sign_facts(
    by: User, request: CountersignRequest, verdict: str, text: str, version: DraftVersion, *, may_sign: bool
) -> SignFacts:
    newest = request.dossier.versions.first()
    return SignFacts(
        may_sign=may_sign,
        is_ended=not request.dossier.is_open,
        is_signed=signature_of(request.dossier) is not None,
        is_withdrawn=request.withdrawn_at is not None,
        is_outside=request.unit_id is None,
        is_editor=has_edited(by, request.dossier),
        verdict=Verdict(verdict) if verdict in Verdict.values else None,
        text=text,
        version=version.number if version.dossier_id == request.dossier_id else 0,
        newest=newest.number if newest is not None else 0,
    )


def sign_countersign(
    *, by: User, request: CountersignRequest, version: DraftVersion, verdict: str, text: str
) -> CountersignOpinion:
    """Give a unit's opinion on the newest version, as its head or in the head's place; a later one replaces it.

    Raises ``Refused``.
    """
    refuse_free_texts(by=by, texts=[FreeText("意见内容", text, "text")], act=SIGN)
    with transaction.atomic():
        request = _locked(request)
        able = signed_for(by, timezone.localdate())
        facts = _sign_facts(by, request, verdict, text, version, may_sign=request.unit_id in able)
        refuse_if(reasons_against_signing(facts), act=SIGN)
        row = CountersignOpinion.objects.create(
            request=request,
            version=version,
            verdict=verdict,
            text=text.strip(),
            by=by,
            acted_for=able.get(request.unit_id or 0),
        )
        record_event(
            action="dossiers.sign_countersign",
            by=by,
            subject=request.dossier,
            request=request.pk,
            verdict=verdict,
            version=version.number,
            acted_for=row.acted_for_id,
        )
        return row


def _tend_facts(by: User, request: CountersignRequest, opinion: CountersignOpinion | None) -> TendFacts:
    newest, today = request.dossier.versions.first(), timezone.localdate()
    return TendFacts(
        may_ask=may_ask(by, request.dossier, today),
        is_ended=not request.dossier.is_open,
        is_withdrawn=request.withdrawn_at is not None,
        is_waiting=opinion is None or (newest is not None and opinion.version_id != newest.pk),
        urged_today=request.urged_at is not None and timezone.localdate(request.urged_at) == today,
    )


@transaction.atomic
def urge_countersign(*, by: User, request: CountersignRequest) -> CountersignRequest:
    """Urge a unit that has not spoken on the newest version; once a day. Raises ``Refused``."""
    request = _locked(request)
    opinion = standing_opinions([request.pk]).get(request.pk)
    refuse_if(reasons_against_urging(_tend_facts(by, request, opinion)), act=URGE)
    request.urged_times, request.urged_at = request.urged_times + 1, timezone.now()
    request.save(update_fields=["urged_times", "urged_at"])
    record_event(action="dossiers.urge_countersign", by=by, subject=request.dossier, request=request.pk)
    return request


def withdraw_countersign(*, by: User, request: CountersignRequest, reason: str) -> CountersignRequest:
    """Take back a request; not one in which the unit disagrees. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("撤回原因", reason, "reason")], act=WITHDRAW)
    with transaction.atomic():
        request = _locked(request)
        opinion = newest_opinions([request.pk]).get(request.pk)
        disagrees = opinion is not None and opinion.verdict == Verdict.DISAGREE
        facts = _tend_facts(by, request, opinion)
        refuse_if(reasons_against_withdrawing(facts, disagrees=disagrees, reason=reason), act=WITHDRAW)
        request.withdrawn_at, request.withdrawn_by = timezone.now(), by
        request.withdrawn_reason = reason.strip()
        request.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        record_event(
            action="dossiers.withdraw_countersign", by=by, subject=request.dossier, request=request.pk
        )
        return request


def overrule_countersign(*, by: User, request: CountersignRequest, reason: str) -> CountersignRuling:
    """Let the document go on against a unit's disagreement. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("裁定理由", reason, "reason")], act=RULE)
    with transaction.atomic():
        request = _locked(request)
        opinion = standing_opinions([request.pk]).get(request.pk)
        facts = OverruleFacts(
            may_overrule=may(by, OVERRULE),
            is_editor=has_edited(by, request.dossier),
            is_ended=not request.dossier.is_open,
            disagrees=request.withdrawn_at is None
            and opinion is not None
            and opinion.verdict == Verdict.DISAGREE,
            is_overruled=ruling_of(opinion) is not None,
            reason=reason,
        )
        refuse_if(reasons_against_overruling(facts), act=RULE)
        row = CountersignRuling.objects.create(opinion=opinion, reason=reason.strip(), by=by)
        record_event(
            action="dossiers.overrule_countersign", by=by, subject=request.dossier, request=request.pk
        )
        return row
