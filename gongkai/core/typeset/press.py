"""Set a paper: template and data in, PDF out; the same data give the same bytes.

Typst runs in the process. It is loaded with the first paper, not with the web server: reading the fonts of the machine
takes a tenth of a second and some memory that a process which sets none can do without.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.core.typeset.texts import settable

ROOT = Path(__file__).resolve().parents[2]
"""Templates lie inside the package and may import each other from here (``/core/typeset/form.typ``)."""

# GB/T 9704-2012 asks for 仿宋, 黑体, 小标宋. The first family that the machine has is taken; free ones come last.
_WANTED: Mapping[str, Sequence[str]] = {
    "fang": ("FangSong_GB2312", "FZFangSong-Z02S", "FangSong", "FandolFang R", "Noto Serif CJK SC"),
    "hei": ("SimHei", "FZHei-B01S", "Noto Sans CJK SC"),
    "mono": ("Noto Sans Mono CJK SC", "SimHei", "Noto Sans CJK SC"),
    "biao": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "Noto Serif CJK SC"),
}
# Rare characters of names, which the faces above may lack.
_BEHIND = ("Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai")

# One paper at a time in a process: the compiler keeps what it was given last.
_ALONE = threading.Lock()


class NoFontError(RuntimeError):
    """The machine has no Chinese font to set a paper in; the message tells the operator what to install."""


def typeset(
    template: str, data: Mapping[str, Any], *, drawings: Mapping[str, str], made_at: datetime
) -> bytes:
    """A PDF of a template below ``gongkai``, such as ``clearance/typst/review_sheet.typ``.

    ``data`` holds plain values as JSON takes them; the template finds them in ``sys.inputs.data``.
    ``drawings`` are SVG of our own making, each found in ``sys.inputs`` under its name. ``made_at`` is the time
    written into the file, so that equal data make equal bytes. Raises :class:`NoFontError`.
    """
    inputs = {
        **drawings,
        "data": json.dumps(settable(data), ensure_ascii=False),
        "faces": json.dumps(_faces(), ensure_ascii=False),
    }
    with _ALONE:
        found = _compiler().compile(
            input=str(ROOT / template), format="pdf", sys_inputs=inputs, timestamp=int(made_at.timestamp())
        )
    return bytes(found)


@cache
def _fonts() -> Any:
    import typst  # with the first paper, not with the web server: see above

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def _compiler() -> Any:
    import typst  # as above

    return typst.Compiler(root=str(ROOT), font_paths=_fonts())


@cache
def _faces() -> dict[str, list[str]]:
    """The families for each role, those behind the first included."""
    there = frozenset(_fonts().families())
    behind = [name for name in _BEHIND if name in there]
    faces = {}
    for role, names in _WANTED.items():
        first = next((name for name in names if name in there), None)
        if first is None:
            raise NoFontError(f"no font for {role}: install the package fonts-noto-cjk")
        faces[role] = [first, *(name for name in behind if name != first)]
    return faces
