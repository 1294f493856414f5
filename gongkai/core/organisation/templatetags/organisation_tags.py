"""Choosing a person many times on one page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def addstr(start: str, rest: Any) -> str:
    """Two texts put together, whatever the second is."""
    return f"{start}{rest}"


@register.simple_tag
def options(
    groups: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    posted: Mapping[str, str],
    name: str,
    empty: str = "（请选择）",
) -> SafeString:
    """The options of a select of people grouped by unit, the posted one chosen; ``empty`` names the empty choice."""
    chosen = posted.get(name, "")
    shown = (
        (
            unit,
            format_html_join(
                "",
                "<option value='{}'{}>{}</option>",
                (
                    (value, format_html(" selected") if value == chosen else "", label)
                    for value, label in people
                ),
            ),
        )
        for unit, people in groups
    )
    groups_html = format_html_join("", "<optgroup label='{}'>{}</optgroup>", shown)
    return format_html("<option value=''>{}</option>{}", empty, groups_html)
