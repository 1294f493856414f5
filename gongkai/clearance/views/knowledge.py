"""审查词库: the tables beside the term lists, and what all its screens share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from gongkai.clearance.forms_knowledge import DocumentForm, ExceptionForm, LeaderPostForm, PhoneForm
from gongkai.clearance.models import LeaderPost, PublishedPhone, ReferencedDocument
from gongkai.clearance.permissions import title_as_shown
from gongkai.clearance.queries.term_lists import exceptions_for
from gongkai.clearance.rules.knowledge import digits_of
from gongkai.clearance.screening.references import normal
from gongkai.clearance.usecases.knowledge import add_exception, end_exception
from gongkai.clearance.usecases.knowledge_tables import note_document, set_leader_post, set_phone
from gongkai.clearance.verbs import KEEP_KNOWLEDGE, READ_KNOWLEDGE
from gongkai.core.accounts.access import verb_required
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


def _table(
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


def _days(first: date | None, last: date | None) -> str:
    """From when to when, each day unbroken."""
    if first is None:
        return format_html("到 {}", _day(last)) if last else "一直有效"
    return format_html("{} 至 {}", _day(first), _day(last)) if last else format_html("{} 起", _day(first))


def _day(day: date | None) -> str:
    return format_html("<time>{}</time>", f"{day:%Y-%m-%d}") if day else ""


def _signed(person: object, at: datetime) -> str:
    return format_html("{}<br>{}", person, _day(timezone.localdate(at)))


def _initial(row: Any, form: type[StyledForm]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in form.base_fields} if row is not None else {}


@verb_required(READ_KNOWLEDGE)
def exceptions(request: HttpRequest) -> HttpResponse:
    """Words that are right somewhere."""
    today, query, keeps = timezone.localdate(), asked(request), may(request.user, KEEP_KNOWLEDGE)

    def row(one: Any) -> Row:
        where = "全站"
        if one.unit:
            where = f"单位：{one.unit}"
        elif one.column:
            where = f"栏目：{title_as_shown(one.column, one.column.title)}"
        is_over = one.valid_until is not None and one.valid_until < today
        cells = (
            one.text,
            one.term_list or "各张词表",
            where,
            one.reason,
            format_html("{}{}", _days(one.valid_from, one.valid_until), "（已过）" if is_over else ""),
            _signed(one.by, one.at),
        )
        is_open = keeps and not is_over
        return Row(cells, end=reverse("clearance:knowledge_exception_end", args=[one.pk]) if is_open else "")

    found = exceptions_for(request.user)
    return _table(
        request,
        "knowledge_exceptions",
        lead="词表里的词，在有的地方是对的：写明理由和范围，就不再提示。",
        headings=("词", "词表", "范围", "理由", "期限", "批准"),
        rows=found.filter(Q(text__contains=query) | Q(reason__contains=query)) if query else found,
        row=row,
        add=("clearance:knowledge_exception_add", "设例外"),
        empty=("还没有例外。", "审查时常有同一个词被误报的，在这里设例外，不必改词表。"),
        searched="词或理由",
    )


@verb_required(KEEP_KNOWLEDGE)
def exception_add(request: HttpRequest) -> HttpResponse:
    """Let a word stand."""
    form = ExceptionForm(request.POST or None, by=request.user)
    back = reverse("clearance:knowledge_exceptions")
    return form_screen(
        request,
        "设例外",
        form,
        lambda: add_exception(by=request.user, **form.cleaned_data),
        done="例外已设，立即生效。",
        back=back,
        way=[("例外", back)],
    )


@verb_required(KEEP_KNOWLEDGE)
@require_POST
def exception_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a word stand no longer."""
    exception = get_object_or_404(exceptions_for(request.user), pk=pk)
    end_exception(by=request.user, exception=exception)
    messages.success(request, "例外已取消，立即生效；今天才设的不再列出。")
    return redirect("clearance:knowledge_exceptions")


@verb_required(READ_KNOWLEDGE)
def leaders(request: HttpRequest) -> HttpResponse:
    """Who held which post when."""
    query = asked(request)
    found = LeaderPost.objects.all()
    if query:
        found = found.filter(Q(name__contains=query) | Q(title__contains=query) | Q(organ__contains=query))
    return _table(
        request,
        "knowledge_leaders",
        lead="姓名、职务按日期核对：写当年的事用当年的职务，不算错。",
        headings=("姓名", "职务", "机关", "任期", "来源"),
        rows=found,
        row=lambda one: Row(
            (one.name, one.title, one.organ, _days(one.since, one.until), one.source),
            edit=reverse("clearance:knowledge_leader_edit", args=[one.pk]),
        ),
        add=("clearance:knowledge_leader_add", "登记任职"),
        empty=("还没有领导任职。", "登记后，文中姓名、职务与任期不符的会提示。"),
        searched="姓名、职务或机关",
    )


@verb_required(KEEP_KNOWLEDGE)
def leader(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a post, or change an entry."""
    post = get_object_or_404(LeaderPost, pk=pk) if pk is not None else None
    form = LeaderPostForm(request.POST or None, initial=_initial(post, LeaderPostForm))
    back = reverse("clearance:knowledge_leaders")
    return form_screen(
        request,
        "修改任职" if post else "登记任职",
        form,
        lambda: set_leader_post(by=request.user, post=post, **form.cleaned_data),
        done="任职已保存，立即按它核对。",
        back=back,
        way=[("领导任职", back)],
    )


@verb_required(READ_KNOWLEDGE)
def documents(request: HttpRequest) -> HttpResponse:
    """Numbers that somebody noted as public or not. Titles of those that are not are for the keepers."""
    query, keeps = asked(request), may(request.user, KEEP_KNOWLEDGE)

    def row(one: Any) -> Row:
        title = one.title if one.is_public or keeps else ""
        says = "公开" if one.is_public else "不公开，引用即阻断"
        noted = _signed(one.noted_by, one.noted_at)
        edit = reverse("clearance:knowledge_document_edit", args=[one.pk])
        return Row((one.number, title or "—", says, one.source, noted), edit=edit)

    found = ReferencedDocument.objects.select_related("noted_by")
    return _table(
        request,
        "knowledge_documents",
        lead="别的单位的文件公开没有公开，在这里登记。本系统里公开的、定为不公开的，系统自己知道，不必登记。",
        headings=("文号", "标题", "公开吗", "怎么知道的", "登记"),
        rows=found.filter(number__contains=normal(query)) if query else found,
        row=row,
        add=("clearance:knowledge_document_add", "登记文号"),
        empty=("还没有登记文号。", "登记后，引用不公开文件的内容不能送审，引用公开文件的不再提示。"),
        searched="文号",
    )


@verb_required(KEEP_KNOWLEDGE)
def document(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Note a number, or change a note."""
    row = get_object_or_404(ReferencedDocument, pk=pk) if pk is not None else None
    initial = _initial(row, DocumentForm)
    if row is not None:
        initial["is_public"] = "yes" if row.is_public else "no"
    form = DocumentForm(request.POST or None, initial=initial)
    back = reverse("clearance:knowledge_documents")
    return form_screen(
        request,
        "修改文号登记" if row else "登记文号",
        form,
        lambda: note_document(by=request.user, document=row, **form.cleaned_data),
        done="文号已登记，立即按它核对。",
        back=back,
        way=[("文号", back)],
    )


@verb_required(READ_KNOWLEDGE)
def phones(request: HttpRequest) -> HttpResponse:
    """Telephones that the public is told."""
    query = asked(request)
    found = PublishedPhone.objects.select_related("unit")
    if query:
        digits = digits_of(query)
        by_digits = Q(digits__contains=digits) if digits else Q()
        found = found.filter(Q(label__contains=query) | by_digits if digits else Q(label__contains=query))
    return _table(
        request,
        "knowledge_phones",
        lead="单位公布的电话不是个人信息，文中出现不提示。网站基本信息里的电话系统自己知道，不必登记。",
        headings=("号码", "哪里的电话", "单位", "期限", "在哪里公布的"),
        rows=found,
        row=lambda one: Row(
            (one.digits, one.label, one.unit or "—", _days(one.valid_from, one.valid_until), one.source),
            edit=reverse("clearance:knowledge_phone_edit", args=[one.pk]),
        ),
        add=("clearance:knowledge_phone_add", "登记电话"),
        empty=("还没有公布电话。", "登记后，文中出现这些号码不再提示为个人信息。"),
        searched="号码或哪里的电话",
    )


@verb_required(KEEP_KNOWLEDGE)
def phone(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a telephone, or change an entry."""
    row = get_object_or_404(PublishedPhone, pk=pk) if pk is not None else None
    form = PhoneForm(request.POST or None, initial=_initial(row, PhoneForm))
    back = reverse("clearance:knowledge_phones")
    return form_screen(
        request,
        "修改公布电话" if row else "登记电话",
        form,
        lambda: set_phone(by=request.user, phone=row, **form.cleaned_data),
        done="公布电话已保存，立即按它核对。",
        back=back,
        way=[("公布电话", back)],
    )
