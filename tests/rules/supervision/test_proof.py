"""What counts as evidence, what speaks against closing, and whom an urging is for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.duties.supervision.rules.cautions import (
    CautionFacts,
    cautions_about_closing,
    reasons_against_accepting,
)
from gongkai.duties.supervision.rules.proof import (
    ProofFacts,
    RemovalFacts,
    is_placeholder,
    reasons_against_proof,
    reasons_against_removing,
)
from gongkai.duties.supervision.rules.urging import UrgingFacts, reasons_against_urging

PAGE = "https://www.example.gov.cn/a.html"


@pytest.mark.parametrize(
    "text",
    [
        "无",
        " 无。",
        "没有",
        "见抽屉",
        "（见抽屉）",
        "略",
        "待补",
        "待补……",
        "N/A",
        "无无无",
        "——",
        "ＮＵＬＬ",
    ],
)
def test_words_that_only_fill_a_field(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["页", "无障碍设施目录", "见抽屉原理说明", "没有违规情况的核查报告", "略阳县公告"]
)
def test_words_that_name_something(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.rule("supervision.evidence_found")
@pytest.mark.parametrize(
    ("title", "reference", "fields"),
    [
        ("无", "见抽屉", ["title", "reference"]),
        ("公开页", "见抽屉", ["reference"]),
        ("公开页", "12", ["reference"]),
        ("公开页", "专栏已建好", ["reference"]),
        ("公开页", "示交办〔2026〕1号", []),
        ("公开页", "会议纪要第三期", []),
        ("公开页", "", []),
    ],
)
def test_evidence_can_be_found(title: str, reference: str, fields: list[str]) -> None:
    reasons = reasons_against_proof(ProofFacts(title, PAGE, reference, [], []))
    assert [(one.code, one.field) for one in reasons] == [
        ("supervision.evidence_found", field) for field in fields
    ]
    assert all(one.remedy for one in reasons)


@pytest.mark.rule("supervision.evidence_once")
@pytest.mark.parametrize(
    ("address", "reference", "fields"),
    [
        (PAGE, "", ["url"]),
        ("https://example.gov.cn/b.html", "", []),
        ("https://example.gov.cn/b.html", "示交办[2026] 1 号", ["reference"]),
        ("", "示交办（２０２６）1号", ["reference"]),
        ("", "示交办〔2026〕11号", []),
    ],
)
def test_evidence_stands_once(address: str, reference: str, fields: list[str]) -> None:
    facts = ProofFacts("另一页", address, reference, [PAGE], ["示交办〔2026〕1号"])
    reasons = reasons_against_proof(facts)
    assert [one.field for one in reasons] == fields
    assert {one.code for one in reasons} <= {"supervision.evidence_once"}


FREE = RemovalFacts(
    is_adder=True,
    is_office=False,
    is_removed=False,
    is_closure_asked=False,
    is_struck_off=False,
    because="贴错了",
)


@pytest.mark.rule("supervision.evidence_kept")
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FREE, ""),
        (replace(FREE, is_adder=False, is_office=True), ""),
        (replace(FREE, is_adder=False), "不是您添加的"),
        (replace(FREE, is_removed=True), "已经移除"),
        (replace(FREE, is_closure_asked=True), "等核查"),
        (replace(FREE, is_struck_off=True), "已经销号"),
        (replace(FREE, because="　"), "原因"),
    ],
)
def test_who_takes_evidence_back_and_when(facts: RemovalFacts, words: str) -> None:
    reasons = reasons_against_removing(facts)
    assert len(reasons) == bool(words)
    assert all(words in one.message and one.remedy for one in reasons)


ASKED = date(2026, 11, 27)
BARE = CautionFacts(ASKED, due_on=None, evidence="", missing=(), period="", silent=0, units=0)
CAUTIONS = [
    (BARE, []),
    (replace(BARE, due_on=ASKED), []),
    (replace(BARE, due_on=date(2026, 11, 26)), ["逾期：时限 2026-11-26，晚 1 天申请销号。"]),
    (replace(BARE, evidence="met", period="2026年", units=3), []),
    (replace(BARE, evidence="failing"), ["系统证据有问题，没有达成。"]),
    (
        replace(BARE, evidence="at_risk", missing=("缺登记簿。", "缺目录")),
        ["系统证据要注意，没有达成：缺登记簿；缺目录。"],
    ),
    (
        replace(BARE, evidence="failing", missing=tuple("甲乙丙丁")),
        ["系统证据有问题，没有达成：甲；乙；丙等 4 项。"],
    ),
    (
        replace(BARE, period="2026年第四季度", silent=14, units=15),
        ["2026年第四季度有 14 个单位没有填报（共 15 个）。"],
    ),
]


@pytest.mark.parametrize(("facts", "said"), CAUTIONS)
def test_what_speaks_against_closing(facts: CautionFacts, said: list[str]) -> None:
    assert cautions_about_closing(facts) == said


@pytest.mark.rule("supervision.weigh_cautions")
def test_accepting_with_a_caution_gives_an_opinion() -> None:
    (reason,) = reasons_against_accepting(["逾期。"], "　")
    assert (reason.code, reason.field) == ("supervision.weigh_cautions", "opinion")
    assert reasons_against_accepting(["逾期。"], "确已办结") == []
    assert reasons_against_accepting([], "") == []


READY = UrgingFacts(
    is_gatherer=True, is_office=False, is_closed=False, is_period_open=True, silent=2, waiting=2, unreached=()
)


@pytest.mark.rule("supervision.may_urge")
@pytest.mark.rule("supervision.to_be_urged")
@pytest.mark.rule("supervision.somebody_there")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (READY, ""),
        (replace(READY, is_gatherer=False, is_office=True), ""),
        (replace(READY, unreached=["甲处"]), ""),
        (replace(READY, is_gatherer=False), "supervision.may_urge"),
        (replace(READY, is_closed=True), "supervision.still_open"),
        (replace(READY, is_period_open=False), "supervision.period_come"),
        (replace(READY, silent=0, waiting=0), "supervision.to_be_urged"),
        (replace(READY, waiting=0), "supervision.to_be_urged"),
        (replace(READY, unreached=["甲处", "乙处"]), "supervision.somebody_there"),
    ],
)
def test_whom_an_urging_is_for(facts: UrgingFacts, code: str) -> None:
    assert [one.code for one in reasons_against_urging(facts)] == ([code] if code else [])
