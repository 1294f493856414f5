"""Template tags of the look: ``{% load look %}``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context, loader
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime
from wagtail import hooks
from wagtail.admin.widgets import Button

from gongkai.publishing.brackets import bracketed
from gongkai.publishing.public import public_scope
from gongkai.website.icons import icon_svg, lamp_svg
from gongkai.website.shell import load_shell

register = template.Library()


@register.simple_tag
def ico(name: str) -> SafeString:
    """``{% ico "search" %}``: a drawn icon; the word beside it carries the meaning."""
    return mark_safe(icon_svg(name))  # noqa: S308  (from our own file, by a known name)


@register.simple_tag
def lamp(name: str) -> SafeString:
    """``{% lamp "valid" %}``: the lamp of a state, inside a badge or a force bar."""
    return mark_safe(lamp_svg(name))  # noqa: S308  (from our own file, by a known name)


@register.simple_block_tag
def about(content: str, key: str) -> SafeString:
    """``{% about item.key %}…{% endabout %}``: a part of every page that tells of one object, in its brackets."""
    return mark_safe(bracketed(key, content))  # noqa: S308  (a rendered template: escaped already)


@register.simple_tag
def public_shell() -> dict[str, Any]:
    """``{% public_shell as shell %}``: menu and footer, for a public page whose view gives none (refusals)."""
    return load_shell(public_scope())


@register.simple_tag(takes_context=True)
def page_acts(context: Context, page: Any) -> list[Button]:
    """``{% page_acts page as acts %}``: the buttons that our own apps add to Wagtail's menu of a page."""
    user = context["request"].user
    ours = [
        add
        for add in hooks.get_hooks("register_page_header_buttons")
        if add.__module__.startswith("gongkai.")
    ]
    return sorted(button for add in ours for button in add(page=page, user=user, view_name="edit"))


_parts: tuple[Any, dict[Any, SafeString]] = (None, {})


@register.simple_tag(takes_context=True)
def shell_part(context: Context, template_name: str, **given: Any) -> SafeString:
    """``{% shell_part "components/footer.html" %}``: a part that shows only ``shell`` and what is given by name.

    It is drawn once for a shell and for each different thing given: a build has one shell for all its pages.
    """
    global _parts
    shell = context["shell"]
    kept_for, kept = _parts
    if kept_for is not shell:
        kept = {}
        _parts = (shell, kept)
    key = (template_name, tuple(sorted(given.items())))
    if key not in kept:
        html = loader.get_template(template_name).render({"shell": shell, **given})
        kept[key] = mark_safe(html)  # noqa: S308  (a rendered template: escaped already)
    return kept[key]


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """A date as ``<time>2026-11-22</time>``; 「—」 when there is none."""
    if value is None:
        return "—"
    local = _local(value)
    return format_html('<time datetime="{0}">{0}</time>', local.strftime("%Y-%m-%d"))


@register.filter
def minute(value: datetime | None) -> SafeString | str:
    """A moment as ``<time>2026-11-22 10:00</time>`` in Shanghai; 「—」 when there is none."""
    if value is None:
        return "—"
    local = _local(value)
    shown = local.strftime("%Y-%m-%d %H:%M")
    return format_html('<time datetime="{}">{}</time>', shown.replace(" ", "T"), shown)


def _local(value: date | datetime) -> date | datetime:
    return localtime(value) if isinstance(value, datetime) and is_aware(value) else value
