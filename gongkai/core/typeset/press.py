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
    "fang": (
        "FangSong_GB2312",
        "仿宋_GB2312",
        "FZFangSong-Z02S",
        "FZFangSong-Z02",
        "FangSong",
        "STFangsong",
        "FandolFang R",
        "Noto Serif CJK SC",
    ),
    "kai": (
        "KaiTi_GB2312",
        "楷体_GB2312",
        "FZKai-Z03S",
        "FZKai-Z03",
        "KaiTi",
        "STKaiti",
        "FandolKai",
        "LXGW WenKai",
        "Noto Serif CJK SC",
    ),
    "song": ("SimSun", "FZShuSong-Z01S", "FZShuSong-Z01", "STSong", "Noto Serif CJK SC"),
    "hei": ("SimHei", "FZHei-B01S", "FZHei-B01", "STHeiti", "Noto Sans CJK SC"),
    "mono": ("Noto Sans Mono CJK SC", "SimHei", "Noto Sans CJK SC"),
    "biao": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "Noto Serif CJK SC"),
}
# Rare characters of names, which the faces above may lack.
_BEHIND = ("Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai")

# One paper at a time in a process: the compiler keeps what it was given last.
_ALONE = threading.Lock()

_NAMES = {"fang": "仿宋", "kai": "楷体", "hei": "黑体", "biao": "小标宋", "song": "宋体"}
"""What the standard calls the faces, and what the operator installs."""
_FREE = ("Fandol", "Noto", "LXGW")


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
    return typeset_telling(template, data, drawings=drawings, made_at=made_at, labels=())[0]


def typeset_telling(
    template: str,
    data: Mapping[str, Any],
    *,
    drawings: Mapping[str, str],
    made_at: datetime,
    labels: Sequence[str],
) -> tuple[bytes, dict[str, Any]]:
    """As :func:`typeset`, with what the set paper tells under labels of its own (``<body-end>``: on which page).

    Of a label that stands in it several times the last is told; one that is not there is left out.
    """
    inputs = {
        **drawings,
        "data": json.dumps(settable(data), ensure_ascii=False),
        "faces": json.dumps({**_faces(), **_weights()}, ensure_ascii=False),
    }
    with _ALONE:
        compiler = _compiler()
        found = compiler.compile(
            input=str(ROOT / template), format="pdf", sys_inputs=inputs, timestamp=int(made_at.timestamp())
        )
        told = {label: json.loads(compiler.query(label, field="value")) for label in labels}
    return bytes(found), {label: values[-1] for label, values in told.items() if values}


def stand_ins() -> tuple[str, ...]:
    """The faces of the standard (仿宋, 小标宋 …) that this machine lacks and sets in a free one. Raises :class:`NoFontError`."""
    return tuple(name for role, name in _NAMES.items() if _faces()[role][0].startswith(_FREE))


@cache
def _fonts() -> Any:
    import typst  # with the first paper, not with the web server: see above

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


@cache
def _compiler() -> Any:
    import typst  # as above

    return typst.Compiler(root=str(ROOT), font_paths=_fonts())


def _weights() -> dict[str, str]:
    """小标宋 is bold by itself; a free face in its place is made bold."""
    is_free = _faces()["biao"][0].startswith(_FREE)
    return {"biao_weight": "bold" if is_free else "regular", "mark_weight": "black" if is_free else "regular"}


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
