"""Every sample of the readers cleaned: nothing hidden is left that was said to be cleanable, all that is seen stays."""

from __future__ import annotations

import random
import time

import pytest

from gongkai.clearance.cleaning import NotCleaned, Stretch, clean, redact
from gongkai.clearance.cleaning.checking import parts_of, shown_in
from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.cleaning.opening import guarded
from gongkai.clearance.cleaning.traces import is_left
from gongkai.clearance.screening.parts import Hidden
from gongkai.clearance.screening.readers import Limits
from gongkai.clearance.screening.readers.limits import TooMuch
from tools.screening_samples.compare import FOLDER, expected
from tools.screening_samples.mutations import mutated
from tools.screening_samples.packing import ID, NAME

SAMPLES = list(expected())
# Refused with a reason: broken, locked, bombs, macros, and formats that are read and not cleaned.
REFUSED = {
    "带宏和内嵌文件.docx": "带有宏",
    "截断.docx": "已损坏",
    "空文件.docx": "是空文件",
    "页序颠倒.ofd": "系统不会清理",
    "隐藏内容.ofd": "系统不会清理",
    "有密码.pdf": "有密码",
    "截断.pdf": "已损坏",
    "加密压缩包.zip": "已加密",
    "压缩炸弹.zip": "压缩炸弹",
    "说谎的压缩炸弹.zip": "已损坏",
    "网页.html": "系统不会清理",
    "隐藏文字.rtf": "系统不会清理",
    "修订和批注.doc": "系统不会清理",
    "隐藏工作表.xls": "系统不会清理",
}


def hidden_in(name: str, data: bytes) -> list[Hidden]:
    return [one for one in parts_of(name, data, Limits()) if isinstance(one, Hidden) and one.can_clean]


@pytest.mark.rule("clearance.screen.hidden_data")
@pytest.mark.parametrize("name", [name for name in SAMPLES if name not in REFUSED])
def test_a_sample_comes_out_clean_and_shows_what_it_showed(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    made = clean(name, data)
    assert hidden_in(name, made.data) == []
    before, after = parts_of(name, data, Limits()), parts_of(name, made.data, Limits())
    assert shown_in(before) == shown_in(after)
    assert clean(name, data) == made, "the same bytes each time"
    assert bool(made.removed) == any(
        isinstance(one, Hidden) for one in before if "盖住" not in str(one) or ".pdf" in name
    )
    assert clean(name, made.data).removed == (), "nothing is left to be taken out"


@pytest.mark.parametrize(("name", "why"), REFUSED.items())
def test_what_cannot_be_cleaned_is_refused_with_a_reason(name: str, why: str) -> None:
    with pytest.raises(NotCleaned, match=why):
        clean(name, (FOLDER / name).read_bytes())
    assert hidden_in(name, (FOLDER / name).read_bytes()) == [] or name.startswith("带宏"), (
        "what is refused is not promised"
    )


CLEANED = [name for name in SAMPLES if name not in REFUSED]


@pytest.mark.parametrize("name", CLEANED)
def test_what_was_hidden_stands_nowhere_in_the_bytes(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    shown = shown_in(parts_of(name, data, Limits()))
    hidden = [Stretch(one) for one in (ID, NAME) if one not in shown]
    made = clean(name, data)
    assert not is_left(made.data, Mask(hidden)) or any("盖住" in line for line in made.left)


def refusal_of(name: str, data: bytes, *, masks: bool) -> str:
    try:
        if masks:
            redact(name, data, [Stretch("示例"), Stretch(ID)])
        else:
            clean(name, data)
    except NotCleaned as error:
        return str(error)
    return "没有拒绝"


@pytest.mark.parametrize("name", CLEANED)
def test_broken_copies_are_cleaned_or_refused_and_nothing_else(name: str) -> None:
    chance, data = random.Random(20261127), (FOLDER / name).read_bytes()
    for _ in range(12):
        broken = mutated(data, chance)
        for masks in (False, True):
            began = time.monotonic()
            why = refusal_of(name, broken, masks=masks)
            assert any("\u4e00" <= one <= "\u9fff" for one in why)
            assert ID not in why
            assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    "error", [KeyError("x"), MemoryError(), RecursionError(), ValueError("x"), TooMuch("太大。")]
)
def test_whatever_a_library_does_is_a_refusal(error: Exception) -> None:
    def act() -> None:
        raise error

    with pytest.raises(NotCleaned, match="。"):
        guarded(act)
