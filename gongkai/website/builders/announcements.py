"""全站公告 as its editor and reviewers see it before it is public: above a page of its own, as above every page then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.publishing.protocol import Built, PageBuilder, Scope
from gongkai.website.head import View, page_head
from gongkai.website.models import Announcement
from gongkai.website.shell import load_shell


@dataclass(frozen=True, slots=True)
class AnnouncementSource:
    """An announcement, saved or not, and the shell around it."""

    announcement: Announcement
    shell: View


class AnnouncementPreview(PageBuilder[AnnouncementSource]):
    """Previews only: an announcement has no address, and stands in the shell of every output once it is public."""

    name = "website.announcement"
    model = Announcement
    template = "website/message.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        return []

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, AnnouncementSource]:
        return {}

    def sources_from(self, instances: Sequence[Any], scope: Scope) -> Sequence[AnnouncementSource]:
        return [AnnouncementSource(one, load_shell(scope)) for one in instances]

    def view_of(self, source: AnnouncementSource) -> Built:
        row = source.announcement
        banner = {"text": row.text, "level": row.level, "url": row.url, "link_text": row.link_text}
        message = {
            "title": "公告在页面最上方",
            "text": "上线后，它出现在每个页面的最上方；撤下后从所有页面消失。",
            "url": "/",
            "link_text": "回首页",
        }
        view = {
            "shell": {**source.shell, "announcements": [banner]},
            "head": page_head("全站公告预览", "/", is_noindex=True),
            "message": message,
        }
        return Built(path="/", view=view)
