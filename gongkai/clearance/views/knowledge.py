"""审查词库: the tables beside the term lists."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
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
from gongkai.clearance.views.knowledge_parts import (
    Row,
    asked,
    days_from_to,
    form_screen,
    initial_of,
    signed,
    table_screen,
)
from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may


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
            format_html("{}{}", days_from_to(one.valid_from, one.valid_until), "（已过）" if is_over else ""),
            signed(one.by, one.at),
        )
        is_open = keeps and not is_over
        return Row(cells, end=reverse("clearance:knowledge_exception_end", args=[one.pk]) if is_open else "")

    found = exceptions_for(request.user)
    return table_screen(
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
    return table_screen(
        request,
        "knowledge_leaders",
        lead="姓名、职务按日期核对：写当年的事用当年的职务，不算错。",
        headings=("姓名", "职务", "机关", "任期", "来源"),
        rows=found,
        row=lambda one: Row(
            (one.name, one.title, one.organ, days_from_to(one.since, one.until), one.source),
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
    form = LeaderPostForm(request.POST or None, initial=initial_of(post, LeaderPostForm))
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
        noted = signed(one.noted_by, one.noted_at)
        edit = reverse("clearance:knowledge_document_edit", args=[one.pk])
        return Row((one.number, title or "—", says, one.source, noted), edit=edit)

    found = ReferencedDocument.objects.select_related("noted_by")
    return table_screen(
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
    initial = initial_of(row, DocumentForm)
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
    return table_screen(
        request,
        "knowledge_phones",
        lead="单位公布的电话不是个人信息，文中出现不提示。网站基本信息里的电话系统自己知道，不必登记。",
        headings=("号码", "哪里的电话", "单位", "期限", "在哪里公布的"),
        rows=found,
        row=lambda one: Row(
            (
                one.digits,
                one.label,
                one.unit or "—",
                days_from_to(one.valid_from, one.valid_until),
                one.source,
            ),
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
    form = PhoneForm(request.POST or None, initial=initial_of(row, PhoneForm))
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
