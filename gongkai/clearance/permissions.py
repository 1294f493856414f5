"""What Wagtail's own buttons may do to a gated page: never publish, never unpublish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from wagtail.models.pages import PagePermissionTester

from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.core.organisation.queries import works_for


@dataclass(frozen=True, slots=True)
class Seal:
    """What the models ask of the queries above them: whether an object is sealed from a person, or from whoever the
    request is answered for now.
    """

    hides_from: Callable[[Any, Any], bool]
    hides_now: Callable[[Any], bool]


_SEALS: list[Seal] = []


def enter_seal(seal: Seal) -> None:
    """Called by the app when it is ready; until then whoever asks is refused with an error."""
    _SEALS[:] = [seal]


class GatedPagePermissionTester(PagePermissionTester):
    """上线, 定时上线 and 撤下 are acts of this system with their own rights; Wagtail's are closed to everybody.

    That includes superusers: system administration is not a right to publish.
    """

    def is_sealed(self) -> bool:
        """Whether the page is sealed from this person, who then has no right to it at all, superuser or not."""
        return _SEALS[0].hides_from(self.user, self.page)

    def can_edit(self) -> bool:
        """As Wagtail's, and only for one's own unit (the office and the web team work for any), or what one began."""
        return bool(super().can_edit()) and self._is_own_unit() and not self.is_sealed()

    def can_add_subpage(self) -> bool:
        return bool(super().can_add_subpage()) and not self.is_sealed()

    def _is_own_unit(self) -> bool:
        is_ours = works_for(self.user, self.page.unit_id, timezone.localdate())
        return is_ours or self.page.owner_id == self.user.pk

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    def can_unschedule(self) -> bool:
        return False

    def can_set_view_restrictions(self) -> bool:
        return False

    def can_submit_for_moderation(self) -> bool:
        return False

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self.page.pk and not self.page_is_root and self.page.has_cleared_below():
            return False
        return self._may_remove(ignore_bulk=ignore_bulk)

    def can_move(self) -> bool:
        is_fixed = self.page.has_live_below() or self.page.has_held_below()
        return not is_fixed and self._may_remove(ignore_bulk=True)

    def _may_remove(self, *, ignore_bulk: bool) -> bool:
        """Wagtail's test for deleting, where nothing here is live; Wagtail would ask that again for every row."""
        if self.is_sealed():
            return False
        if self.page_is_root or "change" not in getattr(self, "permissions", set()):
            return bool(super().can_delete(ignore_bulk=ignore_bulk))
        is_one = ignore_bulk or "bulk_delete" in self.permissions or self.page.is_leaf()
        return bool(self.user.is_active and is_one)

    def can_move_to(self, destination: Any) -> bool:
        """As Wagtail's; another place among its siblings is a matter of order, also for what is public."""
        if self.page.pk and self.page.is_child_of(destination):
            return bool(destination.permissions_for_user(self.user).can_reorder_children())
        return bool(super().can_move_to(destination))

    def can_reorder_children(self) -> bool:
        return bool(self.user.is_active and "change" in getattr(self, "permissions", set()))


def is_hidden_now(obj: Any) -> bool:
    """Whether an object is sealed from whoever looks at the admin now."""
    return _SEALS[0].hides_now(obj)


def title_as_shown(obj: Any, title: str) -> str:
    """The title of a page or file for whoever looks at the admin now; of a sealed one only that it is."""
    return SEALED_TITLE if is_hidden_now(obj) else title
