"""Text in pictures, by rapidocr with the models in its wheel: only in the bounded process, for it takes 900 MB."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable
from functools import cache
from typing import Any

_SIDE = 3000  # pixels; a longer picture is made smaller first
_SURE = 0.5  # rapidocr's own threshold of a line's score


def recogniser() -> Callable[[bytes], str] | None:
    """Picture to text; None where the library is not installed."""
    return recognise if importlib.util.find_spec("rapidocr") else None


def recognise(picture: bytes) -> str:
    """Lines from top to bottom. Raises what the library raises."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((_SIDE, _SIDE))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=1)
    result = engine()(out.getvalue())
    return "\n".join(result.txts or ())


@cache
def engine() -> Any:
    import logging

    from rapidocr import RapidOCR  # 1.1 s and its models; only when the first picture comes

    logging.disable(logging.CRITICAL)
    return RapidOCR(params={"Global.text_score": _SURE, "EngineConfig.onnxruntime.intra_op_num_threads": 1})
