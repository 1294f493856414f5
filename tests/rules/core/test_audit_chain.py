"""The chain's arithmetic, and what must not stand in an event."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.core.audit.chain import GENESIS, canonical_json, event_content, link_digest
from gongkai.core.audit.rules import places_of_personal_data

AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def content(**changes: object) -> dict:
    fields = {
        "event_id": 1,
        "at": AT,
        "action": "clearance.grant",
        "actor_id": 7,
        "subject_type_id": 3,
        "subject_id": "12",
        "codes": ["a"],
        "data": {"digest": "ab"},
    }
    return event_content(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"event_id": 2},
        {"at": AT + timedelta(microseconds=1)},
        {"action": "clearance.grant "},
        {"actor_id": None},
        {"subject_type_id": 4},
        {"subject_id": "13"},
        {"codes": []},
        {"data": {"digest": "ac"}},
        {"data": {"digest": "ab", "x": None}},
    ],
)
def test_every_field_is_bound(changes: dict) -> None:
    assert link_digest(GENESIS, content()) != link_digest(GENESIS, content(**changes))


def test_the_link_before_is_bound() -> None:
    assert link_digest(GENESIS, content()) != link_digest("1" * 64, content())


def test_the_same_instant_in_another_zone_is_the_same_content() -> None:
    assert content(at=AT.astimezone(timezone(timedelta(hours=8)))) == content()


@given(st.dictionaries(st.text(max_size=5), json_values, max_size=4))
def test_order_of_keys_does_not_matter(data: dict) -> None:
    backwards = dict(reversed(list(data.items())))
    assert canonical_json(content(data=data)) == canonical_json(content(data=backwards))


def test_numbers_without_one_text_are_refused() -> None:
    with pytest.raises(ValueError):
        canonical_json({"x": float("nan")})


@pytest.mark.rule("audit.ids_only")
@pytest.mark.parametrize(
    ("data", "places"),
    [
        ({"digest": "ab", "count": 13812345678}, []),
        ({"note": "电话 13812345678"}, ["note (mobile)"]),
        ({"nested": {"deep": ["11010519491231002X"]}}, ["nested (id_card)"]),
        ({"full_name": "张三"}, ["full_name (key)"]),
        ({"full_name": ""}, []),
        ({"email": "a@example.com", "x": "b@example.com"}, ["email (key)", "x (email)"]),
    ],
)
def test_places_of_personal_data(data: dict, places: list[str]) -> None:
    assert places_of_personal_data(data) == places
