"""Blocks of which page bodies are made. Few, so that every page looks like one house."""

from __future__ import annotations

from html import unescape
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock

from gongkai.website.enums import ServiceIcon
from gongkai.website.rules import reasons_against_links

TEXT_FEATURES = ["bold", "ol", "ul", "h3", "link", "document-link", "superscript", "subscript"]
TABLE_OPTIONS = {
    "language": "zh-CN",
    "contextMenu": [
        "row_above",
        "row_below",
        "---------",
        "col_left",
        "col_right",
        "---------",
        "remove_row",
        "remove_col",
        "---------",
        "undo",
        "redo",
    ],
}


class FigureBlock(blocks.StructBlock):
    """A picture; its text alternative is for those who cannot see it, the caption for everybody."""

    picture = ImageChooserBlock(label="图片")
    alt = blocks.CharBlock(
        label="图片内容说明", max_length=200, help_text="一句话说明图中有什么，供读屏软件朗读。"
    )
    caption = blocks.CharBlock(label="图注", max_length=200, required=False)

    class Meta:
        icon = "image"
        label = "图片"


def is_blank(body: Any) -> bool:
    """Whether a body says nothing: no block, or blocks of tags and spaces alone."""
    return not any(_says_something(raw["value"]) for raw in (body.get_prep_value() if body else []))


def _says_something(value: Any) -> bool:
    if isinstance(value, str):
        return bool(unescape(strip_tags(value)).replace("\u200b", "").strip())
    if isinstance(value, dict):
        return any(_says_something(each) for name, each in value.items() if name not in {"id", "type"})
    if isinstance(value, list):
        return any(map(_says_something, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def check_address(address: str) -> None:
    """For fields that hold an address. Raises ``ValidationError`` with every reason."""
    reasons = reasons_against_links([address])
    if reasons:
        raise ValidationError([f"{reason.message}{reason.remedy}" for reason in reasons])


def check_field(instance: Any, name: str) -> None:
    """For models: the address in a field, empty or fit. Raises ``ValidationError`` at the field."""
    address = getattr(instance, name)
    if address:
        try:
            check_address(address)
        except ValidationError as error:
            raise ValidationError({name: error}) from error


class LinkBlock(blocks.StructBlock):
    """A link to a page of this site (starting with /) or to another site (https://…)."""

    title = blocks.CharBlock(label="文字", max_length=30)
    url = blocks.CharBlock(
        label="地址", max_length=500, help_text="站内地址以 / 开头，站外地址以 https:// 开头。"
    )

    def clean(self, value: Any) -> Any:
        """Refuses addresses that lead to anything but pages, telephones and mailboxes."""
        cleaned = super().clean(value)
        try:
            check_address(cleaned["url"])
        except ValidationError as error:
            raise blocks.StructBlockValidationError({"url": error}) from error
        return cleaned

    class Meta:
        icon = "link"
        label = "链接"


class ExitBlock(LinkBlock):
    """One of the exits on the home page's plate."""

    note = blocks.CharBlock(label="一句说明", max_length=20, required=False)

    class Meta:
        icon = "arrow-right"
        label = "出口"


class ServiceBlock(blocks.StructBlock):
    """A way in by what people want to do."""

    icon = blocks.ChoiceBlock(label="图标", choices=ServiceIcon.choices)
    title = blocks.CharBlock(label="要做的事", max_length=20)
    links = blocks.ListBlock(LinkBlock(), label="链接", max_num=6)

    class Meta:
        icon = "list-ul"
        label = "办事入口"


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """The blocks of a body."""
    return [
        ("heading", blocks.CharBlock(label="小标题", max_length=60, icon="title")),
        ("text", blocks.RichTextBlock(label="正文", features=TEXT_FEATURES, icon="pilcrow")),
        ("figure", FigureBlock()),
        ("table", TableBlock(label="表格", table_options=TABLE_OPTIONS, icon="table")),
    ]
