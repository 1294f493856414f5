"""The 26 ways in which real notices write who does what until when (dossier 16.1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from gongkai.duties.supervision.rules.notice import parse_notice
from gongkai.duties.supervision.rules.values import Item
from tests.rules.supervision.notices import notice, one


@dataclass(frozen=True)
class Case:
    number: int
    text: str
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    deadline: tuple[str, date | None, str] = ("none", None, "")
    open_ended: bool = False
    leaders: tuple[str, ...] = ()
    flags: set[str] = field(default_factory=set)


def table(header: str, *rows: str) -> str:
    """A notice whose tasks stand in a table."""
    return notice().replace("一、公开\n", "").replace("任务分工\n\n\n", "任务分工\n\n") + "\n".join(
        (header.replace("|", "\t"), *(row.replace("|", "\t") for row in rows))
    )


Q = ("continuous", None, "")
CASES = [
    Case(
        1,
        one(
            "（牵头单位：厅行审处、办公室，责任单位：省A中心、省B中心，厅机关各处室；完成时限：2026年10月底前）"
        ),
        ("厅行审处", "办公室"),
        ("省A中心", "省B中心", "厅机关各处室"),
        deadline=("fixed", date(2026, 10, 31), ""),
    ),
    Case(
        2,
        one("（牵头单位：厅办公室，责任单位：省A中心；完成时限：长期坚持）"),
        ("厅办公室",),
        ("省A中心",),
        deadline=Q,
    ),
    Case(
        3,
        one("（牵头单位：省A中心、省B中心，厅机关各处室；完成时限：长期坚持）"),
        ("省A中心", "省B中心", "厅机关各处室"),
        deadline=Q,
        flags={"no_responsible_unit", "lead_list_unusual"},
    ),
    Case(
        4,
        one("（厅办公室、科技处、省B中心等按职责分工负责；完成时限：长期坚持）"),
        (),
        ("厅办公室", "科技处", "省B中心"),
        deadline=Q,
        open_ended=True,
        flags={"no_lead", "open_ended"},
    ),
    Case(
        5,
        one("（牵头单位：财审处，责任单位：省A中心；完成时限：2026年8月底前）"),
        ("财审处",),
        ("省A中心",),
        deadline=("fixed", date(2026, 8, 31), ""),
    ),
    Case(
        6,
        one("(责任部门:厅办公室、厅财务处、厅规划处)"),
        (),
        ("厅办公室", "厅财务处", "厅规划处"),
        flags={"no_lead", "no_deadline"},
    ),
    Case(
        7,
        one("(责任部门:厅办公室、厅相关处室)"),
        (),
        ("厅办公室", "厅相关处室"),
        flags={"no_lead", "no_deadline", "vague_unit"},
    ),
    Case(
        8,
        one("(综合规划司牵头，各有关司局按职责分工负责)"),
        ("综合规划司",),
        ("各有关司局",),
        flags={"no_deadline", "vague_unit"},
    ),
    Case(
        9,
        one("(政策研究室牵头，综合规划司、公路局、水运局等按职责分工负责)"),
        ("政策研究室",),
        ("综合规划司", "公路局", "水运局"),
        open_ended=True,
        flags={"no_deadline", "open_ended"},
    ),
    Case(
        10,
        one("(牵头单位:州行政审批服务局;责任单位:州司法局、州委编办及州直相关单位,各县市人民政府,6月底完成)"),
        ("州行政审批服务局",),
        ("州司法局", "州委编办", "州直相关单位", "各县市人民政府"),
        deadline=("fixed", date(2026, 6, 30), ""),
        flags={"deadline_unlabelled", "deadline_year_assumed", "vague_unit"},
    ),
    Case(
        11,
        one("(市政府办公室、公开领导小组办公室牵头,市级各有关部门及各县市区政府按职责分工负责)"),
        ("市政府办公室", "公开领导小组办公室"),
        ("市级各有关部门", "各县市区政府"),
        flags={"no_deadline", "vague_unit"},
    ),
    Case(
        12,
        one(
            "\n牵头领导：省政府分管领导同志\n牵头单位：省发展改革委\n"
            "责任单位：省教育厅、省科技厅等，各市人民政府，省示范区管委会"
        ),
        ("省发展改革委",),
        ("省教育厅", "省科技厅", "各市人民政府", "省示范区管委会"),
        open_ended=True,
        leaders=("省政府分管领导同志",),
        flags={"no_deadline", "open_ended", "leader_named"},
    ),
    Case(
        13,
        one("\n牵头领导：王 健\n牵头单位：省发展改革委\n责任单位：省教育厅"),
        ("省发展改革委",),
        ("省教育厅",),
        leaders=("王健",),
        flags={"no_deadline", "leader_named"},
    ),
    Case(
        14,
        one("\n牵头单位:区发改局\n责任单位:立山经济开发区,各街道、区直各部门"),
        ("区发改局",),
        ("立山经济开发区", "各街道", "区直各部门"),
        flags={"no_deadline"},
    ),
    Case(
        15,
        table("工作任务|具体要求|责任部门(单位)|完成时间|备注", "目录更新|核对目录。|局办公室|2026年6月|"),
        (),
        ("局办公室",),
        deadline=("fixed", date(2026, 6, 30), ""),
        flags={"no_lead", "deadline_coarse"},
    ),
    Case(
        15,
        table(
            "工作任务|具体要求|责任部门(单位)|完成时间|备注",
            "目录更新|核对目录。|局办公室|按市里统一安排完成|",
        ),
        (),
        ("局办公室",),
        deadline=("delegated", None, ""),
        flags={"no_lead"},
    ),
    Case(
        16,
        table(
            "工作任务|具体要求|责任部门(单位)|完成时间|备注",
            "目录更新|核对目录。|局法规科牵头，局人事科、局办公室分工负责|2026年11月底前|",
        ),
        ("局法规科",),
        ("局人事科", "局办公室"),
        deadline=("fixed", date(2026, 11, 30), ""),
    ),
    Case(
        17,
        table("工作任务|具体要求|责任科室|时限要求", "目录更新|核对目录。|各科室|年底前"),
        (),
        ("各科室",),
        deadline=("fixed", date(2026, 12, 31), ""),
        flags={"no_lead", "deadline_year_assumed"},
    ),
    Case(
        17,
        table("工作任务|具体要求|责任科室|时限要求", "目录更新|核对目录。|各科室|持续推进"),
        (),
        ("各科室",),
        deadline=Q,
        flags={"no_lead"},
    ),
    Case(
        18,
        table("工作任务|工作要求|牵头单位|责任单位", "目录更新|核对目录。|区府办|区教育局、区住建局"),
        ("区府办",),
        ("区教育局", "区住建局"),
        flags={"no_deadline"},
    ),
    Case(
        19,
        one("（办公室牵头,各科室配合）"),
        ("办公室",),
        (),
        ("各科室",),
        flags={"no_deadline"},
    ),
    Case(
        20,
        table(
            "具体要求|责任单位|时限要求",
            "核对目录。|市政府各有关部门,各县市区人民政府、功能区管委会负责落实|持续推进",
        ),
        (),
        ("市政府各有关部门", "各县市区人民政府", "功能区管委会"),
        deadline=Q,
        flags={"no_lead", "vague_unit"},
    ),
    Case(
        20,
        table("具体要求|责任单位|时限要求", "核对目录。|市发展改革委牵头,市住建局等…|持续推进"),
        ("市发展改革委",),
        ("市住建局",),
        deadline=Q,
        open_ended=True,
        flags={"open_ended"},
    ),
    Case(
        21,
        one("\n牵头单位：市政府办公室\n责任单位：市教育局、市民政局\n公开路径：市政府门户网站"),
        ("市政府办公室",),
        ("市教育局", "市民政局"),
        flags={"no_deadline"},
    ),
    Case(
        22,
        one("\n责任领导:* 涉项部门:财务科、公路科 完成时限:2026年"),
        (),
        ("财务科", "公路科"),
        deadline=("fixed", date(2026, 12, 31), ""),
        flags={"no_lead", "deadline_coarse"},
    ),
    Case(
        23,
        one("（牵头单位：厅办公室，责任单位：厅科技处；完成时限：6月底前取得积极进展或阶段性成果）"),
        ("厅办公室",),
        ("厅科技处",),
        deadline=("fixed", date(2026, 6, 30), ""),
        flags={"deadline_year_assumed", "deadline_milestone"},
    ),
    Case(
        23,
        one("（牵头单位：厅办公室，责任单位：厅科技处；完成时限：按照时限要求推进）"),
        ("厅办公室",),
        ("厅科技处",),
        deadline=("delegated", None, ""),
    ),
    Case(
        24,
        one("（牵头单位：区发改局；责任(配合)单位：区教育局、区住建局；完成时限：每季度）"),
        ("区发改局",),
        ("区教育局", "区住建局"),
        deadline=("recurring", None, "quarterly"),
    ),
    Case(
        25,
        one("（牵头单位：厅办公室，责任单位：厅科技处；完成时限：长期坚持）\n各牵头单位每月28日前报送进展。"),
        ("厅办公室",),
        ("厅科技处",),
        deadline=Q,
    ),
    Case(
        26,
        one("（主办司局：公路局；协办司局：水运局；责任到处室、岗位、责任人：张三）"),
        ("公路局",),
        (),
        ("水运局",),
        leaders=("张三",),
        flags={"no_deadline", "leader_named"},
    ),
]


def only(text: str) -> Item:
    found = parse_notice(text).items
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"variant{case.number}")
def test_reads_each_real_variant(case: Case) -> None:
    item = only(case.text)
    assert item.who.names("lead") == list(case.lead)
    assert item.who.names("responsible") == list(case.responsible)
    assert item.who.names("cooperating") == list(case.cooperating)
    deadline = item.who.deadline
    assert (deadline.type.value, deadline.date, deadline.recurrence) == case.deadline
    assert item.who.open_ended is case.open_ended
    assert item.who.leaders == case.leaders
    assert {flag.code.value for flag in item.all_flags} == case.flags
    assert "核对目录" in item.text


def test_every_variant_is_covered() -> None:
    assert {case.number for case in CASES} == set(range(1, 27))


def test_reporting_duty_is_no_deadline_but_is_told() -> None:
    read = parse_notice(CASES[-2].text)
    assert any("每月28日前报送进展" in warning for warning in read.warnings)
