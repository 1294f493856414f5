"""Facts for the tests of the chain: a paper at its beginning, a chain so far, a step to be recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from gongkai.clearance.enums import Disclosure
from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.enums import Step, Trait
from gongkai.duties.dossiers.rules.applies import Shape
from gongkai.duties.dossiers.rules.opening import (
    Identity,
)
from gongkai.duties.dossiers.rules.recording import RecordFacts
from gongkai.duties.dossiers.rules.track import ChainFacts, Done
from gongkai.duties.policies.enums import DocumentKind, Signature

NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)
TODAY = date(2026, 11, 28)
TRAITS = dict.fromkeys(Trait, (False, "不涉及。"))
IDENTITY = Identity(
    title="关于印发某办法的通知",
    kind=DocumentKind.NORMATIVE,
    kind_reason="设定了义务。",
    signature=Signature.DEPARTMENT,
    issuer="示例省交通运输厅",
    disclosure=Disclosure.PROACTIVE,
    withheld_ground="",
    disclosure_reason="",
    traits=TRAITS,
)


def fields(reasons: list[Reason]) -> list[tuple[str, str]]:
    return [(reason.code, reason.field) for reason in reasons]


def chain(*steps: Step, **changes: Any) -> ChainFacts:
    shape = Shape(
        DocumentKind.NORMATIVE,
        Signature.DEPARTMENT,
        is_proactive=True,
        traits=frozenset({Trait.EXPERTS, Trait.RISK, Trait.HEARING, Trait.MARKET}),
        has_countersigners=False,
        is_history=False,
    )
    ready = {step: Done(NOW, step.label, 1) for step in (Step.INITIATION, Step.DRAFTING, *steps)}
    plain: dict[str, Any] = {"exempted": {}, "pending": {}, "version": 1, "is_ended": False, "returned": {}}
    return ChainFacts(shape, ready, **{**plain, **changes})


def record(step: Step, *ready: Step, **changes: Any) -> RecordFacts:
    values: dict[str, Any] = {
        "may_record": True,
        "chain": chain(*ready),
        "step": step,
        "organ": "厅长办公会议",
        "began_on": date(2026, 10, 1),
        "done_on": date(2026, 10, 30),
        "statement": "通过。",
        "reason": "",
        "link": "https://jtt.example.gov.cn/yj/1.html",
        "has_paper": True,
        "today": TODAY,
        **changes,
    }
    return RecordFacts(**values)


BEFORE_MEETING = (
    Step.CONSULTATION,
    Step.ADOPTION,
    Step.EXPERTS,
    Step.RISK,
    Step.HEARING,
    Step.COMPETITION,
    Step.LEGALITY,
)


SIGNED_CHAIN = chain(*BEFORE_MEETING, Step.DELIBERATION)
