"""How documents show in lists, on the home page, and beside what explains them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from gongkai.clearance.models import BasePage, JointRelease
from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.policies.enums import DocumentKind, Validity
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from gongkai.duties.policies.rules import next_change_on, validity_on
from gongkai.publishing.archived import without_archived
from gongkai.publishing.keys import list_key, page_key
from gongkai.publishing.protocol import Scope, page_path
from gongkai.website.builders.names import names_of_entry
from gongkai.website.head import View
from gongkai.website.home import HomeBlock
from gongkai.website.listing import ListEntry, entries_of

DOCUMENTS = list_key("documents")
# The design system's name of each state.
BADGES = {
    Validity.VALID: "valid",
    Validity.PENDING: "pending",
    Validity.EXPIRED: "expired",
    Validity.UNDATED: "expired",
}


def midnight(day: date | None) -> datetime | None:
    """The Shanghai midnight with which a day begins."""
    return datetime.combine(day, time(), SHANGHAI) if day else None


def badge_of(document: PolicyDocument, today: date) -> tuple[str, str]:
    """State and words of a document's badge on a day; none for a document that lays down no rules."""
    if document.kind not in (DocumentKind.NORMATIVE, DocumentKind.DECISION, DocumentKind.POLICY):
        return "", ""
    state = validity_on(document.dates, today)
    if state is Validity.UNDATED:
        return "", ""
    if state is Validity.PENDING and document.effective_on:
        return BADGES[state], f"{document.effective_on:%Y-%m-%d} 起施行"
    return BADGES[state], str(state.label)


def companions_of(pages: Sequence[BasePage], scope: Scope) -> dict[int, tuple[ListEntry, ...]]:
    """Entries of the public pages that share each page's joint release, by page id; three queries."""
    joints = {page.joint_release_id: page.pk for page in pages if page.joint_release_id}
    rows = JointRelease.objects.filter(pk__in=joints).values_list(
        "pk", "policy_id", "interpretation_id", "infographic_id"
    )
    members = {
        pk: [m for m in triple if m not in [p.pk for p in pages if p.joint_release_id == pk]]
        for pk, *triple in rows
    }
    wanted = {member for group in members.values() for member in group}
    public = list(scope.pages(BasePage).filter(pk__in=wanted))
    entries = entries_of(public, scope)
    return {
        page.pk: tuple(
            entries[member] for member in members.get(page.joint_release_id, []) if member in entries
        )
        for page in pages
    }


def entry_of(page: PolicyDocument, today: date, companions: Sequence[ListEntry] = ()) -> ListEntry:
    """How a document shows in a list."""
    state, text = badge_of(page, today)
    links: tuple[View, ...] = ({"icon": "doc", "title": "看原文", "url": page_path(page)},)
    links += tuple(
        {"icon": "plain", "title": "看解读", "url": each.url} for each in companions if not each.tile
    )
    return ListEntry(
        pk=page.pk,
        title=page.title,
        url=page_path(page),
        on=page.written_on,
        at=page.first_published_at,
        number=page.doc_number,
        state=state,
        state_text=text,
        say=page.one_sentence,
        links=links if companions else (),
        tile=next((each.tile for each in companions if each.tile), None),
        changes_at=midnight(next_change_on(page.dates, today)),
        also=frozenset(each.key for each in companions),
    )


def load_entries(pks: Sequence[int], scope: Scope) -> Mapping[int, ListEntry]:
    pages = scope.pages(PolicyDocument).filter(pk__in=pks).defer("body", "points")
    return {page.pk: entry_of(page, scope.today) for page in pages}


def entries_with_companions(pages: Sequence[PolicyDocument], scope: Scope) -> list[ListEntry]:
    """Entries of documents, each with the way to its interpretation and the cover of its infographic; four queries."""
    companions = companions_of(pages, scope)
    return [entry_of(page, scope.today, companions.get(page.pk, ())) for page in pages]


def load_newest(scope: Scope) -> HomeBlock | None:
    """The home page's newest policies, each with its interpretation and the cover of its infographic."""
    library = scope.pages(PolicyIndexPage).first()
    if library is None:
        return None
    newest = without_archived(scope.pages(PolicyDocument)).filter(needs_joint=True).defer("body", "points")
    pages = list(newest.order_by("-written_on", "-pk")[:4])
    entries = entries_with_companions(pages, scope)
    moments = [entry.changes_at for entry in entries if entry.changes_at]
    keys = frozenset().union(*(entry.keys for entry in entries))
    path = page_path(library)
    return HomeBlock(
        title="最新政策",
        say="每件都和解读、图解同时公布。",
        more_url=path,
        more_text="全部政策文件",
        style="news",
        entries=tuple(entry.view() for entry in entries),
        empty_title="还没有公布的政策文件",
        empty_text="文件公布时，会和它的解读、图解一起出现在这里。",
        depends_on=frozenset({DOCUMENTS, page_key(library), *keys}),
        changes_at=min(moments, default=None),
    )


def names_of_document(page: Any) -> list[str]:
    """The sets that a document belongs to."""
    return [DOCUMENTS, *names_of_entry(page)]
