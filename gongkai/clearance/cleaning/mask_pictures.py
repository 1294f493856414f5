"""Masking in pictures: whole lines of recognised text are painted over, for where a line ends is known better than where a
letter stands. Pure but for Pillow.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.cleaning.result import NotCleaned

_MARGIN = 0.15  # of the height of a line on each side
_QUALITY = 92
_BROKEN = "图片打不开，没有遮盖。请重新导出为 PNG 或 JPG。"
_MANY = "图片有多帧，没有遮盖。请另存为单张图片。"
UNSEEN = "是图片，本机没有装文字识别，找不到要遮盖的内容在哪里。请用图片软件涂掉后重新上传。"


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line of recognised text with its box (left, top, right, bottom) in pixels."""

    text: str
    box: tuple[float, float, float, float]


See = Callable[[bytes], list[SeenLine]]


def mask_picture(data: bytes, mask: Mask, see: See) -> tuple[bytes, int]:
    """The picture with every line painted over in which a stretch stands, and how many lines; the same bytes for none."""
    boxes = boxes_in(data, mask, see)
    if not boxes:
        return data, 0
    return painted(data, boxes), len(boxes)


def boxes_in(data: bytes, mask: Mask, see: See) -> list[tuple[float, float, float, float]]:
    """Boxes of the lines in which a stretch stands; one that runs on in the next line takes both."""
    lines = see(data)
    wanted: set[int] = set()
    for at, line in enumerate(lines):
        if mask.is_in(line.text):
            wanted.add(at)
        elif (
            at + 1 < len(lines)
            and not mask.is_in(lines[at + 1].text)
            and mask.is_in(line.text + lines[at + 1].text)
        ):
            wanted |= {at, at + 1}
    return [lines[at].box for at in sorted(wanted)]


def painted(data: bytes, boxes: list[tuple[float, float, float, float]]) -> bytes:
    """The picture with black boxes, packed anew in its own format. Raises :class:`NotCleaned`."""
    from PIL import Image, ImageDraw  # only where a picture comes in

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as opened:
                kind = opened.format or "PNG"
                if getattr(opened, "n_frames", 1) > 1:
                    raise NotCleaned(_MANY)
                picture: Any = opened.convert(
                    "RGB" if opened.mode not in ("L", "RGB", "RGBA", "LA") else opened.mode
                )
            pen = ImageDraw.Draw(picture)
            black: Any = {"L": 0, "LA": (0, 255), "RGBA": (0, 0, 0, 255)}.get(picture.mode, (0, 0, 0))
            for left, top, right, bottom in boxes:
                room = (bottom - top) * _MARGIN
                pen.rectangle((left - room, top - room, right + room, bottom + room), fill=black)
            out = io.BytesIO()
            picture.save(out, kind, **({"quality": _QUALITY} if kind == "JPEG" else {}))
            return out.getvalue()
    except NotCleaned:
        raise
    except Exception as error:  # decoders fail in every way there is
        raise NotCleaned(_BROKEN) from error
