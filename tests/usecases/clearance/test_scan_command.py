"""`gongkai scan`: text and files, folders, what cannot be opened; one JSON document and nothing else."""

from __future__ import annotations

import errno
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def _scan(*paths: Path, **options: Any) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("scan", *(str(path) for path in paths), "--json", stdout=out, **options)
    return json.loads(out.getvalue())["files"]


def test_offsets_are_characters_of_the_text(tmp_path: Path) -> None:
    text = "联系人：张三，电话13800138000。\n依据示交办〔2023〕225号。"
    (tmp_path / "稿.txt").write_text(text, encoding="gb18030")
    (file,) = _scan(tmp_path / "稿.txt")
    assert file["readable"] is True
    by_kind = {one["kind"]: one for one in file["findings"]}
    assert text[by_kind["mobile"]["start"] : by_kind["mobile"]["end"]] == "13800138000"
    assert (by_kind["mobile"]["level"], by_kind["unknown_reference"]["level"]) == ("block", "hint")
    assert "13800138000" not in json.dumps(file, ensure_ascii=False)


def test_a_folder_is_gone_through_and_hidden_files_are_not(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "二.txt").write_text("二", encoding="utf-8")
    (tmp_path / "一.md").write_text("一", encoding="utf-8")
    (tmp_path / ".秘.txt").write_text("三", encoding="utf-8")
    assert [Path(file["path"]).name for file in _scan(tmp_path)] == ["二.txt", "一.md"]


def test_what_cannot_be_opened_is_told_and_is_not_readable(tmp_path: Path) -> None:
    (file,) = _scan(tmp_path / "没有.docx")
    assert file["readable"] is False
    assert file["findings"][0]["kind"] == "unreadable"


@pytest.mark.parametrize("name", ["名单.docx", "稿.txt"])
def test_a_file_that_may_not_be_read_is_not_called_broken(
    tmp_path: Path, monkeypatch: Any, name: str
) -> None:
    (tmp_path / name).write_bytes(b"PK")

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    (file,) = _scan(tmp_path / name)
    assert [one["excerpt"] for one in file["findings"]] == ["没有读取它的权限"]


def test_people_read_level_place_basis_and_the_sum(tmp_path: Path) -> None:
    (tmp_path / "稿.txt").write_text("电话13800138000", encoding="utf-8")
    (tmp_path / "净.txt").write_text("没有什么。", encoding="utf-8")
    out = StringIO()
    call_command("scan", str(tmp_path), stdout=out)
    told = out.getvalue()
    assert "〔阻断〕手机号" in told
    assert "个人信息保护法" in told
    assert "没有发现问题" in told
    assert "共 2 份文件：阻断 1 处" in told


@pytest.mark.parametrize(("level", "ends"), [("block", True), ("hint", True), (None, False)])
def test_it_fails_on_findings_only_where_asked(tmp_path: Path, level: str | None, ends: bool) -> None:
    (tmp_path / "稿.txt").write_text("电话13800138000", encoding="utf-8")
    if ends:
        with pytest.raises(SystemExit):
            _scan(tmp_path, fail_on=level)
    else:
        assert _scan(tmp_path, fail_on=level)
