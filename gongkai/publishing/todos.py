"""What of publishing blocks the people who look after it."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.workbench import Shelf, Todo, register_todos
from gongkai.publishing.queries import count_of_failed, hold_told
from gongkai.publishing.verbs import VIEW_RELEASES


def load_todos(user: User, today: date) -> list[Todo]:
    """Batches that have failed, and a hold; one query."""
    if not may(user, VIEW_RELEASES):
        return []
    todos, url = [], reverse("publishing_releases")
    if failed := count_of_failed():
        note = "公开网站没有变化。看原因，改好后重新发布。"
        todos.append(
            Todo(Shelf.BLOCKED, f"{failed} 批内容发布受阻", note, url, "看原因", lamp="red", lamp_text="受阻")
        )
    if told := hold_told():
        todos.append(Todo(Shelf.BLOCKED, "发布已暂停", told, url, "去看看", lamp="red", lamp_text="暂停"))
    return todos


register_todos("publishing", load_todos)
