"""What the staff search finds of documents: by number, in any spelling, and by index number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.verbs import READ_SLIPS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.finding import Find, register_finder
from gongkai.duties.policies.queries import number_holds
from gongkai.duties.policies.queries.staff import staff_documents


def find_numbers(user: User, words: Sequence[str], limit: int) -> Iterable[Find]:
    """Documents whose number or index number holds what was asked for, as public or as drafted."""
    if not may(user, READ_SLIPS):
        return []
    asked = "".join(words)
    documents = staff_documents(timezone.localdate()).filter(
        number_holds("shown_doc_number", asked) | Q(index_number__icontains=asked)
    )
    return [
        Find(
            page.draft_title or page.title,
            reverse("wagtailadmin_pages:edit", args=[page.pk]),
            page.shown_doc_number or page.index_number,
        )
        for page in without_sealed(documents, user)[:limit]
    ]


register_finder("policies.numbers", 10, "文件（按文号、索引号）", find_numbers)
