"""Which lists a page belongs to: its column, and the column's year and month."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.models import BasePage
from gongkai.publishing.keys import list_key, register_names
from gongkai.website.archives import Month


def column_key(pk: int | str, part: object = "") -> str:
    """Key of a column's entries, or of those of a year (``2026``) or a month (``2026-11``)."""
    return list_key("column", pk, part) if part else list_key("column", pk)


def column_parts(keys: Iterable[str]) -> list[tuple[int, str]]:
    """Column and year or month (empty for the whole column) of the column keys among ``keys``."""
    found = []
    for key in keys:
        head, _, rest = key.partition("list:column:")
        if not head and rest:
            pk, _, part = rest.partition(":")
            found.append((int(pk), part))
    return found


def names_of_entry(page: models.Model) -> list[str]:
    """The sets that a listed page belongs to now; none for the structure, none before its first day."""
    if not isinstance(page, BasePage) or page.content_kind == ContentKind.STRUCTURE:
        return []
    if page.first_published_at is None or page.depth <= 1:
        return []
    parent, month = page.get_parent(), Month.of(page.first_published_at)
    return [column_key(parent.pk), column_key(parent.pk, month.year), column_key(parent.pk, month)]


def register_names_of_entries() -> None:
    """Let every page name its lists."""
    register_names(BasePage, names_of_entry)
