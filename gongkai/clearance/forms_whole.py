"""What an editor's form lacks when it arrives in part: the hidden counts of its rows and blocks, made good.

Wagtail and Django take the counts for granted: without one, the page ends in an error and what was typed is lost, and with
a wrong one rows are left out silently. Here they are reckoned from the rows that did arrive; whoever sent the form is
told, and nothing is saved before they have looked.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict
from wagtail.blocks import Block, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.blocks.base import BlockField
from wagtail.contrib.table_block.blocks import TableBlock

MOST_ROWS = 10_000
"""No form has more: a request holds no more fields (``DATA_UPLOAD_MAX_NUMBER_FIELDS``)."""


class Completion:
    """The data of a form with its counts made good; ``lacking`` names the fields and rows of which one was missing."""

    def __init__(self, form_class: Any, data: Any) -> None:
        self.data = data.copy() if isinstance(data, QueryDict) else dict(data)
        self.lacking: list[str] = []
        self._keys = [str(key) for key in self.data]
        self._form(form_class, "", "")

    def _form(self, form_class: Any, prefix: str, name: str) -> None:
        for field_name, field in form_class.base_fields.items():
            if isinstance(field, BlockField):
                self._block(field.block, f"{prefix}{field_name}", name or field_name)
        for relation, formset in getattr(form_class, "formsets", {}).items():
            self._rows(formset, f"{prefix}{relation}", name or relation)

    def _rows(self, formset: Any, prefix: str, name: str) -> None:
        rows = self._numbers(prefix)
        with_id = [number for number in rows if self.data.get(f"{prefix}-{number}-id")]
        total, initial = (self._count(f"{prefix}-{part}_FORMS") for part in ("TOTAL", "INITIAL"))
        if total is None or initial is None or initial > total or total < _after(rows):
            self._set(f"{prefix}-TOTAL_FORMS", str(_after(rows)), name)
            self._set(f"{prefix}-INITIAL_FORMS", str(len(with_id)), name)
        for number in rows:
            self._form(formset.form, f"{prefix}-{number}-", name)

    def _block(self, block: Block, prefix: str, name: str) -> None:
        if isinstance(block, StructBlock):
            for child_name, child in block.child_blocks.items():
                self._block(child, f"{prefix}-{child_name}", name)
        elif isinstance(block, StreamBlock | ListBlock):
            self._blocks(block, prefix, name)
        elif isinstance(block, RichTextBlock) and not _is_object(self.data.get(prefix), "blocks"):
            self._set(prefix, _as_rich_text(self.data.get(prefix) or ""), name)
        elif isinstance(block, TableBlock) and not _is_object(self.data.get(prefix)):
            self._set(prefix, "null", name)

    def _blocks(self, block: Any, prefix: str, name: str) -> None:
        numbers = self._numbers(prefix)
        if self._count(f"{prefix}-count") != _after(numbers):
            self._set(f"{prefix}-count", str(_after(numbers)), name)
        every = range(_after(numbers))
        orders = [self._count(f"{prefix}-{number}-order") for number in every]
        if None in orders or len({*orders}) < len(orders):
            for number in every:
                self._set(f"{prefix}-{number}-order", str(number), name)
        for number in every:
            self._one(block, f"{prefix}-{number}", name, is_there=number in numbers)

    def _one(self, block: Any, prefix: str, name: str, *, is_there: bool) -> None:
        if f"{prefix}-deleted" not in self.data:
            self._set(f"{prefix}-deleted", "" if is_there else "1", name)
        if not is_there:
            return  # nothing is read of a deleted row; a number far off would have thousands of them looked into
        if isinstance(block, ListBlock):
            self._block(block.child_block, f"{prefix}-value", name)
            return
        kind = self.data.get(f"{prefix}-type")
        child = block.child_blocks.get(kind)
        if child is not None:
            self._block(child, f"{prefix}-value", name)
        elif not self.data[f"{prefix}-deleted"]:
            self._set(f"{prefix}-deleted", "1", name)  # of a kind that there is not: nothing can show it

    def _numbers(self, prefix: str) -> list[int]:
        """The numbers of the rows of which anything arrived, in order."""
        pattern = re.compile(rf"{re.escape(prefix)}-(\d{{1,5}})-")
        found = {int(match[1]) for key in self._keys if (match := pattern.match(key))}
        return sorted(number for number in found if number < MOST_ROWS)

    def _count(self, key: str) -> int | None:
        value = str(self.data.get(key, ""))
        return (
            int(value) if value.isascii() and value.isdecimal() and len(value) < len(str(MOST_ROWS)) else None
        )

    def _set(self, key: str, value: str, name: str) -> None:
        self.data[key] = value
        self.lacking.append(name)


def _is_object(value: Any, *parts: str) -> bool:
    """Whether a value is what the script of a block's editor sends: an object in JSON, with these parts; or nothing."""
    try:
        read = json.loads(value)
    except (TypeError, ValueError, RecursionError):
        return False
    return read is None or (
        isinstance(read, dict) and all(isinstance(read.get(part), list) for part in parts)
    )


def _as_rich_text(value: str) -> str:
    """What stands in the place of a rich text, as one paragraph that the editor shows."""
    paragraph = {"key": "whole", "text": value, "type": "unstyled", "depth": 0}
    paragraph |= {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [paragraph], "entityMap": {}})


def _after(numbers: Iterable[int]) -> int:
    return max(numbers, default=-1) + 1
