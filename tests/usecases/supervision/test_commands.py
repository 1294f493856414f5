"""The two commands and the registry that `duties` reads."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from gongkai.core import evidence
from gongkai.core.evidence import (
    DUTIES,
    EvidenceProvider,
    EvidenceState,
    Figure,
    all_standings,
    register_evidence,
)
from gongkai.duties.supervision.enums import DeadlineType
from gongkai.duties.supervision.models import Notice
from tests.factories.people import make_unit
from tests.factories.supervision import make_notice, make_task
from tests.rules.supervision.notices import SEED, one, seed_text
from tests.usecases.supervision.conftest import House

CLAUSE = "（牵头单位：厅运输处，责任单位：厅办公室；完成时限：2026年10月底前）"
ITEM_KEYS = {
    "number",
    "section",
    "title",
    "text",
    "lead_units",
    "responsible_units",
    "cooperating_units",
    "expanded",
    "open_ended",
    "deadline",
    "flags",
}


def run(*args: str) -> str:
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def fails(*args: str) -> Any:
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command(*args, stdout=out)
    assert left.value.code == 1
    return json.loads(out.getvalue())


def test_json_of_the_seed_is_one_document_by_the_contract(house: House) -> None:
    seed_text()
    data = json.loads(run("import_notice", str(SEED), "--json"))
    assert set(data) == {
        "title",
        "doc_number",
        "issuer",
        "issued_on",
        "printed_on",
        "sections",
        "items",
        "warnings",
    }
    assert (data["issued_on"], data["printed_on"]) == ("2023-08-02", "2023-08-03")
    assert len(data["items"]) == 14
    assert all(set(item) == ITEM_KEYS for item in data["items"])
    first = data["items"][0]
    assert first["lead_units"] == ["厅行审处", "办公室"]
    assert first["expanded"]["事务服务中心"] == ["示例省交通运输事务服务中心"]
    assert first["deadline"] == {
        "type": "fixed",
        "text": "2023年10月底前",
        "date": "2023-10-31",
        "recurrence": None,
    }
    assert [item["number"] for item in data["items"] if item["flags"]] == [3, 5, 13]
    assert Notice.objects.count() == 1


def test_importing_twice_keeps_one_and_dry_run_keeps_none(house: House, tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(one(CLAUSE), encoding="utf-8")
    run("import_notice", str(path), "--dry-run")
    assert not Notice.objects.exists()
    run("import_notice", str(path))
    assert "没有重复导入" in run("import_notice", str(path))
    assert json.loads(run("import_notice", str(path), "--json"))["items"]
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("没有.txt", None, "没有这个文件"),
        ("空.txt", b"", "空的"),
        ("密.txt", "机密★1年\n".encode(), "密级标志"),
    ],
)
def test_failures_are_told_in_chinese_with_exit_code_1(
    db: None, tmp_path: Path, name: str, data: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    assert words in fails("import_notice", str(path), "--json")["error"]
    with pytest.raises(CommandError, match=words):
        run("import_notice", str(path))
    assert not Notice.objects.exists()


def test_duties_lists_fifteen_rows_and_says_what_is_not_built(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(evidence.PROVIDERS, 5, raising=False)
    rows = json.loads(run("duties", "--json"))["duties"]
    assert [row["number"] for row in rows] == list(range(15))
    assert all(set(row) == {"number", "app", "title", "state", "figures", "missing"} for row in rows)
    assert (rows[5]["state"], rows[5]["missing"]) == ("not_started", ["本职责的系统功能尚未建成"])
    assert rows[0]["state"] == "not_started"


def test_duty_0_counts_its_own_tasks_and_every_figure_opens(db: None) -> None:
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 4, 5))
    make_task(notice, make_unit(), deadline=DeadlineType.FIXED, due_on=date(2026, 4, 30))
    make_task(notice, make_unit(), deadline=DeadlineType.FIXED, due_on=date(2027, 4, 30))
    own = evidence.standing_of(0, date(2026, 5, 20))
    assert own.state is EvidenceState.FAILING
    figures = {f.name: (f.value, f.target) for f in own.figures}
    assert (figures["按时推进的任务"], figures["逾期"]) == ((1, 2), (1, None))
    assert all(figure.url for figure in own.figures)
    assert "第1项" in own.missing[0]


def test_zero_denominators_show_a_dash() -> None:
    assert Figure("件数", 0, 0).shown == "—"
    assert Figure("件数", 0, 0).percent is None
    assert (Figure("件数", 3, 4).shown, Figure("件数", 3, 4).percent) == ("3 / 4", 75)
    assert Figure("件数", 3).shown == "3"


def test_registry_takes_each_number_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "PROVIDERS", {})
    monkeypatch.setattr(evidence, "_BESIDES", {})

    def provider(number: int) -> EvidenceProvider:
        return EvidenceProvider(
            number, "x", "x", lambda day: [], lambda day: [], lambda day, f, m: EvidenceState.MET
        )

    register_evidence(provider(3))
    with pytest.raises(ValueError, match="already"):
        register_evidence(provider(3))
    with pytest.raises(ValueError, match="no duty"):
        register_evidence(provider(len(DUTIES)))
    assert [row.state.value for row in all_standings(date(2026, 1, 1))].count("met") == 1
