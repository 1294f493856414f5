"""Redaction of PDF: the letters are taken out of what the pages draw, and a black box drawn where they stood.

A page where that is not sure to have worked (a font that cannot be measured, a scan below the letters, letters drawn as
shapes) is drawn anew as a picture with the boxes in it, and has no text any more. What a page shows where the letters stood
is looked at without the boxes: a box over something is no redaction.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gongkai.clearance.cleaning.mask_pdf_texts import forget_readings, mask_said
from gongkai.clearance.cleaning.mask_pictures import See, boxes_in
from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.cleaning.pdf import opened, saved
from gongkai.clearance.cleaning.pdf_letters import Letter, letters_of, take_letters
from gongkai.clearance.cleaning.pdf_pictures import (
    FLAT,
    Box,
    as_picture,
    blackened,
    drawn,
    is_inked,
    looked_over,
    placer,
)
from gongkai.clearance.cleaning.pdf_streams import Unmeasured
from gongkai.clearance.cleaning.pdf_text_state import Point
from gongkai.clearance.cleaning.result import Log, NotCleaned
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.core.pdfium import alone

_INNER = 0.2  # of a letter on each side that is not looked at: its neighbours may lean in
_ROOM = 0.6  # points around a box
_PICTURE = "第{number}页改成了图片（200 dpi）：{why}。这一页的文字今后不能复制、检索，请另附文字说明。"
_SPECIAL = "字体特殊，要遮盖的字不能单独取出"
_DRAWN = "要遮盖的字下面还有扫描图或图形"
_SCANNED = "是扫描件"
_UNSEEN = "第{number}页是扫描图，本机没有装文字识别，图里如果有要遮盖的内容，机器看不到。请人工核对。"
_NOWHERE = "第{number}页要遮盖的文字找不到画在哪里，没有遮盖。请用原来的软件删掉后重新导出。"
_BROKEN = "有的页面读不出来，没有遮盖。请重新导出后再上传。"


@dataclass(slots=True)
class _Page:
    """What has to go from a page: origins and boxes of letters; for a scan boxes in parts of its width and height."""

    number: int
    origins: list[Point] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    parts: list[Box] = field(default_factory=list)
    count: int = 0
    why: str = ""


def mask_pdf(
    data: bytes, budget: Budget, mask: Mask, log: Log, see: See | None
) -> tuple[bytes, int, list[str]]:
    """The file masked, how many stretches were, and what a person has to look at. Raises :class:`NotCleaned`."""
    total, left, found = _count_of(data), [], []
    for number in range(min(total, budget.limits.pages)):
        page, is_scan = _found(data, number, mask, see)
        budget.progress(number, total, "页")
        if page is not None:
            found.append(page)
        elif is_scan:
            left.append(_UNSEEN.format(number=number + 1))
    taken = _taken(data, found)
    for page in found:
        if not page.why and page.boxes and _shows_something(taken, page, mask):
            page.why = _DRAWN
    made = _settled(data, found, mask, log, see)
    left += [_PICTURE.format(number=page.number + 1, why=page.why) for page in found if page.why]
    made, said = mask_said(made, mask)
    return made, sum(page.count for page in found) + said, left


@alone
def _count_of(data: bytes) -> int:
    import pypdfium2  # heavy; only where a PDF comes in

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotCleaned(_BROKEN) from error
    try:
        return len(document)
    finally:
        document.close()


def _on_page(data: bytes, number: int, act: Callable[[Any], Any]) -> Any:
    import pypdfium2  # heavy; only where a PDF comes in

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotCleaned(_BROKEN) from error
    try:
        return act(document[number])
    except pypdfium2.PdfiumError as error:
        raise NotCleaned(_BROKEN) from error
    finally:
        document.close()


@alone
def _found(data: bytes, number: int, mask: Mask, see: See | None) -> tuple[_Page | None, bool]:
    """What has to go from a page, and whether it is a scan that nobody read."""
    letters: list[Letter] = _on_page(data, number, letters_of)
    page = _Page(number)
    text = "".join(one.text for one in letters)
    for match in mask.matches(text):
        gone = [letters[at] for at, put in match.letters if put != letters[at].text]
        if any(one.origin is None for one in gone):
            raise NotCleaned(_NOWHERE.format(number=number + 1))
        page.origins += [one.origin for one in gone if one.origin is not None]
        page.boxes += _joined([one.box for one in gone if one.origin is not None])
        page.count += 1
    if any(one.origin is not None for one in letters):
        return (page if page.count else None), False
    return _in_scan(data, page, mask, see)


def _in_scan(data: bytes, page: _Page, mask: Mask, see: See | None) -> tuple[_Page | None, bool]:
    """A page without any letters: what is recognised in its picture."""
    picture = _on_page(data, page.number, drawn)
    tones = picture.convert("L").getextrema()
    if tones[1] - tones[0] <= FLAT:
        return None, False
    if see is None:
        return None, True
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    boxes = boxes_in(out.getvalue(), mask, see)
    if not boxes:
        return None, False
    wide, high = picture.size
    page.parts = [
        (left / wide, top / high, right / wide, bottom / high) for left, top, right, bottom in boxes
    ]
    page.count, page.why = len(boxes), _SCANNED
    return page, False


def _joined(boxes: list[Box]) -> list[Box]:
    """Boxes of letters side by side as one."""
    out: list[Box] = []
    for one in boxes:
        if one[2] <= one[0] or one[3] <= one[1]:
            continue
        last = out[-1] if out else None
        high = one[3] - one[1]
        if (
            last
            and abs(one[1] - last[1]) < high
            and abs(one[3] - last[3]) < high
            and -high < one[0] - last[2] < high
        ):
            out[-1] = min(last[0], one[0]), min(last[1], one[1]), max(last[2], one[2]), max(last[3], one[3])
        else:
            out.append(one)
    return out


def _taken(data: bytes, found: list[_Page]) -> bytes:
    """The file without the letters and without any box yet."""
    with opened(data) as document:
        for page in found:
            if page.why or not page.origins:
                continue
            try:
                take_letters(document, page.number, page.origins, readings=True)
            except Unmeasured:
                page.why = _SPECIAL
        return saved(document)


@alone
def _shows_something(data: bytes, page: _Page, mask: Mask) -> bool:
    """Whether anything is left where the letters stood, as text or as ink."""

    def look(held: Any) -> bool:
        if mask.is_in("".join(one.text for one in letters_of(held))):
            return True
        picture, place = drawn(held).convert("L"), placer(held)
        return any(is_inked(picture, place(_inner(box))) for box in page.boxes)

    return bool(_on_page(data, page.number, look))


def _inner(box: Box) -> Box:
    wide, high = (box[3] - box[1]) * _INNER, (box[3] - box[1]) * _INNER
    wide = min(wide, (box[2] - box[0]) * _INNER)
    return box[0] + wide, box[1] + high, box[2] - wide, box[3] - high


def _settled(data: bytes, found: list[_Page], mask: Mask, log: Log, see: See | None) -> bytes:
    """The letters taken out and boxes drawn; pages for which that does not do as pictures."""
    with opened(data) as document:
        for page in found:
            if page.why:
                picture, size = _blackened(data, page)
                as_picture(document, page.number, looked_over(picture, mask, see), size)
                log.did("处在页面图片上涂黑", page.count)
            else:
                take_letters(document, page.number, page.origins, readings=True)
                _draw_boxes(document.pages[page.number], page.boxes)
                log.did("处文字从页面里取出并涂黑", page.count)
        forget_readings(document, {page.number for page in found})
        return saved(document)


@alone
def _blackened(data: bytes, page: _Page) -> tuple[Any, tuple[float, float]]:
    made: tuple[Any, tuple[float, float]] = _on_page(
        data, page.number, lambda held: blackened(held, page.boxes, page.parts)
    )
    return made


def _draw_boxes(page: Any, boxes: list[Box]) -> None:
    code = ["Q q 0 g"]
    for left, bottom, right, top in boxes:
        wide, high = right - left + 2 * _ROOM, top - bottom + 2 * _ROOM
        code.append(f"{left - _ROOM:.3f} {bottom - _ROOM:.3f} {wide:.3f} {high:.3f} re f")
    page.contents_add(b"q", prepend=True)
    page.contents_add(("\n".join([*code, "Q"])).encode())
