"""词表: all lists, one list with its words, a word, and trying a list out."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.clearance.forms_knowledge import TermForm, TermListForm, TryForm
from gongkai.clearance.models import ListTerm, TermList
from gongkai.clearance.queries.knowledge import lexicon_of
from gongkai.clearance.queries.term_lists import (
    draft_of,
    hits_in,
    hits_in_public,
    may_see_words,
    reasons_against_keeping_for,
    term_lists,
    words_of,
)
from gongkai.clearance.rules.knowledge import reasons_against_reading_words
from gongkai.clearance.usecases.knowledge import end_term, set_term, set_term_list
from gongkai.clearance.verbs import KEEP_KNOWLEDGE, READ_KNOWLEDGE
from gongkai.clearance.views.knowledge_parts import TITLE, asked, crumbs, form_screen, page_of, tabs
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import refuse_if


def words_or_refused(request: HttpRequest, pk: int, *, act: str) -> TermList:
    """A list of which the person may see the words; whoever may not is told so."""
    term_list = get_object_or_404(TermList.objects.select_related("unit"), pk=pk)
    is_seen = may_see_words(request.user, term_list)
    refuse_if(reasons_against_reading_words(is_seen=is_seen), act=act)
    return term_list


def way_to(term_list: TermList) -> tuple[str, str]:
    """A list among the crumbs."""
    return term_list.name, reverse("clearance:knowledge_list", args=[term_list.pk])


@verb_required(READ_KNOWLEDGE)
def lists(request: HttpRequest) -> HttpResponse:
    """All lists."""
    today = timezone.localdate()
    rows = [(row, _state(row, today), may_see_words(request.user, row)) for row in term_lists(today)]
    context = {
        "title": TITLE,
        "lead": "机器照这里查：词、姓名职务、文号和电话都按日期算，改了立即生效。",
        "tabs": tabs("knowledge"),
        "rows": rows,
        "may_keep": may(request.user, KEEP_KNOWLEDGE),
    }
    return render(request, "clearance/knowledge_lists.html", context)


def _state(row: TermList, today: Any) -> tuple[str, str]:
    """Colour of the lamp, and the state in words."""
    if not row.is_in_use:
        return "grey", "已暂停"
    if row.valid_from > today:
        return "grey", f"{row.valid_from:%Y-%m-%d} 起用"
    if row.valid_until is not None and row.valid_until < today:
        return "grey", f"{row.valid_until:%Y-%m-%d} 停用"
    return "green", "在用"


@verb_required(READ_KNOWLEDGE)
def term_list(request: HttpRequest, pk: int) -> HttpResponse:
    """One list; its words where the person may see them."""
    today = timezone.localdate()
    row = get_object_or_404(term_lists(today), pk=pk)
    sees, query = may_see_words(request.user, row), asked(request)
    page = page_of(request, words_of(row, query)) if sees else None
    keeps = not reasons_against_keeping_for(request.user, row)
    context = {
        "title": row.name,
        "crumbs": crumbs(row.name),
        "row": row,
        "state": _state(row, today),
        "today": today,
        "sees": sees,
        "keeps": keeps,
        "draft": draft_of(request.user, row) if keeps else None,
        "page_obj": page,
        "query": query,
        "formats": (("xlsx", "导出 Excel"), ("csv", "导出 CSV")),
    }
    return render(request, "clearance/knowledge_list.html", context)


@verb_required(KEEP_KNOWLEDGE)
def list_edit(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Make a list, or change one."""
    row = get_object_or_404(TermList, pk=pk) if pk is not None else None
    initial = {name: getattr(row, name) for name in TermListForm.base_fields} if row else None
    form = TermListForm(request.POST or None, initial=initial, by=request.user)
    back = reverse("clearance:knowledge_list", args=[row.pk]) if row else reverse("clearance:knowledge")
    if row is not None:
        refuse_if(reasons_against_keeping_for(request.user, row), act="修改词表")
    return form_screen(
        request,
        "修改词表" if row else "建词表",
        form,
        lambda: set_term_list(by=request.user, term_list=row, **form.cleaned_data),
        done="词表已保存，立即生效。" if row else "词表已建立。请打开它，加词或导入。",
        back=back,
        way=[way_to(row)] if row else [],
    )


@verb_required(KEEP_KNOWLEDGE)
def term_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a word."""
    return _term_screen(request, get_object_or_404(TermList, pk=pk), None)


@verb_required(KEEP_KNOWLEDGE)
def term_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a word."""
    term = get_object_or_404(ListTerm.objects.select_related("term_list"), pk=pk)
    return _term_screen(request, term.term_list, term)


def _term_screen(request: HttpRequest, row: TermList, term: ListTerm | None) -> HttpResponse:
    refuse_if(reasons_against_keeping_for(request.user, row), act="改词")
    initial = {name: getattr(term, name) for name in TermForm.base_fields} if term else {}
    if term is not None:
        initial["unless"] = "、".join(term.unless)
    form = TermForm(request.POST or None, initial=initial)
    end = reverse("clearance:knowledge_term_end", args=[term.pk]) if term else ""
    return form_screen(
        request,
        "改词" if term else "加一个词",
        form,
        lambda: set_term(by=request.user, term_list=row, term=term, **form.cleaned_data),
        done=f"已保存到“{row}”，立即生效。",
        back=way_to(row)[1],
        way=[way_to(row)],
        end=end,
    )


@verb_required(KEEP_KNOWLEDGE)
@require_POST
def term_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for a word no longer."""
    term = get_object_or_404(ListTerm.objects.select_related("term_list"), pk=pk)
    end_term(by=request.user, term=term)
    messages.success(request, "这个词自今天起不再查。")
    return redirect(way_to(term.term_list)[1])


@verb_required(READ_KNOWLEDGE)
def try_list(request: HttpRequest, pk: int) -> HttpResponse:
    """See what a list would hit in a text, or in what is public. Nothing is stored."""
    row = words_or_refused(request, pk, act="试查这张词表")
    form = TryForm(request.POST if request.POST.get("act") == "text" else None)
    context: dict[str, Any] = {
        "title": "试查",
        "crumbs": crumbs("试查", way_to(row)),
        "row": row,
        "form": form,
    }
    context["lead"] = f"用“{row}”试查，看看命中多少、误报多少，再正式启用。"
    status = 200
    if request.method == "POST":
        lexicon = lexicon_of(row, timezone.localdate())
        context["words"] = len(lexicon)
        if request.POST.get("act") == "public":
            context["public"] = hits_in_public(lexicon, request.user)
        elif form.is_valid():
            text = form.cleaned_data["text"]
            hits = hits_in(lexicon, text)
            context |= {"hits": hits, "pieces": _pieces(text, hits)}
        else:
            status = 422
    return render(request, "clearance/knowledge_try.html", context, status=status)


def _pieces(text: str, hits: list[tuple[Any, int, int]]) -> list[tuple[str, Any]]:
    """The text in pieces, each with the number and term of the hit that it is, or none."""
    pieces: list[tuple[str, Any]] = []
    at = 0
    for number, (term, start, end) in enumerate(hits, start=1):
        if start < at:  # overlaps the one before, which is marked already
            continue
        pieces += [(text[at:start], None), (text[start:end], (number, term))]
        at = end
    return [*pieces, (text[at:], None)]
