"""PDF: what the pages do not show taken out, the file written anew without its former versions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from gongkai.clearance.cleaning.images import stripped
from gongkai.clearance.cleaning.pdf_letters import letters_of, take_letters
from gongkai.clearance.cleaning.pdf_notes import settle_actions, settle_fields, settle_notes
from gongkai.clearance.cleaning.pdf_streams import Removal, Unmeasured
from gongkai.clearance.cleaning.pdf_text_state import Point
from gongkai.clearance.cleaning.result import Log, NotCleaned
from gongkai.clearance.screening.parts import Hidden
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.pdf import COVERED
from gongkai.clearance.screening.readers.pdf_page import page_text
from gongkai.clearance.screening.readers.polyglots import around_pdf
from gongkai.core.pdfium import alone

_LOCKED = "文件有密码，没有清理。请另存为没有密码的 PDF 再上传。"
_BROKEN = "文件已损坏，打不开，没有清理。请重新导出后再上传。"
_STAYS = "第{number}页有{what}，字体特殊，没能从页面里取出。请在“遮盖”里处理，或用原来的软件删掉后重新导出。"


def opened(data: bytes) -> Any:
    """A PDF to be changed. Raises :class:`NotCleaned`."""
    import pikepdf  # only where a PDF comes in

    try:
        document = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise NotCleaned(_LOCKED) from error
    except Exception as error:  # broken files fail in every way there is
        raise NotCleaned(_BROKEN) from error
    if document.is_encrypted:
        raise NotCleaned(_LOCKED)
    return document


def saved(document: Any) -> bytes:
    """The file anew: nothing that is not reached, no former versions; the same bytes for the same contents."""
    import pikepdf  # only where a PDF comes in

    out = io.BytesIO()
    document.remove_unreferenced_resources()
    document.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
        linearize=False,
    )
    return out.getvalue()


def clean_pdf(data: bytes, budget: Budget, log: Log) -> tuple[bytes, list[str]]:
    """The file cleaned, and what had to stay. Raises :class:`NotCleaned`."""
    with opened(data) as document:
        left = _take_unseen(document, data, budget, log)
        _take_layers(document, log)
        _properties(document, log)
        settle_fields(document, log)
        settle_notes(document, log)
        settle_actions(document, log)
        _pictures(document, log)
        for part in around_pdf(data):
            if isinstance(part, Hidden):
                log.note(f"去掉{part.what}。")
        if (ends := data.count(b"%%EOF") - (1 if b"/Linearized" in data[:2048] else 0)) > 1:
            log.note(f"去掉文件里留着的 {ends - 1} 次修改之前的内容。")
        return saved(document), left


def _take_unseen(document: Any, data: bytes, budget: Budget, log: Log) -> list[str]:
    """Letters that are there and not seen, covered ones included, out of what the pages draw."""
    left = []
    for number, found in _unseen(data, min(len(document.pages), budget.limits.pages)):
        for why, origins in found.items():
            try:
                take_letters(document, number, origins)
            except Unmeasured:
                left.append(_STAYS.format(number=number + 1, what=why))
            else:
                log.took(f"个{why}", len(origins))
    return left


def _unseen(data: bytes, most: int) -> Iterator[tuple[int, dict[str, list[Point]]]]:
    for number in range(most):
        if found := _unseen_of(data, number):
            yield number, found


@alone
def _unseen_of(data: bytes, number: int) -> dict[str, list[Point]]:
    import pypdfium2  # heavy; only where a PDF comes in

    found: dict[str, list[Point]] = {}
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise NotCleaned(_BROKEN) from error
    try:
        page = document[number]
        held = page_text(page, COVERED.partition("（")[0])
        letters = letters_of(page) if held.unseen_at else []
        for index, why in held.unseen_at.items():
            if (origin := letters[index].origin) is not None:
                found.setdefault(why, []).append(origin)
        page.close()
    except pypdfium2.PdfiumError:
        return {}  # its reader says that the page is broken
    finally:
        document.close()
    return found


def _take_layers(document: Any, log: Log) -> None:
    """Layers that are off when the file is opened, with all that they draw."""
    layers = document.Root.get("/OCProperties")
    off = _off(layers) if layers is not None else frozenset()
    if not off:
        return
    for page in document.pages:
        try:
            Removal(document, lambda at, height: False, off).page(page)
        except Exception as error:  # streams of a broken file are of any kind
            raise NotCleaned(
                "关闭的图层没能从页面里取出，没有清理。请用原来的软件删掉图层后重新导出。"
            ) from error
        notes = page.obj.get("/Annots")
        for at in reversed(range(len(notes) if notes is not None else 0)):
            group = notes[at].get("/OC")
            if group is not None and group.objgen in off:
                del notes[at]
    _forget(document, off)
    log.took("个关闭的图层", len(off))


def _off(layers: Any) -> frozenset[tuple[int, int]]:
    usual = layers.get("/D", {})
    is_off = str(usual.get("/BaseState", "/ON")) == "/OFF"
    on = {one.objgen for one in usual.get("/ON", [])}
    off = {one.objgen for one in usual.get("/OFF", [])}
    return frozenset(
        one.objgen
        for one in layers.get("/OCGs", [])
        if one.objgen in off or (is_off and one.objgen not in on)
    )


def _forget(document: Any, off: frozenset[tuple[int, int]]) -> None:
    """The names of the layers go where they are listed."""
    layers = document.Root.OCProperties
    if len(off) == len({one.objgen for one in layers.get("/OCGs", [])}):
        del document.Root["/OCProperties"]
    else:
        _filter(layers, off, 0)
    for held in document.objects:
        listed: Any = held.get("/Properties") if hasattr(held, "keys") else None
        for key in (
            [key for key, one in listed.items() if one.objgen in off] if hasattr(listed, "keys") else ()
        ):
            del listed[key]
    for page in document.pages:
        known: Any = page.obj.get("/Resources", {}).get("/Properties", {})
        for key in [key for key, one in known.items() if one.objgen in off]:
            del known[key]


def _filter(held: Any, off: frozenset[tuple[int, int]], depth: int) -> None:
    import pikepdf  # only where a PDF comes in

    if depth > 20:
        return
    if isinstance(held, pikepdf.Array):
        for at in reversed(range(len(held))):
            if isinstance(held[at], pikepdf.Object) and held[at].objgen in off:
                del held[at]
    inner = held if isinstance(held, pikepdf.Array) else [one for _, one in held.items()]
    for one in inner:
        if isinstance(one, pikepdf.Array | pikepdf.Dictionary) and str(getattr(one, "Type", "")) != "/OCG":
            _filter(one, off, depth + 1)


def _properties(document: Any, log: Log) -> None:
    """Of the properties the title stays."""
    told = [key for key in document.docinfo if key not in ("/Title", "/CreationDate", "/ModDate", "/Trapped")]
    title = document.docinfo.get("/Title")
    log.took("项文件属性（作者、制作软件等）", len(told))
    if "/Metadata" in document.Root:
        log.note("去掉 XMP 属性。")
    if "/Info" in document.trailer:
        del document.trailer["/Info"]
    if title is not None and str(title).strip():
        document.docinfo["/Title"] = title


def _pictures(document: Any, log: Log) -> None:
    """Photographs inside lose what they say of place and camera."""
    import pikepdf  # only where a PDF comes in

    for held in document.objects:
        if not isinstance(held, pikepdf.Stream) or str(held.get("/Filter", "")) != "/DCTDecode":
            continue
        data, said = stripped(held.read_raw_bytes())
        if said:
            about: Any = held.get("/DecodeParms")
            held.write(data, filter=pikepdf.Name.DCTDecode, decode_parms=about)
            log.took("张图片里的拍摄信息或附注")
