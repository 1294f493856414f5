"""数据汇聚 in the demonstration: one public list, a second that combines with it and waits, a bulk exit that waits too.

Names and numbers belong to nobody: 〇 names, numbers of a range that is given to none.
"""

from __future__ import annotations

from typing import Any

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole
from gongkai.clearance.enums_aggregation import ExitKind
from gongkai.clearance.models import AggregationAssessment, Dataset, OpenExit
from gongkai.clearance.usecases.aggregation import request_assessment
from gongkai.clearance.usecases.aggregation_exits import register_exit
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.demo.story import Cast, add, clear_and_release
from gongkai.website.models import ArticlePage, ColumnPage, HomePage

_PEOPLE = ("甲一", "乙二", "丙三", "丁四", "戊五", "己六", "庚七", "辛八")
_UNIT = "示例客运有限公司"


def tell_aggregation(cast: Cast, home: HomePage) -> None:
    """A list of drivers is public; another with their numbers and homes is written and waits for an assessment."""
    if AggregationAssessment.objects.exists():
        return
    _public_list(cast)
    draft = _draft_list(cast, home)
    request_assessment(
        by=cast.user("qicao"),
        subject=draft,
        purpose="年度考核结果按规定公示，便于所在企业和群众核对；联系电话供本人异议时核对身份。",
    )
    row = OpenExit.objects.filter(title="公开数据整包下载").first() or register_exit(
        by=cast.user("bangongshi2"),
        kind=ExitKind.ZIP,
        title="公开数据整包下载",
        datasets=list(Dataset.objects.exclude(live_version=None)),
    )
    request_assessment(
        by=cast.user("bangongshi2"), subject=row, purpose="群众要求一次下载全部公开数据，减少逐项查询。"
    )


def _public_list(cast: Cast) -> Dataset:
    dataset, _ = Dataset.objects.get_or_create(
        key="drivers", defaults={"title": "班线客运驾驶员名单", "unit": cast.units["ysc"]}
    )
    if not dataset.versions.exists():
        rows = [
            (f"d{n}", {"姓名": name, "所在企业": _UNIT, "从业资格证号": f"示例{n:04}"})
            for n, name in enumerate(_PEOPLE, 1)
        ]
        create_dataset_version(
            by=cast.user("bangongshi2"), dataset=dataset, rows=rows, note="按班线公示要求建立"
        )
        members = [(dataset, ItemRole.DATASET)]
        clear_and_release(cast, members, ContentKind.DATASET, by="qicao", head="chuzhang", unit="ysc")
    return dataset


def _draft_list(cast: Cast, home: HomePage) -> Any:
    head = ["姓名", "工作单位", "联系电话", "家庭住址", "考核结果"]
    rows = [
        [name, _UNIT, f"1990000{n:04}", f"示例市畅行大道{n}号", "合格"] for n, name in enumerate(_PEOPLE, 1)
    ]
    table = {"data": [head, *rows], "first_row_is_table_header": True, "table_caption": "年度考核名单"}
    page = ArticlePage(
        title="关于班线客运驾驶员年度考核结果的公示",
        slug="driver-assessment",
        summary="年度考核结果，公示五个工作日。",
        body=[("text", "<p>现将年度考核结果予以公示。</p>"), ("table", table)],
        source="本厅运输处",
        unit=cast.units["ysc"],
        disclosure=Disclosure.PROACTIVE,
    )
    column = ColumnPage.objects.descendant_of(home).get(slug="notices")
    return add(column, page, cast.user("qicao"))
