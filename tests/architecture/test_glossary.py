"""The glossary says what the models say, in Chinese."""

from __future__ import annotations

import re

import pytest

from tools.glossary import FILE, Row, find, in_words, missing_rows, rows_in, rows_of_models

ROWS = rows_in(FILE.read_text(encoding="utf-8"))
REMEDY = "run .venv/bin/python -m tools.glossary"


def test_every_model_has_a_row() -> None:
    assert [str(row) for row in missing_rows(FILE.read_text(encoding="utf-8"))] == [], REMEDY


def test_every_symbol_exists() -> None:
    for row in ROWS:
        assert find(row.symbol) is not None, f"{row.symbol}: {REMEDY}"


def test_chinese_is_the_models_own_name() -> None:
    names = {row.symbol: row.chinese for row in rows_of_models()}
    wrong = [
        (row.chinese, names[row.symbol]) for row in ROWS if names.get(row.symbol, row.chinese) != row.chinese
    ]
    assert wrong == [], REMEDY


def test_models_are_named_in_chinese() -> None:
    assert [row.symbol for row in rows_of_models() if not re.search(r"[\u4e00-\u9fff]", row.chinese)] == []


def test_there_are_rows() -> None:
    assert len(ROWS) > 40
    assert len({row.symbol for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("name", "words"), [("PolicyDocument", "policy document"), ("Unit", "unit")])
def test_class_names_become_words(name: str, words: str) -> None:
    assert in_words(name) == words


def test_a_row_reads_as_it_is_written() -> None:
    row = Row("单位", "unit", "gongkai.core.organisation.models.units.Unit")
    assert rows_in(str(row)) == [row]
