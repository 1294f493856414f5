"""What of the library is out of force and still stands among what is current, and what still cites it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gongkai.clearance.enums_upkeep import Remedy
from gongkai.clearance.upkeep import (
    Evidence,
    Finder,
    Found,
    ReviewKind,
    register_finder,
    register_review_kind,
)
from gongkai.core.title_marks import in_title_marks
from gongkai.duties.policies.enums import Validity
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.queries import documents_with_validity
from gongkai.duties.policies.rules import LAPSED_SHOWN
from gongkai.publishing.archived import without_archived
from gongkai.publishing.texts import public_texts

_SAYS_SO = ("失效", "废止", "有效期", "不再执行", "停止执行")
"""A page with one of these words may well tell that the document is out of force: it is left alone."""

register_review_kind(ReviewKind("policies.documents", "政策文件", 12, lambda: PolicyDocument.objects.all()))


def _lapsed(day: date) -> list[PolicyDocument]:
    documents = documents_with_validity(day, PolicyDocument.objects.filter(live=True))
    return list(documents.filter(validity_then=Validity.EXPIRED).defer("body", "points").order_by("pk"))


def find_lapsed(as_of: date) -> Iterable[Found]:
    """Documents out of force that still stand in lists."""
    lists = set(without_archived(PolicyDocument.objects.filter(live=True)).values_list("pk", flat=True))
    for page in _lapsed(as_of):
        if page.pk in lists:
            yield Found(
                page=page.pk,
                remedy=Remedy.ARCHIVE,
                reason=f"文件 {page.expires_on:%Y-%m-%d} 起已失效，仍在列表和检索里。",
                cause=f"{page.expires_on}",
                evidence=(Evidence("失效日期", f"{page.expires_on:%Y-%m-%d}"),),
            )


def find_cited(as_of: date) -> Iterable[Found]:
    """Pages that cite a document out of force by its number without saying so."""
    lapsed = {page.doc_number: page for page in _lapsed(as_of) if page.doc_number}
    if not lapsed:
        return
    for text in public_texts():
        if any(word in text.body for word in _SAYS_SO):
            continue
        cited = sorted(number for number in lapsed if number in text.body and lapsed[number].pk != text.page)
        if cited:
            first = lapsed[cited[0]]
            yield Found(
                page=text.page,
                other=first.pk,
                remedy=Remedy.CORRECT,
                reason=f"文中引用的{in_title_marks(first.title)}（{cited[0]}）已失效，没有写明。"[:300],
                cause="\n".join(f"{number} {lapsed[number].expires_on}" for number in cited),
                evidence=tuple(
                    Evidence(
                        "已失效的文件", f"{number}（{lapsed[number].expires_on:%Y-%m-%d} 止）", text.path
                    )
                    for number in cited[:5]
                ),
            )


register_finder(Finder("policies.lapsed", "文件已失效", LAPSED_SHOWN, find_lapsed))
register_finder(Finder("policies.cited", "引用失效文件", LAPSED_SHOWN, find_cited))
