"""Keys, seals, normal forms and the rules about them; no database."""

from __future__ import annotations

import os
import pickle
import re
import threading
from pathlib import Path

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.exports.cells import plain
from gongkai.core.personaldata import normalising
from gongkai.core.personaldata.keys import KeyMissingError, KeyRing
from gongkai.core.personaldata.rules import reasons_against_period, reasons_against_reveal
from gongkai.core.personaldata.sealing import (
    MASK,
    Sealed,
    TamperedError,
    blind_digest,
    index_ring,
    seal,
    unseal,
)
from gongkai.core.workdays.rules import Duration, days, months, years


def codes(reasons: list[object]) -> list[str]:
    return [reason.code for reason in reasons]  # type: ignore[attr-defined]


@given(st.text(min_size=1))
def test_what_is_sealed_opens_again(text: str) -> None:
    value = seal(text, "a.b.c")
    assert unseal(value) == text
    assert text not in value.token.rpartition(":")[2] or len(text) < 6  # a short one may turn up by chance
    assert seal(text, "a.b.c") != value


def test_sealed_value_never_shows_itself() -> None:
    value = seal("13800138000", "a.b.c")
    shown = [
        str(value),
        repr(value),
        f"{value}",
        f"{value:>20}",
        "%s" % value,  # noqa: UP031 - that is the point
        repr([value]),
        Template("{{ value }}{{ value|safe }}{{ value|upper }}{{ value.text }}").render(
            Context({"value": value})
        ),
        str(plain(value)),
        str(vars(type(value)).get("plaintext", "")),
    ]
    assert all("138" not in text for text in shown)
    assert shown[0] == MASK == plain(value)
    assert b"13800138000" not in pickle.dumps(value)


@pytest.mark.rule("personaldata.readable")
def test_moved_changed_or_foreign_values_do_not_open() -> None:
    value = seal("13800138000", "a.b.phone")
    with pytest.raises(TamperedError):
        unseal(Sealed(value.token, "a.b.name"))
    prefix, key_id, body = value.token.split(":")
    flipped = body[:20] + ("A" if body[20] != "A" else "B") + body[21:]
    for token in (
        f"{prefix}:{key_id}:{flipped}",
        f"{prefix}:{key_id}:{body[:-4]}",
        f"{prefix}:{key_id}:",
        f"{prefix}:{key_id}:!!!!",
        f"{prefix}:{key_id}:汉字",
        "13800138000",
        "gk1:a:b:c",
        "",
    ):
        with pytest.raises(TamperedError):
            unseal(Sealed(token, "a.b.phone"))
    with pytest.raises(KeyMissingError, match="密钥deadbeef不在本机"):
        unseal(Sealed(f"{prefix}:deadbeef:{body}", "a.b.phone"))
    with pytest.raises(KeyMissingError):
        unseal(Sealed(f"{prefix}:../../etc/passwd:{body}", "a.b.phone"))


def test_key_files_are_made_once_and_private(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        ring = KeyRing(tmp_path / "keys" / "fields")
        key_id, key = ring.current()
    finally:
        os.umask(old)
    assert len(key) == 32
    assert (tmp_path / "keys" / "fields").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in ring.directory.iterdir()} == {0o600}
    assert ring.exposed() == []
    assert KeyRing(ring.directory).current() == (key_id, key)
    (ring.directory / f"{key_id}.key").chmod(0o644)
    assert [path.stem for path in ring.exposed()] == [key_id]


def test_first_use_by_many_at_once_gives_one_key(tmp_path: Path) -> None:
    found: list[str] = []
    rings = [KeyRing(tmp_path / "ring") for _ in range(16)]
    threads = [threading.Thread(target=lambda ring=ring: found.append(ring.current()[0])) for ring in rings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 16
    assert len(set(found)) == 1
    assert KeyRing(tmp_path / "ring").ids() == [found[0]]


def test_another_process_notices_a_rotation(tmp_path: Path) -> None:
    mine, theirs = KeyRing(tmp_path / "ring"), KeyRing(tmp_path / "ring")
    first = mine.current()[0]
    assert theirs.current()[0] == first
    second = theirs.rotate()
    assert mine.current()[0] == second != first
    assert mine.key(first)


def test_digests_differ_by_column_and_key() -> None:
    key_id = index_ring().current()[0]
    one, other = blind_digest("138", "a.b.phone", key_id), blind_digest("138", "a.c.phone", key_id)
    assert one != other
    assert one == blind_digest("138", "a.b.phone", key_id)
    assert "138" not in one.split(":")[1][:3] or len(one) == len(key_id) + 65


@pytest.mark.parametrize(
    ("function", "variants"),
    [
        (
            normalising.phone,
            [
                "13800138000",
                "138 0013 8000",
                "+86 138-0013-8000",
                "008613800138000",
                "１３８００１３８０００",
            ],
        ),
        (normalising.id_number, ["21010219900101123x", "210102 19900101 123X", "２１０１０２19900101123X"]),
        (normalising.email, ["A@B.cn", " a@b.CN "]),
        (normalising.name, ["阿卜杜·热合曼", "阿卜杜 · 热合曼", "阿卜杜•热合曼", "阿卜杜・热合曼"]),
    ],
)
def test_variants_have_one_normal_form(function: object, variants: list[str]) -> None:
    assert len({function(text) for text in variants}) == 1  # type: ignore[operator]


def test_different_numbers_stay_different() -> None:
    assert normalising.phone("024-86123456") != normalising.phone("024-6123456")
    assert normalising.phone("8613800138") == "8613800138"


@pytest.mark.rule("personaldata.read_for_purpose")
@pytest.mark.rule("personaldata.sealed_field")
def test_reading_needs_the_purpose_and_a_value() -> None:
    assert reasons_against_reveal(allowed=True, purpose="办理", sealed=True) == []
    both = reasons_against_reveal(allowed=False, purpose="办理", sealed=False)
    assert codes(both) == ["personaldata.read_for_purpose", "personaldata.sealed_field"]
    assert all(reason.remedy for reason in both)


@pytest.mark.rule("personaldata.period.allowed")
@pytest.mark.rule("personaldata.period.grounds")
@pytest.mark.rule("personaldata.period.floor")
@pytest.mark.parametrize(
    ("allowed", "period", "floor", "grounds", "expected"),
    [
        (True, months(6), months(6), "厅发〔2026〕1号", []),
        (True, years(1), months(6), "厅发〔2026〕1号", []),
        (True, days(200), months(6), "厅发〔2026〕1号", []),
        (True, days(180), months(6), "厅发〔2026〕1号", ["personaldata.period.floor"]),
        (True, months(5), months(6), "厅发〔2026〕1号", ["personaldata.period.floor"]),
        (True, months(5), None, "厅发〔2026〕1号", []),
        (True, None, months(6), "厅发〔2026〕1号", ["personaldata.period.grounds"]),
        (True, years(1), None, "  ", ["personaldata.period.grounds"]),
        (
            False,
            months(1),
            months(6),
            "",
            ["personaldata.period.allowed", "personaldata.period.floor", "personaldata.period.grounds"],
        ),
    ],
)
def test_periods(
    allowed: bool, period: Duration | None, floor: Duration | None, grounds: str, expected: list[str]
) -> None:
    found = reasons_against_period(allowed=allowed, period=period, at_least=floor, grounds=grounds)
    assert codes(found) == expected


def test_nothing_outside_the_app_opens_a_sealed_value() -> None:
    root = Path(__file__).resolve().parents[3] / "gongkai"
    opening = [
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        if re.search(r"\bunseal\b", path.read_text(encoding="utf-8"))
    ]
    assert all(path.startswith("core/personaldata/") for path in opening), opening
