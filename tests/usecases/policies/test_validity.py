"""Validity in SQL agrees with the pure rule; the search reads the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.clearance.models import BasePage
from gongkai.duties.policies.models import PolicyDocument
from gongkai.duties.policies.queries import documents_found, documents_with_validity
from gongkai.duties.policies.rules import DocumentDates, validity_on
from tests.factories.gate import add_page, text

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 22)
NEAR = st.none() | st.integers(-3, 3).map(lambda n: DAY + timedelta(n))
FIELDS = ("written_on", "printed_on", "effective_on", "expires_on")


def make(slug: str, **fields: object) -> PolicyDocument:
    """A bare draft below the root; where it stands says nothing about its validity."""
    values = {"title": slug, "slug": slug, "kind": "normative", "body": text("<p>甲</p>"), **fields}
    return add_page(BasePage.objects.get(depth=1), PolicyDocument(**values))


@pytest.mark.rule("policies.validity")
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.tuples(NEAR, NEAR, NEAR, NEAR), min_size=4, max_size=4))
def test_sql_agrees_with_the_rule(db: None, rows: list[tuple[date | None, ...]]) -> None:
    pages = list(PolicyDocument.objects.filter(title__startswith="效力").order_by("pk"))
    pages = pages or [make(f"效力{n}") for n in range(4)]
    for page, dates in zip(pages, rows, strict=True):
        PolicyDocument.objects.filter(pk=page.pk).update(**dict(zip(FIELDS, dates, strict=True)))
    told = dict(documents_with_validity(DAY, PolicyDocument.objects.all()).values_list("pk", "validity_then"))
    for page, dates in zip(pages, rows, strict=True):
        assert told[page.pk] == validity_on(DocumentDates(*dates), DAY), dates


def found(words: str = "", validity: str = "", year: int | None = None) -> list[str]:
    rows = documents_found(PolicyDocument.objects.all(), words=words, validity=validity, year=year, day=DAY)
    return [row.title for row in rows]


def test_numbers_are_found_in_any_spelling() -> None:
    make("旧", doc_number="示交规〔2025〕8号", written_on=date(2025, 1, 1))
    make("新", doc_number="示交规〔2026〕9号", written_on=date(2026, 1, 1))
    for typed in ("示交规〔2026〕9号", "示交规[2026]9号", "(2026)9号", "（２０２６）９", "2026 示交规"):
        assert found(typed) == ["新"], typed
    assert found("示交规") == ["新", "旧"]


def test_every_word_must_be_there_and_signs_of_patterns_are_only_signs() -> None:
    make("网约车管理办法", one_sentence="司机抽成公开")
    assert found("网约车 抽成") == ["网约车管理办法"]
    for nothing in ("网约车 公交", "%", "_", "第", "' OR 1=1 --", "\\", "🚧"):
        assert found(nothing) == [], nothing


def test_filters_of_state_and_year() -> None:
    make("将来", effective_on=DAY + timedelta(1), written_on=DAY)
    make("现在", effective_on=DAY, written_on=date(2025, 12, 31))
    assert found(validity="valid") == ["现在"]
    assert found(validity="pending") == ["将来"]
    assert found(year=2025) == ["现在"]
