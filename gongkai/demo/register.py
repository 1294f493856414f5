"""The 发文登记簿 of the demonstration, imported by the office, and what the office does with numbers besides."""

from __future__ import annotations

from django.utils import timezone

from gongkai.demo import content_register as content
from gongkai.demo.story import Cast
from gongkai.duties.dossiers.enums import SeriesForm
from gongkai.duties.dossiers.models import NumberSeries, RegisterImport
from gongkai.duties.dossiers.queries.numbers import next_serial
from gongkai.duties.dossiers.usecases.numbering import reserve_numbers
from gongkai.duties.dossiers.usecases.numbers_kept import save_series, void_number
from gongkai.duties.dossiers.usecases.register import enter_register, read_register
from gongkai.duties.policies.enums import DocumentKind, Signature

SERIES = (
    ("示交规", "厅行政规范性文件", 6, [DocumentKind.NORMATIVE]),
    ("示交发", "厅文件", 20, [DocumentKind.POLICY, DocumentKind.DECISION]),
    ("示交办", "厅办公室文件", 29, [DocumentKind.WORK_PLAN, DocumentKind.ROUTINE, DocumentKind.FORWARDED]),
)
"""代字, name, first number (what came before lies in OA), kinds."""


def tell_register(cast: Cast) -> None:
    """Begin the series, import the book and keep numbers back, each once; before any dossier gets its number."""
    for prefix, name, first, kinds in SERIES:
        if not NumberSeries.objects.filter(prefix=prefix).exists():
            save_series(
                by=cast.user("bangongshi2"),
                series=None,
                prefix=prefix,
                form=SeriesForm.BRACKET,
                name=name,
                kinds=kinds,
                signatures=[Signature.DEPARTMENT, Signature.JOINT_LEAD],
                first_serial=first,
                is_in_use=True,
            )
    if not RegisterImport.objects.exists():
        read_register(
            by=cast.user("bangongshi2"),
            source="发文登记簿（演示）.xlsx",
            rows=[content.HEADINGS, *content.ROWS],
        )
        enter_register(by=cast.user("bangongshi2"))
        _keep_back(cast)


def _keep_back(cast: Cast) -> None:
    """Two numbers kept back, and one of them made void."""
    office, year = cast.user("bangongshi2"), timezone.localdate().year
    series = NumberSeries.objects.get(prefix="示交发")
    first = next_serial(series, year)
    reason = "厅党组会议议定两件配套文件，留连号。"
    kept = reserve_numbers(by=office, series=series, year=year, first=first, last=first + 1, reason=reason)
    void_number(by=office, number=kept[0], reason="两件合并印发，这个号不再用。")
