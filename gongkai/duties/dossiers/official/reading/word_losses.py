"""What of a DOCX file is no text that we keep: told, never dropped in silence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.clearance.screening.readers.markup import Element, all_of, local
from gongkai.clearance.screening.readers.packages import Package

_FOLIO = re.compile(r"[\s\d—－\-–·第页共/]*")
_SHOWN = 20


def losses_of(root: Element) -> Iterator[str]:
    """Warnings in Chinese about pictures, objects, formulas, comments and parts in another file."""
    counts = (
        (
            sum(1 for _ in all_of(root, "blip", "imagedata")),
            "有 {} 张图片没有读入：请把图片作为附件单独上传。",
        ),
        (sum(1 for _ in all_of(root, "OLEObject")), "有 {} 个嵌入的文件或对象没有读入：请单独上传。"),
        (sum(1 for _ in all_of(root, "oMath")), "有 {} 处公式，只读入其中的文字，请核对。"),
        (
            sum(1 for _ in all_of(root, "chart", "relIds")),
            "有 {} 个图表或智能图形没有读入：请改为表格或附件。",
        ),
        (sum(1 for _ in all_of(root, "commentReference")), "有 {} 条批注，没有读入。"),
        (
            sum(1 for _ in all_of(root, "altChunk")),
            "有 {} 处套着另一份文件，没有读入：请在 Word 里展开后另存。",
        ),
    )
    yield from (sentence.format(count) for count, sentence in counts if count)


def words_beside(package: Package, main: str) -> Iterator[tuple[str, str]]:
    """The words of each header and footer that holds more than the number of the page, and the warning about it."""
    for kind, target in package.related(main).values():
        if kind in ("header", "footer") and (text := _said(package.xml(target))):
            name = "页眉" if kind == "header" else "页脚"
            short = text[:_SHOWN] + ("…" if len(text) > _SHOWN else "")
            yield text, f"{name}“{short}”没有读入正文，请核对。"


def _said(root: Element | None) -> str:
    """The words of a header or footer; empty where it holds nothing but the number of the page."""
    if root is None:
        return ""
    text = "".join(one.text or "" for one in all_of(root, "t") if not _is_second(one)).strip()
    return "" if _FOLIO.fullmatch(text) else text


def _is_second(one: Element) -> bool:
    return any(local(outer) == "Fallback" for outer in one.iterancestors())
