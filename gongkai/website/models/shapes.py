"""What the pages of the shell have in common."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from gongkai.clearance.enums import ContentKind
from gongkai.clearance.forms import GatedPageForm
from gongkai.clearance.models import BasePage
from gongkai.publishing.preview import BuiltPreviewMixin
from gongkai.website.archives import is_kept_for_archives
from gongkai.website.enums import ListStyle

DISCLOSURE_PANEL = FieldRowPanel([FieldPanel("disclosure"), FieldPanel("withheld_ground")])
GATE_PANEL = MultiFieldPanel([FieldPanel("unit"), DISCLOSURE_PANEL], heading="单位与公开属性")
UNIT_PANEL = FieldPanel("unit", heading="责任单位")


_WORD = re.compile(r"[a-z]")


class AddressForm(GatedPageForm):
    """The address may be left empty: Chinese titles do not make one, so a short code is given.

    What the editor's script makes of a Chinese title is only its digits (``2026-3``): no address anybody chose.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = "网址中的一段，用小写字母、数字和连字符。可不填，系统会编一个。"

    def clean_slug(self) -> str:
        """Digits alone are left out, unless the page has stood there already."""
        slug: str = self.cleaned_data.get("slug") or ""
        is_new = slug != self.instance.slug
        return "" if is_new and not _WORD.search(slug) else slug


def coded_slug(page: Any) -> str:
    """A short, stable, unique code for a page whose title makes no address."""
    return f"t{page.translation_key.hex[:10]}"


class CodedSlugMixin:
    """Gives a page a coded address before it is checked, where the editor gave none. For every page below a column."""

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail's, after the address has been filled in. Raises ``ValidationError``."""
        if not self.slug:
            self.slug = coded_slug(self)
        super().full_clean(*args, **kwargs)  # type: ignore[misc]

    def clean(self) -> None:
        """Numbers, ``p`` with a number and ``find`` are the column's own. Raises ``ValidationError``."""
        super().clean()  # type: ignore[misc]
        if is_kept_for_archives(str(self.slug)):
            raise ValidationError(
                {"slug": "不能全用数字，也不能是 p 加数字或 find：这些地址留给栏目的存档和查找。"}
            )


def update_within_days_field() -> models.PositiveSmallIntegerField:
    """How long a column may be without anything new before its unit is reminded, in days; empty for no such duty."""
    return models.PositiveSmallIntegerField(
        "更新时限（天）",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(730)],
        help_text="超过这些天没有新内容，就提醒负责单位。要闻动态一般 14 天，通知公告、政策文件一般 180 天。",
    )


class DutyColumnPage(BuiltPreviewMixin, BasePage):
    """The one column of a duty, right below the home page: a sentence, and the list of what the duty publishes.

    A duty states ``subpage_types``, ``column_type`` (a :class:`~gongkai.website.enums.ColumnType`) and its names; its
    page is built by a :class:`~gongkai.website.builders.lists.ColumnListBuilder`.
    """

    introduction = models.CharField("栏目说明", max_length=200, blank=True)
    update_within_days = update_within_days_field()

    base_form_class = GatedPageForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("update_within_days"),
        UNIT_PANEL,
    ]
    parent_page_types = ["website.HomePage"]
    column_type: str
    in_menu = True
    list_style = ListStyle.ROWS
    max_count = 1
    content_kind = ContentKind.STRUCTURE
    needs_disclosure = False

    class Meta:
        abstract = True
