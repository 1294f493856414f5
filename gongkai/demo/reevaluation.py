"""What is not public in the demonstration: a register, last year's re-evaluation with its result, this year's under way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole, WithheldGround
from gongkai.clearance.enums_reevaluation import Conclusion, GroundCheck, ReviewSide, ThirdParty
from gongkai.clearance.models import Opening, ReevaluationItem, ReevaluationRound
from gongkai.clearance.queries.reevaluation_steps import Asked
from gongkai.clearance.usecases.reevaluation import close_reevaluation_round, open_reevaluation_round
from gongkai.clearance.usecases.reevaluation_deciding import (
    confirm_conclusion,
    link_opened_page,
    propose_conclusion,
    review_conclusion,
)
from gongkai.clearance.usecases.reevaluation_register import enter_closed_item
from gongkai.demo.story import Cast, add, clear_and_release
from gongkai.website.models import ArticlePage, ColumnPage, HomePage

KEPT = Asked(Conclusion.MAINTAIN, "内部管理事项，不涉及公众权利义务。", GroundCheck.HOLDS)
DECIDED = Asked(Conclusion.TO_PROACTIVE, "方案已经印发施行，讨论已经结束。", GroundCheck.GONE)
WANTED = Asked(Conclusion.TO_PROACTIVE, "多家企业申请过同样的信息，公开后不用再申请。")
PARTLY = Asked(
    Conclusion.PARTIAL,
    "企业名称和核查结论可以公开，经营数据仍属商业秘密，隐去。",
    GroundCheck.HOLDS,
    third_party=ThirdParty.CONSENT,
)
_ROWS: tuple[tuple[str, str, str, str, date, dict[str, Any]], ...] = (
    (
        "qicao",
        "ysc",
        "农村客运补贴资金分配方案讨论记录",
        WithheldGround.PROCESS,
        date(2024, 5, 8),
        {"process_ended_on": date(2025, 6, 30), "number": "示交运纪〔2024〕6号"},
    ),
    ("bangongshi", "bgs", "厅机关公务用车管理规定", WithheldGround.INTERNAL, date(2023, 9, 12), {}),
)
_LATER: tuple[tuple[str, str, str, str, date, dict[str, Any]], ...] = (
    ("qicao", "ysc", "全省客运站等级核定结果汇总表", "", date(2025, 3, 20), {"given_times": 6}),
    ("qicao", "ysc", "网约车平台经营情况核查表", WithheldGround.THIRD_PARTY, date(2025, 8, 1), {}),
    (
        "qicao",
        "ysc",
        "农村客运冬季运行保障方案（送审稿）",
        WithheldGround.PROCESS,
        date(2025, 10, 9),
        {"process_ended_on": date(2025, 12, 1)},
    ),
    ("qicao2", "zfc", "超限运输行政处罚案卷（2019年度）", WithheldGround.CASE_FILE, date(2019, 12, 20), {}),
    (
        "qicao2",
        "zfc",
        "",
        WithheldGround.STATE_SECRET,
        date(2019, 1, 1),
        {"code": "A-2019-03", "secrecy_until": date(2024, 12, 31)},
    ),
)
_OPENED = (
    "<p>示例省交通运输厅2024年研究农村客运补贴资金分配方案时，先后四次征求各市意见，采纳二十三条。"
    "分配以营运里程、客运班次和乡村通达数为依据，按季结算，结果在各市交通运输局公示。</p>"
)


def tell_reevaluation(cast: Cast, home: HomePage) -> None:
    """Last year's round, made up for, closed with one thing opened; this year's at every step. Once."""
    if ReevaluationRound.objects.exists():
        return
    for row in _ROWS:
        _enter(cast, row)
    today = timezone.localdate()
    office = cast.user("bangongshi2")
    due = today + timedelta(30)
    last = open_reevaluation_round(by=office, year=today.year - 1, due_on=due)
    for item in last.items.select_related("unit"):
        _conclude(cast, item, DECIDED if item.ground == WithheldGround.PROCESS else KEPT)
    close_reevaluation_round(by=office, turn=last)
    _release_opened(cast, home)
    for row in _LATER:
        _enter(cast, row)
    now = open_reevaluation_round(by=office, year=today.year, due_on=due)
    _take_some_steps(cast, now)


def _enter(cast: Cast, row: tuple[str, str, str, str, date, dict[str, Any]]) -> None:
    by, unit, title, ground, formed_on, more = row
    values = {
        "title": title,
        "number": "",
        "code": "",
        "formed_on": formed_on if title else None,
        "disclosure": Disclosure.WITHHELD if ground else Disclosure.ON_REQUEST,
        "ground": ground,
        "process_ended_on": None,
        "secrecy_until": None,
        "given_times": 0,
        **more,
    }
    enter_closed_item(by=cast.user(by), unit=cast.units[unit], responsible=cast.user(by), values=values)


def _conclude(cast: Cast, item: ReevaluationItem, asked: Asked) -> None:
    by = "bangongshi" if item.unit and item.unit.code == "bgs" else "qicao"
    item = propose_conclusion(by=cast.user(by), item=item, asked=asked)
    if asked.conclusion != Conclusion.MAINTAIN:
        _review(cast, item, ReviewSide.LEGALITY, "fazhi")
        item = _review(cast, item, ReviewSide.SECRECY, "baomi")
    confirm_conclusion(by=cast.user("bangongshi2"), item=item)


def _review(cast: Cast, item: ReevaluationItem, side: ReviewSide, who: str) -> ReevaluationItem:
    return review_conclusion(by=cast.user(who), item=item, side=side, agrees=True, note="同意公开。")


def _release_opened(cast: Cast, home: HomePage) -> None:
    """What was decided to be opened goes through the gate like anything else."""
    article = ArticlePage(
        title="农村客运补贴资金分配方案的研究过程和依据",
        slug="rural-subsidy-basis",
        body=[("text", _OPENED)],
        source="本厅运输处",
        unit=cast.units["ysc"],
        disclosure=Disclosure.PROACTIVE,
    )
    parent = ColumnPage.objects.descendant_of(home).get(slug="notices")
    article = add(parent, article, cast.user("qicao"))
    opening = Opening.objects.get()
    link_opened_page(by=cast.user("qicao"), opening=opening, page=article)
    members = [(article, ItemRole.PAGE)]
    clear_and_release(cast, members, ContentKind.ARTICLE, by="qicao", head="chuzhang", unit="ysc")


def _take_some_steps(cast: Cast, turn: ReevaluationRound) -> None:
    """One item at each step, so that everybody finds something to do."""
    items = {item.title: item for item in turn.items.select_related("unit")}
    _conclude(cast, items["全省客运站等级核定结果汇总表"], WANTED)
    partly = propose_conclusion(by=cast.user("qicao"), item=items["网约车平台经营情况核查表"], asked=PARTLY)
    _review(cast, partly, ReviewSide.LEGALITY, "fazhi")
    kept = items["厅机关公务用车管理规定"]
    propose_conclusion(by=cast.user("bangongshi"), item=kept, asked=KEPT)
