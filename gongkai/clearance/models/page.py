"""The base page of this installation (ADR 0002): every page is gated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from wagtail.models import AbstractPage, PageManager
from wagtail.models.pages import AbstractPageMeta
from wagtail.query import PageQuerySet

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.models.gate import GatedMixin, live_only_if_cleared


class GatedPageQuerySet(PageQuerySet):
    def public(self) -> GatedPageQuerySet:
        """Pages a citizen may see: live, and in the current release. Hides Wagtail's looser meaning."""
        return self.filter(live=True, public_since__isnull=False)


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
