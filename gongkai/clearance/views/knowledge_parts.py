"""What the screens of 审查词库 share: their tabs and crumbs, one form with one act, a table of rows with a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from wagtail.admin import messages

from gongkai.clearance.verbs import KEEP_KNOWLEDGE
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import StyledForm, place_refusal
from gongkai.core.reasons import Refused

TITLE = "审查词库"
PER_PAGE = 100
TABS = (
    ("knowledge", "词表"),
    ("knowledge_exceptions", "例外"),
    ("knowledge_leaders", "领导任职"),
    ("knowledge_documents", "文号"),
    ("knowledge_phones", "公布电话"),
)


def tabs(current: str) -> list[tuple[str, str, bool]]:
    """Address, label and whether it is the one shown."""
    return [(reverse(f"clearance:{name}"), label, name == current) for name, label in TABS]


def crumbs(title: str, *between: tuple[str, str]) -> list[dict[str, str]]:
    """The way to a screen below 审查词库."""
    ways = [(TITLE, reverse("clearance:knowledge")), *between, (title, "")]
    return [{"title": label, "url": url} for label, url in ways]


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Any:
    """The page of rows that is asked for."""
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))


def asked(request: HttpRequest) -> str:
    """What is searched for, without control characters."""
    return "".join(sign for sign in request.GET.get("q", "")[:60] if sign.isprintable()).strip()


def form_screen(
    request: HttpRequest,
    title: str,
    form: StyledForm,
    act: Callable[[], object],
    *,
    done: str,
    back: str,
    way: Sequence[tuple[str, str]] = (),
    **context: Any,
) -> HttpResponse:
    """One form and one act; a refusal stands at its fields, what was typed stays. ``back`` is where both ways lead."""
    refusal, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act()
            except Refused as error:
                refusal, status = place_refusal(error, form), 409
            else:
                messages.success(request, done)
                return redirect(back)
    context |= {"title": title, "crumbs": crumbs(title, *way), "form": form, "refusal": refusal, "back": back}
    return render(request, "clearance/knowledge_form.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: cells, the first of which names it; where it is changed; an act with a button."""

    cells: Sequence[Any]
    edit: str = ""
    end: str = ""
    labelled: Sequence[tuple[str, Any]] = ()


def _labelled(row: Row, headings: Sequence[str]) -> Row:
    """The cells after the first with their headings, which a narrow screen shows beside them."""
    return replace(row, labelled=tuple(zip(headings[1:], row.cells[1:], strict=True)))


def table_screen(
    request: HttpRequest,
    name: str,
    *,
    lead: str,
    headings: Sequence[str],
    rows: QuerySet[Any],
    row: Callable[[Any], Row],
    add: tuple[str, str],
    empty: tuple[str, str],
    searched: str,
) -> HttpResponse:
    """A page of a table with its tabs, its search and, for keepers, the way to a new row; ``name`` is the tab's address."""
    page = page_of(request, rows)
    context = {
        "title": TITLE,
        "lead": lead,
        "tabs": tabs(name),
        "heading": dict(TABS)[name],
        "headings": headings,
        "page_obj": page,
        "rows": [_labelled(row(one), headings) for one in page.object_list],
        "add": (reverse(add[0]), add[1]) if may(request.user, KEEP_KNOWLEDGE) else None,
        "may_keep": may(request.user, KEEP_KNOWLEDGE),
        "empty": empty,
        "searched": searched,
        "query": asked(request),
    }
    return render(request, "clearance/knowledge_table.html", context)


def days_from_to(first: date | None, last: date | None) -> str:
    """From when to when, each day unbroken."""
    if first is None:
        return format_html("到 {}", unbroken(last)) if last else "一直有效"
    if last is None:
        return format_html("{} 起", unbroken(first))
    return format_html("{} 至 {}", unbroken(first), unbroken(last))


def unbroken(day: date | None) -> str:
    """A day that no narrow column tears; empty without one."""
    return format_html("<time>{}</time>", f"{day:%Y-%m-%d}") if day else ""


def signed(person: object, at: datetime) -> str:
    """Who entered something, and on which day."""
    return format_html("{}<br>{}", person, unbroken(timezone.localdate(at)))


def initial_of(row: Any, form: type[StyledForm]) -> dict[str, Any]:
    """What a form shows of a row at first; nothing of a new one."""
    return {name: getattr(row, name) for name in form.base_fields} if row is not None else {}
