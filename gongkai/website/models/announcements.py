"""The site-wide banner."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel

from gongkai.clearance.forms import GatedSnippetForm
from gongkai.clearance.models.gate import live_only_if_cleared
from gongkai.clearance.models.snippet import GatedSnippet
from gongkai.publishing.preview import BuiltPreviewMixin
from gongkai.website.blocks import check_field
from gongkai.website.enums import BannerLevel


class Announcement(BuiltPreviewMixin, GatedSnippet):
    """全站公告: one sentence above every page, such as a road closed or a service down."""

    text = models.CharField("内容", max_length=120, help_text="一句话说完：什么事、对谁、到什么时候。")
    level = models.CharField("级别", max_length=5, choices=BannerLevel.choices, default=BannerLevel.INFO)
    link_text = models.CharField("链接文字", max_length=20, blank=True)
    url = models.CharField("链接地址", max_length=300, blank=True)

    panels = [
        FieldPanel("text"),
        FieldPanel("level", help_text="一般是蓝底，提醒是黄底，紧急是红底。"),
        FieldPanel("link_text", help_text="可点的几个字，如“看绕行路线”；不填的显示“看详情”。"),
        FieldPanel(
            "url", help_text="没有下文的不填。本站页面写 /news/ 这样的路径，也可写电话 tel: 或邮箱 mailto:。"
        ),
        FieldPanel("unit"),
        FieldPanel("disclosure"),
    ]

    base_form_class = GatedSnippetForm

    def clean(self) -> None:
        """The link leads to a page, a telephone or a mailbox. Raises ``ValidationError``."""
        super().clean()
        check_field(self, "url")

    class Meta:
        verbose_name = "全站公告"
        verbose_name_plural = "全站公告"
        ordering = ["-pk"]
        constraints = [live_only_if_cleared("announcement_live_only_if_cleared")]

    def __str__(self) -> str:
        return self.text
