"""Blacking out personal data: what is found, what is left alone."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.masking import MASK, masked, masked_value, personal_data_in


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("请拨 13812345678 联系", ["mobile"]),
        ("138-1234-5678", ["mobile"]),
        ("+86 138 1234 5678", ["mobile"]),
        ("身份证 11010519491231002X", ["id_card"]),
        ("卡号 6222 0212 3456 7890 129", []),  # fails the Luhn sum
        ("卡号 4111 1111 1111 1111", ["bank_card"]),
        ("发到 zhang.san@example.com 即可", ["email"]),
        ("车牌辽A12345", ["plate"]),
        ("新能源 辽AD12345", ["plate"]),
        ("示交发〔2026〕12号", []),
        ("受理编号 SQ2026-109884", []),
        ("12345678901234567890", []),
        ("2026-11-22 08:30:00", []),
        ("13812345678 和 13912345678", ["mobile", "mobile"]),
    ],
)
def test_kinds_found(text: str, kinds: list[str]) -> None:
    assert [hit.kind for hit in personal_data_in(text)] == kinds


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_found_is_left_after_masking(before: str, after: str) -> None:
    text = masked(f"{before} 13812345678 {after}")
    assert "13812345678" not in text
    assert personal_data_in(text) == []


@given(st.binary(max_size=20))
def test_digests_and_ids_are_left_alone(content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    for text in (digest, str(uuid.UUID(bytes=hashlib.md5(content).digest()))):
        assert masked(text) == text


def test_nested_values_keep_their_shape() -> None:
    value = {"a": ["13812345678", 7], "b": {"c": None, "d": True}}
    assert masked_value(value) == {"a": [MASK, 7], "b": {"c": None, "d": True}}
