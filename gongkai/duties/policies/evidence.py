"""How duty 1 stands: what is in force is public and says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.clearance.enums import GateState
from gongkai.core.denominators import denominator_on
from gongkai.core.evidence import EvidenceProvider, EvidenceState, Figure, register_evidence
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.policies.enums import DocumentKind, Validity
from gongkai.duties.policies.queries.staff import Asked, documents_asked

NO_REGISTER = "还没有导入 OA 发文登记簿，不能核对应当公开的规范性文件是否都在库中。"
_LISTED = 50
_PUBLIC = {"kind": DocumentKind.NORMATIVE.value, "standing": GateState.LIVE.value}


def _count(as_of: date, **asked: str) -> tuple[int, str]:
    """How many documents a list shows, and the address of that list."""
    url = f"{reverse('policies_documents')}?{urlencode(asked)}"
    return documents_asked(Asked(**asked), as_of).order_by().count(), url


def figures(as_of: date) -> Sequence[Figure]:
    """Public normative documents: all, in force, of unknown force, ending soon; cleared ones not yet public."""
    public, public_url = _count(as_of, **_PUBLIC)
    valid, valid_url = _count(as_of, **_PUBLIC, validity=Validity.VALID.value)
    undated, undated_url = _count(as_of, **_PUBLIC, validity=Validity.UNDATED.value)
    soon, soon_url = _count(as_of, **_PUBLIC, ends="soon")
    waiting, waiting_url = _count(as_of, kind=_PUBLIC["kind"], standing=GateState.CLEARED.value)
    outside = denominator_on(as_of)
    return [
        Figure("已公开的行政规范性文件", public, None, public_url),
        Figure("其中现行有效", valid, None, valid_url),
        Figure("未标注效力", undated, None, undated_url),
        Figure("30 天内到期", soon, None, soon_url),
        Figure("已审定未上线", waiting, None, waiting_url),
        *([Figure("登记簿里应公开的已上线", outside.online, outside.due, outside.url)] if outside else []),
    ]


def missing(as_of: date) -> Sequence[str]:
    """The outside register, each document of unknown force, and each that is about to end."""
    undated = documents_asked(Asked(**_PUBLIC, validity=Validity.UNDATED.value), as_of)[:_LISTED]
    soon = documents_asked(Asked(**_PUBLIC, ends="soon"), as_of)[:_LISTED]
    return [
        *_against_register(as_of),
        *(f"{in_title_marks(page.title)}没有任何日期，算不出是否有效。" for page in undated),
        *(
            f"{in_title_marks(page.title)}{page.expires_on:%Y-%m-%d}到期，须决定延续、修改或废止。"
            for page in soon
            if page.expires_on
        ),
    ]


def _against_register(as_of: date) -> list[str]:
    """What the outside register shows to be lacking; or that there is none to hold against."""
    outside = denominator_on(as_of)
    if outside is None:
        return [NO_REGISTER]
    lacking = outside.due - outside.online
    return [f"发文登记簿里应公开的文件还有 {lacking} 件没有上线。"] if lacking else []


def state(as_of: date, shown: Sequence[Figure], lacking: Sequence[str]) -> EvidenceState:
    """Not started with nothing public; failing with any of unknown force; never met without the outside register."""
    public, undated = shown[0], shown[2]
    if not public.value:
        return EvidenceState.NOT_STARTED
    if undated.value:
        return EvidenceState.FAILING
    return EvidenceState.AT_RISK if lacking else EvidenceState.MET


register_evidence(
    EvidenceProvider(1, "policies", "现行有效行政规范性文件集中公开、动态更新", figures, missing, state)
)
