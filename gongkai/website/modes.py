"""Reading modes (阅读方式): size and appearance, kept in one first-party cookie, worn as one style sheet.

The HTML is the same for everybody. ``/mode.css`` is answered from the fixed set below by the cookie; a change
of :data:`LOOKS`, :data:`SIZES` or the tokens is written out with ``gongkai write_modes`` (a test compares).
Pure: no Django, no clock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

COOKIE = "mode"
STANDARD = "standard"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a group: its code in the address, Chinese name, and what it is for."""

    code: str
    label: str
    hint: str


SIZES = (
    Choice("normal", "标准", "正文 16 像素"),
    Choice("large", "大字", "全部文字放大四分之一"),
)
LOOKS = (
    Choice("day", "日间", "白底深字"),
    Choice("night", "夜间", "深底浅字，暗处不刺眼"),
    Choice("contrast", "高对比", "只用黑白和深色，加粗边框"),
    Choice("auto", "跟随系统", "随手机、电脑的深浅色设置"),
)
_CONTRAST = """\
:root {
  color-scheme: light;
  --paper: #ffffff; --wash: #ffffff; --wash-2: #ffffff; --line: #000000; --line-strong: #000000;
  --ink: #000000; --ink-2: #000000; --ink-3: #1c1c1c;
  --main: #002a4a; --main-deep: #000000; --plate: #002a4a; --plate-deep: #000000; --on-plate-2: #ffffff;
  --zhu: #7a0c05; --ok: #00401f; --warn: #4d2c00; --bad: #7a0c05; --off: #1c1c1c; --info: #002a4a;
  --ok-soft: #ffffff; --warn-soft: #ffffff; --bad-soft: #ffffff; --off-soft: #ffffff; --info-soft: #ffffff;
  --main-soft: #ffffff;
}
.gk-badge { border: 1px solid; }
.gk-box { border: 2px solid; }
.gk-force, .gk-clock, .gk-libbar, .gk-note, .gk-sec--wash, .gk-foot, .gk-top { border: 1px solid; }
"""
_PAIR = re.compile(r"(--[\w-]+):\s*light-dark\([^,]+,\s*([^)]+)\)")


def mode_name(size: str, look: str) -> str:
    """The mode of a pair of choices: ``standard``, ``large``, ``night``, ``night-large``, …

    Unknown codes count as the first choice of their group, so that a hand-made address does no harm.
    """
    size = size if size in {choice.code for choice in SIZES} else SIZES[0].code
    look = look if look in {choice.code for choice in LOOKS} else LOOKS[0].code
    parts = [part for part in (look, size) if part not in {LOOKS[0].code, SIZES[0].code}]
    return "-".join(parts) or STANDARD


def choices_of(mode: str) -> tuple[str, str]:
    """The size and look of a mode name; the standard ones for a name that is not of the set."""
    for size in SIZES:
        for look in LOOKS:
            if mode_name(size.code, look.code) == mode:
                return size.code, look.code
    return SIZES[0].code, LOOKS[0].code


def mode_names() -> tuple[str, ...]:
    """Every mode of the set."""
    return tuple(mode_name(size.code, look.code) for look in LOOKS for size in SIZES)


def mode_css(mode: str, tokens: str) -> str:
    """The style sheet of a mode. ``tokens`` is the text of tokens.css, which holds the night values.

    Only for the screen: paper stays white. Night is given twice, for browsers without ``light-dark()`` too.
    """
    size, look = choices_of(mode)
    rules = [_marks(size), _marks(look)]
    if size == "large":
        rules.append("html { font-size: 125%; }\n")
    if look == "contrast":
        rules.append(_CONTRAST)
    if look == "night":
        rules.append(_night(tokens))
    if look == "auto":
        rules.append(f"@media (prefers-color-scheme: dark) {{\n{_night(tokens)}}}\n")
    return "@media screen {\n" + "".join(rules) + "}\n"


def _marks(code: str) -> str:
    """Show in the header which choice is on: colour, weight, line, and a word for screen readers."""
    return (
        f".gk-modes [value={code}] {{ color: var(--main); font-weight: 600; border-color: var(--huang); }}\n"
        f".gk-modes [value={code}] .gk-modes__on {{ display: inline; }}\n"
    )


def _night(tokens: str) -> str:
    values = " ".join(f"{name}: {value};" for name, value in _PAIR.findall(tokens))
    return f":root {{ color-scheme: dark; {values} }}\n"
