"""Interpretation and infographic pages; with the document they form a joint release."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField

from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.models import BasePage
from gongkai.core.reasons import Reason
from gongkai.duties.interpretations.blocks import FactsBlock
from gongkai.duties.interpretations.enums import InterpretationForm
from gongkai.duties.interpretations.rules import reasons_against_empty_text, reasons_against_infographic
from gongkai.publishing.preview import BuiltPreviewMixin
from gongkai.website.blocks import body_blocks, is_blank
from gongkai.website.models.shapes import DISCLOSURE_PANEL, AddressForm, CodedSlugMixin, DutyColumnPage


class InterpretationIndexPage(DutyColumnPage):
    """政策解读: the column of interpretations and infographics."""

    subpage_types = ["interpretations.InterpretationPage", "interpretations.InfographicPage"]
    column_type = "interpretation"

    class Meta(DutyColumnPage.Meta):
        verbose_name = "政策解读栏目"
        verbose_name_plural = "政策解读栏目"


class InterpretationPage(CodedSlugMixin, BuiltPreviewMixin, BasePage):
    """What a document means for the people it touches, in plain words."""

    form = models.CharField(
        "解读形式", max_length=12, choices=InterpretationForm.choices, default=InterpretationForm.TEXT
    )
    interpreter = models.CharField("解读人", max_length=60, blank=True)
    lead_in = models.CharField("导语", max_length=200, blank=True)
    points = StreamField(
        [("point", CharBlock(label="要点", max_length=120))], blank=True, verbose_name="要点"
    )
    body = StreamField(body_blocks(), verbose_name="正文")
    contact = models.CharField("咨询电话", max_length=60, blank=True)

    base_form_class = AddressForm
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("form"), FieldPanel("interpreter")]),
        FieldPanel("unit"),
        DISCLOSURE_PANEL,
        FieldPanel("lead_in"),
        FieldPanel("points"),
        FieldPanel("body"),
        FieldPanel("contact"),
    ]
    parent_page_types = ["interpretations.InterpretationIndexPage"]
    subpage_types: list[str] = []
    content_kind = ContentKind.POLICY
    joint_role = ItemRole.INTERPRETATION

    class Meta:
        verbose_name = "政策解读"
        verbose_name_plural = "政策解读"

    def reasons_against_sending(self) -> list[Reason]:
        return reasons_against_empty_text(is_blank(self.body))


class InfographicPage(CodedSlugMixin, BuiltPreviewMixin, BasePage):
    """图解 made of facts, each with its clause; real text, so that search, screen readers and print work."""

    headline = models.CharField("图解标题", max_length=20, help_text="说清谁的什么变了，20 字以内。")
    facts = StreamField(FactsBlock(), verbose_name="事实")

    base_form_class = AddressForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("headline"),
        FieldPanel("unit"),
        DISCLOSURE_PANEL,
        FieldPanel("facts"),
    ]
    parent_page_types = ["interpretations.InterpretationIndexPage"]
    subpage_types: list[str] = []
    content_kind = ContentKind.POLICY
    joint_role = ItemRole.INFOGRAPHIC

    class Meta:
        verbose_name = "图解"
        verbose_name_plural = "图解"

    def reasons_against_sending(self) -> list[Reason]:
        rows = [(block.block_type, str(block.value.get("clause") or "")) for block in self.facts]
        return reasons_against_infographic(rows)
