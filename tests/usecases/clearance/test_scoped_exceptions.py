"""Exceptions of one unit and of one column count where the gate asks, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.clearance.enums import FindingLevel, ItemRole
from gongkai.clearance.models import FileScan
from gongkai.clearance.usecases.knowledge import add_exception
from gongkai.core.accounts.enums import Role
from gongkai.core.reasons import Refused
from tests.factories.gate import make_attachment, make_column, make_document, submit, text
from tests.factories.knowledge import make_list
from tests.factories.people import make_unit, make_user
from tests.factories.screening import screened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
WORD = "橡木舟"


def except_for(term_list: Any, **scope: Any) -> None:
    given = {"unit": None, "column": None, "valid_until": None, **scope}
    add_exception(
        by=make_user(Role.OFFICE), term_list=term_list, text=WORD, reason="引用历史文件原文", **given
    )


def test_an_exception_counts_for_its_unit_alone(department: Any, column: Any) -> None:
    words = make_list(WORD, level=FindingLevel.BLOCK)
    document = make_document(department, column, body=text(f"<p>{WORD}管理办法已经废止。</p>"))
    except_for(words, unit=make_unit("别处"))
    with pytest.raises(Refused) as refused:
        submit(department, [(document, ItemRole.POLICY)])
    assert refused.value.codes == ("clearance.finding.stops",)
    except_for(words, unit=department.unit)
    assert screened(document).hits == []
    assert submit(department, [(document, ItemRole.POLICY)]).pk


def test_an_exception_counts_for_its_column_alone(department: Any, column: Any) -> None:
    words = make_list(WORD, level=FindingLevel.BLOCK)
    body = text(f"<p>{WORD}管理办法已经废止。</p>")
    here = make_document(department, column, body=body)
    there = make_document(department, make_column(department), body=body)
    except_for(words, column=column)
    assert screened(here).hits == []
    assert len(screened(there).hits) == 1


def test_the_bytes_of_a_file_know_those_of_the_whole_site_alone(department: Any, column: Any) -> None:
    words = make_list(WORD, level=FindingLevel.BLOCK)
    except_for(words, unit=department.unit)
    file = make_attachment(department.drafter, data=f"{WORD}管理办法".encode(), name="旧办法.txt")
    assert FileScan.objects.get(sha256=file.sha256).block == 1
