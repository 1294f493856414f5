"""Every component in every state, with invented content; for development only."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from gongkai.core.basis import Basis
from gongkai.core.reasons import Reason, Refused
from gongkai.website.archives import pager
from gongkai.website.head import View, crumb, page_head
from gongkai.website.icons import drawings
from gongkai.website.views import is_gallery_shown, render_public

LONG = (
    "示例省交通运输厅、示例省发展和改革委员会、示例省财政厅、示例省市场监督管理局关于转发《关于进一步规范道路客运、"
    "城市公共汽电车、轨道交通、出租汽车等领域老年人、残疾人、现役军人、消防救援人员和未成年人优待乘车服务的指导意见》"
    "并做好贯彻落实工作的通知"
)
STATES = (
    ("valid", "现行有效"),
    ("amended", "已修改"),
    ("pending", "2027-01-01 起施行"),
    ("repealed", "已废止"),
    ("expired", "已失效"),
    ("open", "征求意见中"),
    ("closing", "即将截止"),
    ("closed", "已截止"),
    ("done", "已答复"),
)
TILE: View = {"url": "#", "value": 5, "unit": "类人", "say": "全省统一优待乘车"}
ROWS: list[View] = [
    {
        "title": LONG,
        "url": "#",
        "on": date(2026, 11, 12),
        "number": "示交规、示发改规、示财规、示市监规〔2026〕12号",
        "state": "valid",
        "state_text": "现行有效",
        "say": "老人、残疾人、军人、消防员和孩子坐车怎么优惠，全省统一了。",
        "links": [
            {"icon": "doc", "title": "看原文", "url": "#"},
            {"icon": "plain", "title": "看解读", "url": "#"},
        ],
        "tile": TILE,
    },
    {"title": "关于做好冬季公路养护的通知", "url": "#", "on": None, "number": ""},
]
CALLS: list[View] = [
    {
        "title": "示例省道路货物运输车辆动态监控管理办法（修订征求意见稿）",
        "url": "#",
        "say": "货车车主和平台企业：卫星定位掉线多久算违规、怎么申诉，要改了。",
        "state": "closing",
        "state_text": "即将截止",
        "near": True,
        "left": 2,
        "period": "2026-10-26 至 2026-11-24",
        "heard": "已收到意见 218 条",
        "do_url": "#",
        "do_say": "约 3 分钟，可匿名",
    },
    {"title": LONG, "url": "#", "state": "open", "state_text": "征求意见中", "left": 108, "do_url": "#"},
]
TABLE_COLUMNS = ["标题", "文号", "公布日期", "有效期至", "状态"]
TABLE: list[View] = [
    {
        "title": LONG,
        "url": "#",
        "why": "与省发展改革委联合印发",
        "cells": [
            {"text": "示交规、示发改规〔2022〕14号", "is_number": True},
            {"text": "2022-12-28", "label": "公布"},
            {"text": "", "label": "有效至"},
            {"text": "现行有效", "state": "valid"},
        ],
    },
    {
        "title": "示例省道路客运联网售票管理办法（试行）",
        "url": "#",
        "is_off": True,
        "why": "有效期满未延续",
        "cells": [
            {"text": "示交规〔2022〕3号", "is_number": True},
            {"text": "2022-04-18", "label": "公布"},
            {"text": "2024-04-30", "label": "有效至"},
            {"text": "已失效", "state": "expired"},
        ],
    },
]
STATIONS = [
    {"label": "公布", "on": date(2024, 11, 20), "css": "is-pre", "at": 0},
    {"label": "施行", "on": date(2025, 1, 1), "css": "", "at": 10},
    {"label": "修改", "on": date(2026, 10, 1), "css": "", "at": 40, "url": "#"},
    {"label": "今天", "on": date(2026, 11, 22), "css": "is-today", "at": 50},
    {"label": "有效期满", "on": date(2029, 12, 31), "css": "is-end", "at": 100},
]
FORCES: list[View] = [
    {
        "state": "valid",
        "word": "现行有效",
        "amended": "修改过 1 次",
        "facts": ["施行 2025-01-01", "有效期至 2029-12-31"],
        "stations": STATIONS,
        "line": {"start": 10, "now": 50, "end": 100},
    },
    {
        "state": "pending",
        "word": "尚未施行",
        "facts": ["2027-01-01 起施行"],
        "note": "在此之前按老办法执行。",
    },
    {
        "state": "repealed",
        "word": "已废止，不再执行",
        "note": "2025-01-01 起由示交规〔2024〕6号代替。",
        "note_url": "#",
        "note_text": "看新办法",
    },
    {"state": "expired", "word": "已失效", "note": "2024-04-30 有效期满，没有延续，也没有代替文件。"},
]
STEPS: list[View] = [
    {"title": "公开征求意见 32 天", "url": "#", "when": "2026-07-15 至 2026-08-15", "css": "is-past"},
    {"title": "合法性审核", "on": date(2026, 9, 18), "css": "is-now", "say": "已收齐材料。"},
    {"title": "退回的步骤", "css": "is-bad", "say": "没有图解。"},
    {"title": "公布", "css": "is-next"},
]
TOC: list[View] = [
    {"number": "第一章", "title": "总则", "anchor": "ch1", "is_chapter": True},
    {"number": "第一条", "title": "目的依据", "anchor": "c1"},
    {"number": "第二条", "title": "适用范围", "anchor": "c2"},
]
LAW: View = {
    "has_notes": True,
    "sign_off": ["示例省交通运输厅", "2024年11月18日"],
    "blocks": [
        {"kind": "chapter", "anchor": "ch1", "number": "第一章", "title": "总则"},
        {
            "kind": "article",
            "anchor": "c1",
            "number": "第一条",
            "paragraphs": [
                "为了规范网络预约出租汽车经营服务行为，保障乘客、驾驶员和平台公司的合法权益，制定本规定。"
            ],
        },
        {
            "kind": "article",
            "anchor": "c2",
            "number": "第二条",
            "paragraphs": ["在本省行政区域内从事网约车经营服务，适用本规定。", "顺风车不适用本规定。"],
            "note": {"title": "2026-10-01 起修改", "text": "原为“提前三日”。", "is_change": True, "url": "#"},
        },
    ],
}
FILES: list[View] = [
    {"title": "公文版式 PDF", "url": "#", "size": 190464, "kind": "PDF"},
    {"title": "附件 3", "locked_why": "含个人信息，条例第十五条"},
]
LINKS: list[View] = [
    {"title": "文字解读", "url": "#", "icon": "plain", "say": "约 4 分钟"},
    {"title": "示例省网约车驾驶员考试大纲", "url": "#", "state": "valid", "state_text": "现行有效"},
]
BODY: list[View] = [
    {"kind": "heading", "text": "一、总体情况"},
    {
        "kind": "text",
        "html": "<p>今年完成<b>12 件</b>，详见<a href='#'>目录</a>。</p><ul><li>公路</li><li>水路</li></ul>",
    },
    {
        "kind": "table",
        "caption": "各类数量",
        "head": ["类别", "本年制发件数", "现行有效件数"],
        "rows": [["规章", "0", "3"], ["行政规范性文件", "12", "186"]],
        "has_row_heads": True,
    },
]


BRIEF = {
    "points": ["证件全省通用。", "抽成改动要提前 7 天告知。"],
    "tile": TILE,
    "links": LINKS[:1],
}
SIGN = {
    "title": "查文件、办事情，先在这里搜一搜",
    "placeholder": "例如：货车超限",
    "hot": [{"title": "货车年审", "url": "#"}],
    "exits": [{"title": "查文件", "url": "#", "note": "186 件现行有效"}],
}


def _refusal() -> Refused:
    basis = Basis("sample", "政府信息公开条例", "第十七条", "公开政府信息前，应当依照规定进行审查。")
    return Refused(
        [
            Reason(
                "a",
                "没有图解：《农村客运补贴细则》不能单独公布。",
                basis,
                "补一个图解，与文件一起送审。",
                url="#",
            ),
            Reason("b", "附件 2 没有经过保密审查。", basis, "请办公室复审附件。"),
            Reason("c", "您编辑过这一稿，不能审定它。", basis),
        ],
        act="公布",
    )


def components(request: HttpRequest) -> HttpResponse:
    """The gallery; an address that does not exist outside development."""
    if not is_gallery_shown():
        raise Http404
    head = page_head(
        "组件样本",
        "/dev/components/",
        crumbs=[crumb("首页", "/"), crumb("组件样本")],
        description="全部组件与状态",
        is_noindex=True,
    )
    context = {
        "states": STATES,
        "icons": sorted(drawings()["i"]),
        "lamps": [("green", "正常"), ("amber", "要注意"), ("red", "有问题"), ("grey", "未开始")],
        "rows": ROWS,
        "calls": CALLS,
        "table_columns": TABLE_COLUMNS,
        "table": TABLE,
        "forces": FORCES,
        "steps": STEPS,
        "toc": TOC,
        "law": LAW,
        "files": FILES,
        "links": LINKS,
        "body": BODY,
        "refusal": _refusal(),
        "pager": pager("/dev/components/", 24, 24),
        "tile": TILE,
        "brief": BRIEF,
        "sign": SIGN,
        "points": ["没有图解（任务 2：图解全覆盖）", "解读稿未批准（任务 2：三同步）"],
    }
    return render_public(request, "website/gallery.html", head, context)
