"""The facts of an infographic: each kind has its fields, their limits, and its clause."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    DateBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
)

from gongkai.core.forms import sensible_day

_CLAUSE = "依据条款"


class NumberBlock(StructBlock):
    """One number that matters."""

    label = CharBlock(label="上方小字", max_length=4)
    value = CharBlock(label="数", max_length=8)
    unit = CharBlock(label="单位", max_length=3, required=False)
    sentence = CharBlock(label="一句话", max_length=16)
    clause = CharBlock(label=_CLAUSE, max_length=20)

    class Meta:
        label = "一个数"
        icon = "order"


class ChangeBlock(StructBlock):
    """Before and after."""

    subject = CharBlock(label="事项", max_length=6)
    before = CharBlock(label="原来", max_length=14)
    after = CharBlock(label="现在", max_length=18)
    clause = CharBlock(label=_CLAUSE, max_length=20)

    class Meta:
        label = "前后变化"
        icon = "resubmit"


class StepBlock(StructBlock):
    """One step of how to apply."""

    name = CharBlock(label="步骤", max_length=6)
    how = CharBlock(label="怎么办", max_length=14)
    who = CharBlock(label="谁来办", max_length=10, required=False)
    clause = CharBlock(label=_CLAUSE, max_length=20)

    class Meta:
        label = "办理步骤"
        icon = "list-ol"


class ScopeBlock(StructBlock):
    """Whom it concerns, or does not."""

    applies = BooleanBlock(label="适用", required=False, default=True)
    who = CharBlock(label="对象", max_length=20)
    clause = CharBlock(label=_CLAUSE, max_length=20)

    class Meta:
        label = "管谁不管谁"
        icon = "group"


class DateFactBlock(StructBlock):
    """A date and what happens on it."""

    date = DateBlock(label="日期")
    what = CharBlock(label="事项", max_length=30)

    def clean(self, value: Any) -> Any:
        """As the block's; a day that nobody can mean is told at its field."""
        cleaned = super().clean(value)
        try:
            sensible_day(cleaned["date"])
        except ValidationError as error:
            raise StructBlockValidationError(block_errors={"date": error}) from error
        return cleaned

    class Meta:
        label = "时间节点"
        icon = "date"


class ContactBlock(StructBlock):
    """Whom to ask."""

    phone = CharBlock(label="电话", max_length=20)
    hours = CharBlock(label="接听时间", max_length=30, required=False)
    url = CharBlock(label="查询地址", max_length=120, required=False)

    class Meta:
        label = "咨询方式"
        icon = "help"


class FactsBlock(StreamBlock):
    """All facts of one infographic, in reading order."""

    number = NumberBlock()
    change = ChangeBlock()
    step = StepBlock()
    scope = ScopeBlock()
    date = DateFactBlock()
    contact = ContactBlock()
