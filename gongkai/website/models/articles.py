"""Dynamic news and general information."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable

from gongkai.clearance.models import BasePage
from gongkai.core.reasons import Reason
from gongkai.core.shanghai import SHANGHAI
from gongkai.core.title_marks import in_title_marks
from gongkai.publishing.preview import BuiltPreviewMixin
from gongkai.website.blocks import body_blocks, is_blank
from gongkai.website.models.shapes import GATE_PANEL, AddressForm, CodedSlugMixin
from gongkai.website.rules import NO_TEXT


class ArticlePage(BuiltPreviewMixin, CodedSlugMixin, BasePage):
    """一般信息. Its public date is the moment it first went live and cannot be typed."""

    base_form_class = AddressForm

    summary = models.CharField("摘要", max_length=200, blank=True, help_text="一句话：谁会受影响，变了什么。")
    body = StreamField(body_blocks(), verbose_name="正文")
    source = models.CharField("信息来源", max_length=60, help_text="例如：本厅办公室、省政府网站。")
    author = models.CharField("作者", max_length=60, blank=True)
    keywords = models.CharField("关键词", max_length=100, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        InlinePanel("attachments", label="附件", heading="附件"),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("author"), FieldPanel("keywords")], heading="来源与关键词"
        ),
        GATE_PANEL,
    ]
    parent_page_types = ["website.ColumnPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "信息"
        verbose_name_plural = "信息"

    def reasons_against_sending(self) -> list[Reason]:
        """The empty text with which a new page opens is no text yet."""
        if not is_blank(self.body):
            return []
        return [
            NO_TEXT.reason(
                f"{in_title_marks(self.title)}没有正文。", remedy="请写好正文再送审。", field="body"
            )
        ]

    @property
    def public_path(self) -> str:
        """Its address, in the folder of the month in which it first went live; kept ever after."""
        first = self.first_published_at or timezone.now()
        parts = [part for part in self.url_path.split("/") if part][1:-1]
        folder = "".join(f"{part}/" for part in parts)
        return f"/{folder}{first.astimezone(SHANGHAI):%Y/%m}/{self.slug}/"


class ArticleAttachment(Orderable):
    """An attachment of an article."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="attachments")
    attachment = models.ForeignKey(
        "clearance.Attachment", on_delete=models.PROTECT, related_name="+", verbose_name="文件"
    )
    title = models.CharField("显示名称", max_length=120, blank=True)

    panels = [FieldPanel("attachment"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"
