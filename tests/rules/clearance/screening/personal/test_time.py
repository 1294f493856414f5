"""The time grows with the length of a text only, whatever is in it."""

from __future__ import annotations

from time import process_time

import pytest

from gongkai.clearance.screening.personal import find_personal
from tests.rules.clearance.screening.personal.made import KNOWLEDGE, identity

SIZE = 100_000
HOSTILE = {
    "digits": "8274619350" * (SIZE // 10),
    "ones": "1" * SIZE,
    "spaced ones": "1 " * (SIZE // 2),
    "dashes": "1" + "-" * SIZE,
    "separators": " -.()" * (SIZE // 5),
    "spaced groups": "139 1234 " * (SIZE // 9),
    "groups between words": "139。1234，" * (SIZE // 9),
    "mobile numbers": "13912345678 " * (SIZE // 12),
    "identity numbers": (identity() + "，") * (SIZE // 19),
    "at signs": "a@" * (SIZE // 2),
    "mail heads": "a" * (SIZE - 1) + "@",
    "mail domains": "x@" + "a." * (SIZE // 2),
    "plates": "辽A" * (SIZE // 2),
    "letters": "A" * SIZE,
    "villages": ("村" * 40 + "三组") * (SIZE // 42),
    "doors": "王小明住幸福路1号1室" * (SIZE // 11),
    "rooms": "1室" * (SIZE // 2),
    "stars": "210102" + "*" * SIZE,
    "many stars": "210102****1234" * (SIZE // 14),
    "illness": "患" * SIZE,
    "ill": "王小明患有高血压病" * (SIZE // 9),
    "wide": "１" * SIZE,
}


def _seconds(text: str) -> float:
    started = process_time()
    for _ in find_personal(text, KNOWLEDGE):
        pass
    return process_time() - started


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text_only(name: str) -> None:
    text = HOSTILE[name]
    part = text[: len(text) // 4]
    small, large = min(_seconds(part) for _ in range(3)), min(_seconds(text) for _ in range(2))
    assert large < 0.05 + small * 8, f"{small:.3f} s for a quarter, {large:.3f} s for all"
    assert large < 6
