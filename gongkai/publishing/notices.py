"""Who is told when something does not go out."""

from __future__ import annotations

from django.urls import reverse

from gongkai.core.accounts.queries import people_with
from gongkai.core.notify.registry import define_kind
from gongkai.core.notify.usecases import notify_all
from gongkai.publishing.verbs import ROLL_BACK

HELD_UP = define_kind("publishing.held_up", "发布受阻", is_duty=True)


def tell_of_failure(count: int) -> int:
    """Tell 办公室 and 网站运维 that batches have failed; no titles, a purge may be among them. How many were told."""
    return notify_all(
        users=people_with(ROLL_BACK),
        kind=HELD_UP,
        subject_url=reverse("publishing_releases"),
        text=f"{count} 批内容没有发布出去，公开网站没有变化。请查看原因。",
    )
