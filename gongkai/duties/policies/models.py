"""Documents of the department, and the column that lists them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models, transaction
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.blocks import CharBlock
from wagtail.fields import StreamField
from wagtail.models import Orderable

from gongkai.clearance.enums import ContentKind, Disclosure
from gongkai.clearance.models import Attachment, BasePage
from gongkai.clearance.permissions import title_as_shown
from gongkai.core.reasons import Reason
from gongkai.duties.policies.enums import DocumentKind, Signature, Validity
from gongkai.duties.policies.forms import PolicyDocumentForm
from gongkai.duties.policies.gates import reasons_at_gates
from gongkai.duties.policies.numbers import NumberedManager
from gongkai.duties.policies.rules import (
    DocumentDates,
    cautions_of_drafted_number,
    needs_interpretation,
    reasons_against_archiving_document,
    reasons_against_dates,
    reasons_against_gaps,
    reasons_against_number,
    reasons_against_taken_number,
    validity_on,
)
from gongkai.publishing.preview import BuiltPreviewMixin
from gongkai.website.blocks import body_blocks, is_blank
from gongkai.website.models.shapes import DISCLOSURE_PANEL, CodedSlugMixin, DutyColumnPage


class PolicyIndexPage(DutyColumnPage):
    """政策文件库: the column under which all documents stand."""

    subpage_types = ["policies.PolicyDocument"]
    column_type = "policy"

    class Meta(DutyColumnPage.Meta):
        verbose_name = "政策文件库"
        verbose_name_plural = "政策文件库"


class PolicyDocument(CodedSlugMixin, BuiltPreviewMixin, BasePage):
    """A document of the department: what it says, when it counts, who made it."""

    doc_number = models.CharField("发文字号", max_length=60, blank=True, db_index=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    kind = models.CharField("文件类别", max_length=20, choices=DocumentKind.choices)
    kind_reason = models.CharField("类别认定理由", max_length=300, blank=True)
    signature = models.CharField(
        "署名", max_length=20, choices=Signature.choices, default=Signature.DEPARTMENT
    )
    issuer = models.CharField("发文机关", max_length=200, blank=True)
    written_on = models.DateField("成文日期", null=True, blank=True)
    printed_on = models.DateField("印发日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    expires_on = models.DateField(
        "失效日期", null=True, blank=True, help_text="文中写明有效期的，填最后有效的一天。"
    )
    topic = models.CharField("主题分类", max_length=60, blank=True)
    one_sentence = models.CharField(
        "一句话说清", max_length=120, blank=True, help_text="谁受影响、改了什么。"
    )
    points = StreamField(
        [("point", CharBlock(label="要点", max_length=120))], blank=True, verbose_name="三句话看懂"
    )
    body = StreamField(body_blocks(), verbose_name="正文")
    contact = models.CharField("咨询电话", max_length=60, blank=True)

    base_form_class = PolicyDocumentForm
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("doc_number"), FieldPanel("index_number")]),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("signature")]),
                FieldPanel("kind_reason"),
                FieldRowPanel([FieldPanel("issuer"), FieldPanel("unit")]),
                DISCLOSURE_PANEL,
            ],
            heading="文件身份",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("written_on"), FieldPanel("printed_on")]),
                FieldRowPanel([FieldPanel("effective_on"), FieldPanel("expires_on")]),
            ],
            heading="日期与效力",
        ),
        MultiFieldPanel(
            [FieldPanel("one_sentence"), FieldPanel("points"), FieldPanel("topic"), FieldPanel("contact")],
            heading="给公众看的话",
        ),
        FieldPanel("body"),
        InlinePanel("attachments", heading="附件", label="附件"),
    ]
    parent_page_types = ["policies.PolicyIndexPage"]
    subpage_types: list[str] = []
    content_kind = ContentKind.POLICY
    begins_at = "dossiers_open"

    objects = NumberedManager()

    class Meta:
        verbose_name = "政策文件"
        verbose_name_plural = "政策文件"

    def words_to_trace(self) -> tuple[str, ...]:
        return (*super().words_to_trace(), self.doc_number, self.index_number)

    def requires_joint_release(self) -> bool:
        return needs_interpretation(
            kind=self.kind or DocumentKind.POLICY,
            signature=self.signature,
            is_proactive=self.disclosure == Disclosure.PROACTIVE,
        )

    def reasons_against_sending(self) -> list[Reason]:
        reasons = reasons_against_number(self.doc_number, self.kind) + reasons_against_dates(self.dates)
        return reasons + reasons_against_gaps(
            {
                "kind_reason": self.kind_reason,
                "issuer": self.issuer,
                "written_on": self.written_on,
                "body": not is_blank(self.body),
            }
        )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """As every page's. The number is written before the page goes live, so that the trigger on pages sees the new one."""
        fields = kwargs.get("update_fields")
        with transaction.atomic():
            if self.pk and self.live and (fields is None or "doc_number" in fields):
                stale = PolicyDocument.objects.filter(pk=self.pk).exclude(doc_number=self.doc_number)
                stale.update(doc_number=self.doc_number)
            return super().save(*args, **kwargs)

    def reasons_against_archiving(self, day: date) -> list[Reason]:
        """A document in force, or about to be, is no thing of the past."""
        return reasons_against_archiving_document(self.title, self.dates, day)

    def reasons_beside_others(self, together: Collection[int] = ()) -> list[Reason]:
        """As every page's, a number that another document has, and what the floors above say (asked at release, too)."""
        holders = self.others_of_number(self.doc_number)
        reasons: list[Reason] = super().reasons_beside_others(together)
        return reasons + reasons_against_taken_number(self.doc_number, holders) + reasons_at_gates(self)

    def names_given_once(self) -> list[str]:
        return [f"policies.number {self.doc_number}"] if self.doc_number else []

    def cautions(self) -> list[str]:
        """Drafts of others that bear its number: one of the two may be the same document drafted twice."""
        if not self.doc_number:
            return []
        others = PolicyDocument.objects.exclude(pk=self.pk)
        held = others.with_public_number(self.doc_number) | others.with_number_under_way(self.doc_number)
        drafts = others.with_number_in_draft(self.doc_number).exclude(pk__in=held.values("pk"))
        titles = [title_as_shown(page, page.draft_title) for page in drafts.order_by("pk")]
        return cautions_of_drafted_number(self.doc_number, titles)

    def others_of_number(self, number: str) -> list[tuple[str, str]]:
        """Other documents to which a number is given, as (title, how it stands), public ones first."""
        if not number:
            return []
        others = PolicyDocument.objects.exclude(pk=self.pk)
        given = others.with_public_number(number).order_by("-live", "pk")
        found = {
            page.pk: (title_as_shown(page, page.title), "已公开" if page.live else "已撤下") for page in given
        }
        for page in others.with_number_under_way(number).order_by("pk"):
            found.setdefault(page.pk, (title_as_shown(page, page.draft_title), "审查中或待上线"))
        return list(found.values())

    @property
    def dates(self) -> DocumentDates:
        """The dates the rules judge."""
        return DocumentDates(self.written_on, self.printed_on, self.effective_on, self.expires_on)

    def validity(self, today: object) -> Validity:
        """Validity on a day (``datetime.date``)."""
        return validity_on(self.dates, today)  # type: ignore[arg-type]


class PolicyAttachment(Orderable):
    """A file that belongs to a document."""

    page = ParentalKey(PolicyDocument, on_delete=models.CASCADE, related_name="attachments")
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name="文件"
    )
    title = models.CharField("显示名称", max_length=200, blank=True)

    panels = [FieldPanel("attachment"), FieldPanel("title")]

    class Meta(Orderable.Meta):
        verbose_name = "附件"
        verbose_name_plural = "附件"
