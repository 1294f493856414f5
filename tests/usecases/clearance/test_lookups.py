"""What the gate looks up by object is found by an index, however many objects there are."""

from __future__ import annotations

import pytest
from django.db import connection

from gongkai.clearance.models import BasePage, BatchItem, Clearance, SlipItem, Suppression, Withdrawal
from gongkai.clearance.queries.standing import pages_with_standing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [SlipItem, Clearance, Withdrawal, Suppression, BatchItem])
def test_rows_of_an_object_are_found_by_an_index(model):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, model._meta.db_table)
    leading = [c["columns"][:2] for c in constraints.values() if c["index"]]
    assert ["content_type_id", "object_id"] in leading


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads small tables from end to end")
def test_a_list_of_pages_reads_no_table_of_the_gate_once_for_each_page():
    plan = pages_with_standing(BasePage.objects.all()).explain().splitlines()
    assert [line for line in plan if "SCAN" in line and BasePage._meta.db_table not in line] == []
    assert any("SEARCH" in line for line in plan)
