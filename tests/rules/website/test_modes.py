"""Reading modes: a fixed set, written out from the tokens."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.website.modes import LOOKS, SIZES, STANDARD, choices_of, mode_css, mode_name, mode_names
from gongkai.website.sheets import MODES_FOLDER, ROOT, tokens_text


@pytest.mark.parametrize(
    ("size", "look", "mode"),
    [
        ("normal", "day", "standard"),
        ("large", "day", "large"),
        ("normal", "night", "night"),
        ("large", "contrast", "contrast-large"),
        ("", "", "standard"),
        ("huge", "../../etc", "standard"),
    ],
)
def test_mode_name(size: str, look: str, mode: str) -> None:
    assert mode_name(size, look) == mode


@given(st.text(max_size=20), st.text(max_size=20))
def test_any_words_give_a_mode_of_the_set(size: str, look: str) -> None:
    assert mode_name(size, look) in mode_names()


@given(st.sampled_from(SIZES), st.sampled_from(LOOKS))
def test_names_and_choices_are_inverse(size: object, look: object) -> None:
    assert choices_of(mode_name(size.code, look.code)) == (size.code, look.code)


@given(st.text(max_size=30))
def test_unknown_cookie_is_standard(value: str) -> None:
    if value not in mode_names():
        assert choices_of(value) == choices_of(STANDARD)


@pytest.mark.parametrize("mode", mode_names())
def test_written_sheet_is_of_these_tokens(mode: str) -> None:
    """Run `gongkai write_modes` after a change of colours."""
    assert (MODES_FOLDER / f"{mode}.css").read_text(encoding="utf-8") == mode_css(mode, tokens_text())


def test_no_other_sheet_lies_there() -> None:
    assert {path.stem for path in MODES_FOLDER.iterdir()} == set(mode_names())


@pytest.mark.parametrize("mode", mode_names())
def test_a_mode_is_for_the_screen_only(mode: str) -> None:
    css = mode_css(mode, tokens_text())
    assert css.startswith("@media screen {")
    assert css.count("{") == css.count("}")


def _channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = (_channel(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _day() -> dict[str, str]:
    plain = tokens_text().split("@supports")[0]
    return dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", plain))


def _night() -> dict[str, str]:
    pairs = re.findall(r"(--[\w-]+):\s*light-dark\([^,]+,\s*(#[0-9a-f]{6})\)", tokens_text())
    return {**_day(), **dict(pairs)}


TEXT_PAIRS = [
    ("--ink", "--paper"),
    ("--ink-2", "--paper"),
    ("--ink-3", "--paper"),
    ("--ink-3", "--wash"),
    ("--ink-3", "--wash-2"),
    ("--main", "--paper"),
    ("--on-plate", "--plate"),
    ("--on-plate-2", "--plate"),
    *((f"--{state}", f"--{state}-soft") for state in ("ok", "warn", "bad", "off", "info")),
    ("--on-huang", "--huang"),
    ("--huang", "--plate"),
]


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
@pytest.mark.parametrize("colours", [_day(), _night()], ids=["day", "night"])
def test_text_has_contrast(colours: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_day_values_come_first_and_agree_with_the_pairs() -> None:
    pairs = dict(re.findall(r"(--[\w-]+):\s*light-dark\((#[0-9a-f]{6}),", tokens_text()))
    assert {name: _day()[name] for name in pairs} == pairs


def test_public_sheet_is_small() -> None:
    sizes = [len((ROOT / "css" / f"{name}.css").read_bytes()) for name in ("parts", "site")]
    assert sum(sizes) < 40 * 1024


@pytest.mark.parametrize("name", ["parts", "site", "document", "form", "poster", "staff", "gallery"])
def test_sheets_ask_for_nothing_from_outside(name: str) -> None:
    css = (ROOT / "css" / f"{name}.css").read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(|https?:", css)
    assert css.count("{") == css.count("}")
