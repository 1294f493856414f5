"""What must not stand in an event. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.core.audit.basis import NO_PERSONAL_DATA
from gongkai.core.masking import personal_data_in, strings_in
from gongkai.core.reasons import define_rule

IDS_ONLY = define_rule(
    "audit.ids_only", 13, "审计事件只记编号、摘要和规则代码，不记个人信息。", NO_PERSONAL_DATA
)
FORBIDDEN_KEYS = frozenset(
    {"full_name", "person_name", "phone", "mobile", "id_card", "id_number", "address", "email", "password"}
)
"""Names of data that would hold personal data whatever stands in it."""


def places_of_personal_data(data: Mapping[str, object]) -> list[str]:
    """Keys of an event's data that hold personal data, each with the kind found."""
    places = []
    for key, value in data.items():
        if key in FORBIDDEN_KEYS and value not in (None, "", False, True):
            places.append(f"{key} (key)")
            continue
        kinds = sorted({hit.kind for text in strings_in(value) for hit in personal_data_in(text)})
        if kinds:
            places.append(f"{key} ({', '.join(kinds)})")
    return places
