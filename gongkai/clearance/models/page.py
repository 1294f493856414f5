"""The base page of this installation (ADR 0002): every page is gated."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import AbstractPage, PageManager
from wagtail.models.pages import AbstractPageMeta
from wagtail.query import PageQuerySet

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.models.gate import Clearance, GatedMixin, live_only_if_cleared
from gongkai.clearance.permissions import GatedPagePermissionTester
from gongkai.clearance.rules.release import KEPT_FOR_RECORD, LIVE_NOT_MOVED
from gongkai.core.reasons import Reason, Refused, refuse_if


class GatedPageQuerySet(PageQuerySet):
    def public(self) -> GatedPageQuerySet:
        """Pages a citizen may see: live, and in the current release. Hides Wagtail's looser meaning."""
        return self.filter(live=True, public_since__isnull=False)

    def ever_cleared(self) -> GatedPageQuerySet:
        """Pages of which some revision has been cleared."""
        return self.filter(Exists(_clearances_of(OuterRef("pk"))))

    def with_traces(self) -> GatedPageQuerySet:
        """The same pages with what decides whether each may be deleted or moved, for listings: ``was_cleared``
        (itself), ``cleared_below`` and ``live_below`` (itself or below it).
        """
        # Bounds rather than LIKE: a pattern that differs by row uses no index. Steps of a path are of 0-9 and A-Z.
        below = BasePage.objects.order_by().filter(
            path__gte=OuterRef("path"),
            path__lte=Concat(OuterRef("path"), Value(BasePage.alphabet[-1] * BasePage.steplen)),
        )
        return self.annotate(
            was_cleared=Exists(_clearances_of(OuterRef("pk"))),
            cleared_below=Exists(below.ever_cleared()),
            live_below=Exists(below.filter(live=True)),
        )


def _clearances_of(page: Any) -> models.QuerySet[Clearance]:
    """Clearances of a page, its key given as an expression."""
    page_type = ContentType.objects.get_for_model(BasePage)
    return Clearance.objects.filter(content_type=page_type, object_id=Cast(page, models.CharField()))


GatedPageManager = PageManager.from_queryset(GatedPageQuerySet)


class BasePage(GatedMixin, AbstractPage):
    """A page that can be live only at its cleared revision."""

    needs_joint = models.BooleanField("须与解读、图解同步", default=False, editable=False)
    joint_release = models.ForeignKey(
        "clearance.JointRelease",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="同步发布组",
    )
    interpretation_debt = models.ForeignKey(
        "clearance.InterpretationDebt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="解读欠账",
    )

    objects = GatedPageManager()

    settings_panels = []
    private_page_options = []

    class Meta(AbstractPageMeta):
        verbose_name = "页面"
        verbose_name_plural = "页面"
        constraints = [
            live_only_if_cleared("page_live_only_if_cleared", exempt=Q(depth=1)),
            models.CheckConstraint(
                name="page_live_only_if_joint",
                condition=Q(live=False)
                | Q(needs_joint=False)
                | Q(joint_release__isnull=False)
                | Q(interpretation_debt__isnull=False),
                violation_error_message="政策文件应与解读、图解同步公开，不得单独上线。",
            ),
            models.CheckConstraint(
                name="page_live_only_if_proactive",
                condition=Q(live=False) | Q(disclosure__in=["", Disclosure.PROACTIVE]),
                violation_error_message="公开属性不是主动公开，不得上线。",
            ),
        ]

    def is_gate_exempt(self) -> bool:
        return self.depth == 1

    def subject_for_digest(self) -> BasePage:
        """This instance if it is the specific one; else the specific row with this instance's own values laid over."""
        if self.specific_class is None or isinstance(self, self.specific_class):
            return self
        specific = self.specific_class._default_manager.get(pk=self.pk)
        for field in BasePage._meta.concrete_fields:
            if field.attname in self.__dict__:
                setattr(specific, field.attname, self.__dict__[field.attname])
        return specific

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self, self.specific_class or BasePage) and kwargs.get("update_fields") is None:
            self.needs_joint = self.requires_joint_release()
        return super().save(*args, **kwargs)

    def permissions_for_user(self, user: Any) -> GatedPagePermissionTester:
        return GatedPagePermissionTester(user, self)

    def get_lock(self) -> Any:
        """A page under review is closed to everybody, reviewers included (four eyes)."""
        from gongkai.clearance.locks import review_lock_for

        return review_lock_for(self) or super().get_lock()

    def has_been_cleared(self) -> bool:
        """Whether some revision of this page has been cleared; free of charge where a listing has loaded it."""
        if "was_cleared" in self.__dict__:
            return bool(self.__dict__["was_cleared"])
        return BasePage.objects.filter(pk=self.pk).ever_cleared().exists()

    def has_cleared_below(self) -> bool:
        """Whether this page or one below it has been cleared; free of charge where a listing has loaded it."""
        if "cleared_below" in self.__dict__:
            return bool(self.__dict__["cleared_below"])
        return self._tree().ever_cleared().exists()

    def has_live_below(self) -> bool:
        """Whether this page or one below it is public; free of charge where a listing has loaded it."""
        if "live_below" in self.__dict__:
            return bool(self.__dict__["live_below"])
        return self._tree().filter(live=True).exists()

    def _tree(self) -> GatedPageQuerySet:
        """This page and all below it."""
        pages: GatedPageQuerySet = self.get_descendants(inclusive=True).order_by()
        return pages

    def reasons_against_deleting(self) -> list[Reason]:
        """What was public leaves a trace: nothing cleared is deleted, nor anything above it."""
        if not self._tree().ever_cleared().exists():
            return []
        message = f"《{self}》或其下内容审定过，不能删除。"
        return [KEPT_FOR_RECORD.reason(message, remedy="不再适用的，请用“撤下”并写明理由。")]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused once anything here has been cleared."""
        refuse_if(self.reasons_against_deleting(), act="删除")
        return super().delete(*args, **kwargs)

    def move(self, target: Any, pos: str | None = None) -> Any:
        """Refused while it or anything below is public and would change its address."""
        new_parent = (
            target if pos in (None, "first-child", "last-child", "sorted-child") else target.get_parent()
        )
        is_same_parent = self.is_child_of(new_parent)
        if not is_same_parent and self._tree().filter(live=True).exists():
            raise Refused([LIVE_NOT_MOVED.reason(f"《{self}》或其下内容正在公开，不能移动。")], act="移动")
        return super().move(target, pos)
