"""The folder of samples: each file holds one promise, and what is found in it is what has to be found."""

from __future__ import annotations

import pytest

from tools.screening_samples.compare import FOLDER, OF_READERS, compared, expected, findings_of, rows, table

WANTED = expected()


@pytest.mark.rule("clearance.screen.hidden_data")
@pytest.mark.rule("clearance.screen.metadata")
@pytest.mark.rule("clearance.screen.gps")
@pytest.mark.rule("clearance.screen.unreadable")
@pytest.mark.parametrize("name", WANTED)
def test_found_is_what_is_expected(name: str) -> None:
    row = compared(name, WANTED[name], (FOLDER / name).read_bytes())
    assert row.verdict == ()


def test_every_sample_is_expected_and_small() -> None:
    files = {path.name: path.stat().st_size for path in FOLDER.iterdir() if path.suffix != ".toml"}
    assert set(files) == set(WANTED)
    assert max(files.values()) <= 100 * 1024


def test_each_kind_of_the_readers_is_in_the_folder_under_its_rule() -> None:
    found = {one.kind: one.rule for name in WANTED for one in findings_of(name, (FOLDER / name).read_bytes())}
    assert {kind: found[kind] for kind in OF_READERS} == {
        kind: f"clearance.screen.{kind}" for kind in OF_READERS
    }


def test_the_table_is_for_reading() -> None:
    found = rows()
    text = table(found)
    print(text)  # noqa: T201 (the table is what the folder is for: pytest -rP)
    assert text.endswith("0 个不一致。")
    assert "11010519491231002X" not in text
