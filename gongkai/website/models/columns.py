"""The tree: home page, columns, and the 政府信息公开 column with its four fixed sections."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.forms import GatedPageForm
from gongkai.clearance.models import BasePage
from gongkai.core.reasons import Reason
from gongkai.publishing.preview import BuiltPreviewMixin
from gongkai.website.blocks import ExitBlock, LinkBlock, ServiceBlock, body_blocks, check_field
from gongkai.website.enums import EDITED_TYPES, ListStyle
from gongkai.website.models.shapes import UNIT_PANEL, AddressForm, CodedSlugMixin, update_within_days_field
from gongkai.website.rules import ColumnFacts, reasons_against_placing


class HomePage(BuiltPreviewMixin, BasePage):
    """首页. Its lists come from what the duties register (:mod:`gongkai.website.home`)."""

    plate_title = models.CharField("搜索牌标题", max_length=30, default="查文件、办事情，先在这里搜一搜")
    placeholder = models.CharField("搜索框提示", max_length=30, default="标题、文号或一句话")
    hot = StreamField([("link", LinkBlock())], verbose_name="大家常查", blank=True, max_num=6)
    exits = StreamField([("exit", ExitBlock())], verbose_name="四个出口", blank=True, max_num=4)
    services = StreamField([("service", ServiceBlock())], verbose_name="按要做的事找", blank=True, max_num=12)
    has_full_news = models.BooleanField("首页显示要闻", default=True)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("plate_title"), FieldPanel("placeholder"), FieldPanel("hot"), FieldPanel("exits")],
            heading="搜索牌",
        ),
        FieldPanel("services"),
        FieldPanel("has_full_news"),
        UNIT_PANEL,
    ]
    base_form_class = GatedPageForm
    content_kind = ContentKind.STRUCTURE
    needs_disclosure = False
    parent_page_types = ["clearance.BasePage"]
    max_count = 1

    class Meta:
        verbose_name = "首页"
        verbose_name_plural = "首页"


class ColumnPage(BuiltPreviewMixin, CodedSlugMixin, BasePage):
    """栏目: a list of what stands in it, or one text, or both. ``unit`` owes its updating."""

    base_form_class = AddressForm
    content_kind = ContentKind.STRUCTURE
    needs_disclosure = False

    column_type = models.CharField(
        "栏目类别",
        max_length=20,
        choices=EDITED_TYPES,
        help_text="写入网页标签 ColumnType，供监管平台识别。",
    )
    summary = models.CharField("栏目说明", max_length=200, help_text="一句话：这里有什么，对谁有用。")
    keywords = models.CharField("关键词", max_length=100, blank=True, help_text="用逗号分开。可不填。")
    list_style = models.CharField(
        "列表样式", max_length=10, choices=ListStyle.choices, default=ListStyle.TITLES
    )
    in_menu = models.BooleanField("显示在主导航", default=False, help_text="只对首页下的第一级栏目起作用。")
    body = StreamField(body_blocks(), verbose_name="正文", blank=True)
    update_within_days = update_within_days_field()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("column_type"),
        FieldPanel("summary"),
        FieldPanel("keywords"),
        FieldPanel("list_style"),
        FieldPanel("in_menu"),
        FieldPanel("body"),
        FieldPanel("update_within_days"),
        UNIT_PANEL,
    ]
    parent_page_types = ["website.HomePage", "website.ColumnPage", "website.OpenGovernmentPage"]

    def reasons_against_sending(self) -> list[Reason]:
        """Besides the gate's own: a column of 政府信息公开 is one of the four, and holds no ordinary news."""
        parent = self.get_parent().specific
        beside = ColumnPage.objects.sibling_of(self, inclusive=False).values_list("column_type", flat=True)
        facts = ColumnFacts(
            title=self.title,
            type_code=self.column_type,
            is_section=isinstance(parent, OpenGovernmentPage),
            is_inside=OpenGovernmentPage.objects.ancestor_of(self).exists(),
            siblings=tuple(beside),
        )
        return reasons_against_placing(facts)

    class Meta:
        verbose_name = "栏目"
        verbose_name_plural = "栏目"


class OpenGovernmentPage(BuiltPreviewMixin, CodedSlugMixin, BasePage):
    """政府信息公开: 指南、制度、法定主动公开内容、年报, and nothing else (国办公开办函〔2019〕61号)."""

    base_form_class = AddressForm
    content_kind = ContentKind.STRUCTURE
    needs_disclosure = False
    column_type = "open_government"

    summary = models.CharField("栏目说明", max_length=200)
    in_menu = models.BooleanField("显示在主导航", default=True)
    apply_title = models.CharField(
        "依申请公开入口文字", max_length=30, blank=True, default="申请公开政府信息"
    )
    apply_url = models.CharField("依申请公开入口地址", max_length=300, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("in_menu"),
        MultiFieldPanel([FieldPanel("apply_title"), FieldPanel("apply_url")], heading="依申请公开"),
        UNIT_PANEL,
    ]
    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.ColumnPage"]
    max_count = 1

    def clean(self) -> None:
        """The way to apply leads to a page. Raises ``ValidationError``."""
        super().clean()
        check_field(self, "apply_url")

    class Meta:
        verbose_name = "政府信息公开"
        verbose_name_plural = "政府信息公开"
