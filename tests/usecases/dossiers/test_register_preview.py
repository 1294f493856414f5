"""Before a book is entered it says what it would change; another title for a known number waits for a person's word."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.models import RegisterChange, RegisterDraft, RegisterEntry
from gongkai.duties.dossiers.queries.register_preview import Preview, preview_of
from gongkai.duties.dossiers.usecases.register import enter_register, mend_lines, read_register
from tests.factories.gate import Department

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
HEAD = ["文号", "标题", "署名", "公开属性", "成文日期", "印发日期", "处室"]
FIRST = ["示交规〔2026〕5号", "客运补贴实施细则", "本厅", "主动公开", "2026-03-05", "", "运输处"]
SECOND = ["示交规〔2026〕6号", "巡查工作规范", "本厅", "主动公开", "2026-03-06", "", ""]


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel("2026-11-28T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def kept(department: Department) -> Department:
    """The first two rows are in the register."""
    read_register(by=department.office, source="登记簿.xlsx", rows=[HEAD, FIRST, SECOND])
    enter_register(by=department.office)
    return department


def read(department: Department, *rows: list[str]) -> Preview:
    draft = read_register(by=department.office, source="登记簿.xlsx", rows=[HEAD, *rows])
    return preview_of(draft)


def with_title(row: list[str], title: str) -> list[str]:
    return [row[0], title, *row[2:]]


def test_what_a_book_would_do_is_shown_field_by_field(kept: Department) -> None:
    second = [*SECOND[:3], "依申请公开", "2026-03-06", "2026-03-09", "运输处"]
    third = ["示交规〔2026〕7号", "新的一件", *SECOND[2:]]
    found = read(kept, FIRST, second, third, ["", "", "", "公开", "明天", "", ""])
    assert [row.values["title"] for row in found.new] == ["新的一件"]
    (changed,) = found.changed
    assert (changed.line, changed.number, changed.title) == (3, "示交规〔2026〕6号", "巡查工作规范")
    assert list(changed.fields) == [
        ("公开属性", "主动公开", "依申请公开"),
        ("印发日期", "", "2026-03-09"),
        ("处室", "", "运输处"),
    ]
    assert (found.unchanged, len(found.bad), found.good) == (1, 1, 3)
    done = enter_register(by=kept.office)
    assert (done.added, done.changed, done.unchanged, done.left) == (1, 1, 1, 1), "as it was shown"


@pytest.mark.rule("dossiers.register.line")
def test_another_title_for_a_known_number_waits_until_it_is_agreed_to(kept: Department) -> None:
    office = kept.office
    found = read(kept, with_title(FIRST, "货运补贴实施细则"), SECOND)
    (held,) = found.bad
    assert "《客运补贴实施细则》" in held.flaws[0].message
    done = enter_register(by=office)
    assert (done.changed, done.left) == (0, 1)
    assert RegisterEntry.objects.get(number=FIRST[0]).title == FIRST[1]
    with pytest.raises(Refused):
        enter_register(by=office)
    mend_lines(by=office, cells={held.line.number: {}}, agreed={held.line.number: held.retitled})
    (changed,) = preview_of(RegisterDraft.objects.get()).changed
    assert list(changed.fields) == [("标题", "客运补贴实施细则", "货运补贴实施细则")]
    assert enter_register(by=office).changed == 1
    assert RegisterEntry.objects.get(number=FIRST[0]).title == "货运补贴实施细则"
    assert RegisterChange.objects.get().before == "客运补贴实施细则"


def test_what_was_agreed_to_is_that_change_and_no_other(kept: Department) -> None:
    office = kept.office
    (held,) = read(kept, with_title(FIRST, "货运补贴实施细则")).bad
    line = held.line.number
    mend_lines(by=office, cells={line: {"number": SECOND[0]}}, agreed={line: held.retitled})
    (still,) = preview_of(RegisterDraft.objects.get()).bad
    assert "《巡查工作规范》" in still.flaws[0].message
    assert RegisterEntry.objects.get(number=SECOND[0]).title == SECOND[1]


def test_the_number_is_mended_where_it_was_wrong(kept: Department) -> None:
    (held,) = read(kept, with_title(FIRST, "货运补贴实施细则")).bad
    mend_lines(by=kept.office, cells={held.line.number: {"number": "示交规〔2026〕7号"}})
    assert enter_register(by=kept.office).added == 1
    assert RegisterEntry.objects.get(number=FIRST[0]).title == FIRST[1]
