"""Lists that combine: data sets and pages with invented people and bridges."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from gongkai.clearance.enums import ContentKind, ItemRole
from gongkai.clearance.models import AggregationAssessment, Dataset
from gongkai.clearance.usecases.aggregation import decide_assessment, request_assessment
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from tests.factories.gate import Department, clear_and_release
from tests.factories.people import make_user

_numbers = count(1)
POSTS = [{"姓名": f"甲{n}", "单位": "运输处", "职务": "科员"} for n in range(6)]
PHONES = [
    {"姓名": f"甲{n}", "单位": "运输处", "手机": f"1380000000{n}", "住址": f"某路{n}号"} for n in range(6)
]


def bridges(number: int, *, start: int = 0) -> list[dict[str, str]]:
    """Rows of invented bridges with coarse places."""
    return [
        {"桥梁名称": f"示例{n}桥", "经度": f"{120 + n / 100:.2f}", "纬度": f"{40 + n / 100:.2f}"}
        for n in range(start, start + number)
    ]


def make_list(
    department: Department, rows: Sequence[dict[str, str]], *, title: str = "", by: User | None = None
) -> Dataset:
    """A data set with a draft version of these rows."""
    number = next(_numbers)
    dataset = Dataset.objects.create(
        key=f"list-{number}", title=title or f"名单甲乙丙{number}", unit=department.unit
    )
    add_version(dataset, rows, by=by)
    return dataset


def add_version(dataset: Dataset, rows: Sequence[dict[str, str]], *, by: User | None = None) -> None:
    """The next draft version."""
    create_dataset_version(
        by=by or make_user(Role.OFFICE),
        dataset=dataset,
        rows=[(f"r{n}", values) for n, values in enumerate(rows)],
    )


def publish(department: Department, dataset: Dataset) -> Any:
    """Through the three levels and out."""
    return clear_and_release(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)


def assess(
    department: Department, subject: Any, decision: str = "open", *, by: User | None = None, **said: str
) -> AggregationAssessment:
    """Asked for by the drafter (the office, for an exit), decided by a secrecy reviewer."""
    asker = department.drafter if not hasattr(subject, "datasets") else make_user(Role.OFFICE)
    row = request_assessment(by=asker, subject=subject, purpose="方便群众查询")
    return decide_assessment(
        by=by or make_user(Role.SECRECY),
        assessment=row,
        decision=decision,
        grounds="不涉及国家秘密，属主动公开范围",
        **said,
    )
