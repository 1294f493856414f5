"""Lines of text in a picture with their boxes, by rapidocr with the models in its wheel: only in the bounded process."""

from __future__ import annotations

import importlib.util
import io

from gongkai.clearance.cleaning.mask_pictures import See, SeenLine
from gongkai.clearance.screening.recognition import engine

_SIDE = 3000  # pixels; a larger picture is made smaller first, as the reader does


def seer() -> See | None:
    """Picture to lines; None where the library is not installed."""
    return see if importlib.util.find_spec("rapidocr") else None


def see(picture: bytes) -> list[SeenLine]:
    """Lines from top to bottom. Raises what the library raises."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    wide = image.width
    image.thumbnail((_SIDE, _SIDE))
    scale = wide / max(image.width, 1)
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    result = engine()(out.getvalue())
    if result.boxes is None:
        return []
    lines = []
    for corners, text in zip(result.boxes, result.txts or (), strict=False):
        xs, ys = [float(x) * scale for x, _ in corners], [float(y) * scale for _, y in corners]
        lines.append(SeenLine(str(text), (min(xs), min(ys), max(xs), max(ys))))
    return lines
