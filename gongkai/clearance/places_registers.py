"""What words of content the term lists, the registers and the rounds of re-evaluation can hold."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from gongkai.core.finding import Find
from gongkai.core.traces import Fate, enter_place, trace_rows

WORDS = "审查词库（词条、例外、登记的文号和电话）"
CLOSED = "未公开信息登记和年度评估"
GROUNDS = "参数和期限的依据"


def _list(row: Any) -> Find:
    return Find(f"词表：{row.name}", reverse("clearance:knowledge_list", args=[row.pk]), "名称、来源")


def _term(row: Any) -> Find:
    where = "只限保密审查打开" if row.term_list.is_closed else str(row.term_list)
    return Find(str(row), reverse("clearance:knowledge_list", args=[row.term_list_id]), where)


def _exception(row: Any) -> Find:
    return Find(
        f"词语例外 {row.pk}", reverse("clearance:knowledge_exceptions"), f"{row.at:%Y-%m-%d} {row.by}"
    )


def _leader(row: Any) -> Find:
    return Find(str(row), reverse("clearance:knowledge_leader_edit", args=[row.pk]), row.organ[:40])


def _document(row: Any) -> Find:
    return Find(
        str(row), reverse("clearance:knowledge_document_edit", args=[row.pk]), "登记的文号、标题、来源"
    )


def _phone(row: Any) -> Find:
    return Find(str(row), reverse("clearance:knowledge_phone_edit", args=[row.pk]), "登记的电话")


def _closed(row: Any) -> Find:
    state = "已注销" if row.struck_at else "在册"
    return Find(str(row), reverse("clearance:reevaluation_amend", args=[row.pk]), f"未公开信息登记，{state}")


def _item(row: Any) -> Find:
    return Find(row.label, reverse("clearance:reevaluation_item", args=[row.pk]), str(row.round))


def _parameter(row: Any) -> Find:
    return Find(str(row), reverse("clearance:parameters"), "审校参数的依据")


def _aggregation(row: Any) -> Find:
    return Find(str(row), reverse("clearance:aggregation_parameters"), "汇聚评估参数的依据")


trace_rows(60, WORDS, "clearance.TermList", "name source", _list)
trace_rows(60, WORDS, "clearance.ListTerm", "text suggestion note unless", _term)
trace_rows(60, WORDS, "clearance.TermException", "text reason", _exception)
trace_rows(60, WORDS, "clearance.LeaderPost", "name title organ source", _leader)
trace_rows(60, WORDS, "clearance.ReferencedDocument", "number title source", _document)
trace_rows(60, WORDS, "clearance.PublishedPhone", "label source", _phone)
trace_rows(62, CLOSED, "clearance.ClosedItem", "title number code struck_reason", _closed)
trace_rows(
    62,
    CLOSED,
    "clearance.ReevaluationItem",
    "title number code hints reason legality_note secrecy_note returned_note confirm_note",
    _item,
)
trace_rows(90, GROUNDS, "clearance.ReviewParameter", "source", _parameter)
trace_rows(90, GROUNDS, "clearance.AggregationParameter", "grounds", _aggregation)
enter_place(Fate.DROPPED, "clearance.TermDraft", "source content", "待确认的词表可以重新导入")
enter_place(Fate.DROPPED, "clearance.RegisterDraft", "lines", "待导入的登记可以重新导入")
for _model, _fields in {
    "clearance.PublishedPhone": "digits",
    "clearance.ReviewParameter": "code",
    "clearance.AggregationParameter": "code",
    "clearance.ReevaluationParameter": "key",
    "clearance.ReevaluationRound": "list_digest",
}.items():
    enter_place(Fate.NEVER, _model, _fields, "代码、号码和摘要值")
