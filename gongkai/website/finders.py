"""What the staff search finds of pages: titles of all, texts of drafts, and what citizens find."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.permissions import policy_registry

from gongkai.clearance.models import BasePage
from gongkai.core.accounts.models import User
from gongkai.core.finding import Find, register_finder
from gongkai.publishing.search.following import SearchDownError, search_public


def _pages_of(user: User) -> QuerySet[BasePage]:
    """Pages that a person finds in the explorer, newest change first, with what the name of their state asks."""
    pages: Any = policy_registry.get_by_type(BasePage).explorable_instances(user)
    pages = pages.annotate_approved_schedule().prefetch_workflow_states()
    return pages.filter(depth__gt=1).order_by("-latest_revision_created_at", "-pk")


def _row(page: BasePage) -> Find:
    state = page.status_string
    note = f"{page.specific_class._meta.verbose_name if page.specific_class else '页面'}，{state}"
    title = page.draft_title or page.title
    return Find(title, reverse("wagtailadmin_pages:edit", args=[page.pk]), note)


def find_titles(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Pages whose title, as it is or as drafted, holds every word."""
    wanted = Q()
    for word in words:
        wanted &= Q(title__icontains=word) | Q(draft_title__icontains=word)
    return [_row(page) for page in _pages_of(user).filter(wanted)[:limit]]


def _as_stored(word: str) -> str:
    """A word as it stands inside the JSON of a body: characters beyond ASCII are escaped there."""
    return json.dumps(word)[1:-1]


def find_drafts(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Drafts whose text holds every word. What is public is in the public index already."""
    body = Cast(KeyTextTransform("body", "latest_revision__content"), CharField())
    drafts = _pages_of(user).filter(live=False, latest_revision__isnull=False).annotate(draft_body=body)
    for word in words:
        drafts = drafts.filter(draft_body__icontains=_as_stored(word))
    return [_row(page) for page in drafts[:limit]]


def find_released(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """What a citizen finds; opens the public page."""
    try:
        found = search_public(" ".join(words), size=limit)
    except SearchDownError:
        return []
    return [Find(hit.title, hit.path, " ".join(filter(None, [hit.number, hit.column]))) for hit in found.hits]


register_finder("website.titles", 20, "页面（按标题）", find_titles)
register_finder("website.drafts", 40, "草稿（按正文）", find_drafts)
register_finder("website.released", 50, "公开网站上", find_released)
