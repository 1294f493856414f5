"""Notes, fields and actions of a PDF: what is drawn on the page stays as part of it, what only comments goes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.clearance.cleaning.result import Log

_LIVING = ("/Link", "/Widget")
# Drawn on purpose: seals, typed lines, frames. They are seen by whoever prints the page.
_DRAWN = (
    "/Stamp",
    "/FreeText",
    "/Line",
    "/Square",
    "/Circle",
    "/Polygon",
    "/PolyLine",
    "/Ink",
    "/Watermark",
    "/Redact",
)
_UNSEEN = 0x02 | 0x20
_RUNNING = (
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/GoToE",
)
_ACTIONS = ("/A", "/Next", "/OpenAction", "/PA")
_PRIVATE = ("/Metadata", "/PieceInfo", "/AF", "/AA", "/LastModified", "/SpiderInfo", "/Thumb")
_ROOT = ("/Perms", "/DSS", "/Collection", "/Threads", "/Legal", "/Requirements")
_FIELDS = 20_000
_MOST = 200_000  # values of one object


def settle_notes(document: Any, log: Log) -> None:
    """Comments go; what is drawn becomes part of its page; links and fields stay."""
    for page in document.pages:
        notes = page.obj.get("/Annots")
        if notes is None:
            continue
        kept = []
        for one in list(notes):
            kind = str(one.get("/Subtype", "")) if hasattr(one, "get") else ""
            is_unseen = bool(int(one.get("/F", 0)) & _UNSEEN) if kind else True
            if kind in _LIVING and not (is_unseen and kind == "/Link"):
                kept.append(one)
            elif kind in _DRAWN and not is_unseen and _draw(document, page, one):
                log.took("处画在页面上的标注（并入页面，附带的批注和姓名去掉）")
            elif kind == "/FileAttachment":
                log.took("个附在页面上的文件")
            elif kind != "/Popup":
                log.took("条批注")
        _put_notes(page, kept)


def _put_notes(page: Any, kept: list[Any]) -> None:
    import pikepdf  # only where a PDF comes in

    for one in kept:
        for key in ("/Popup", "/T", "/Contents", "/RC", "/Subj", "/NM"):
            if key in one and str(one.get("/Subtype")) == "/Link":
                del one[key]
    if kept:
        page.obj.Annots = pikepdf.Array(kept)
    else:
        del page.obj["/Annots"]


def _draw(document: Any, page: Any, one: Any) -> bool:
    """Paint a note's picture onto its page; False where it has none."""
    import pikepdf  # only where a PDF comes in

    look = one.get("/AP", {}).get("/N")
    if look is not None and not hasattr(look, "read_bytes"):
        look = look.get(str(one.get("/AS", "")))
    if look is None or not hasattr(look, "read_bytes"):
        return False
    look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    known = page.obj.get("/Resources", {}).get("/XObject", {})
    number = next(number for number in range(len(known) + 1) if f"/Gn{number}" not in known)
    name = pikepdf.Name(f"/Gn{number}")
    page.add_resource(document.make_indirect(look), pikepdf.Name.XObject, name)
    rect, box = _ordered(one.Rect), _ordered(look.get("/BBox", one.Rect))
    matrix = [float(value) for value in look.get("/Matrix", (1, 0, 0, 1, 0, 0))]
    left, bottom, right, top = _bounds(box, matrix)
    wide = (rect[2] - rect[0]) / (right - left) if right > left else 1
    high = (rect[3] - rect[1]) / (top - bottom) if top > bottom else 1
    place = f"{wide:.6f} 0 0 {high:.6f} {rect[0] - left * wide:.6f} {rect[1] - bottom * high:.6f}"
    page.contents_add(b"q", prepend=True)
    page.contents_add(f"Q q {place} cm {name} Do Q".encode())
    return True


def _ordered(box: Any) -> tuple[float, float, float, float]:
    one, two, three, four = (float(value) for value in box)
    return min(one, three), min(two, four), max(one, three), max(two, four)


def _bounds(box: tuple[float, float, float, float], matrix: list[float]) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def settle_fields(document: Any, log: Log) -> None:
    """Fields that nobody sees go with what was written in them; signatures no longer hold for a changed file."""
    form = document.Root.get("/AcroForm")
    if form is None:
        return
    gone: set[tuple[int, int]] = set()
    fields = form.get("/Fields")
    if fields is not None:
        _settle(fields, gone, log, 0)
    for page in document.pages if gone else ():
        notes = page.obj.get("/Annots")
        for at in reversed(range(len(notes) if notes is not None else 0)):
            if notes[at].objgen in gone:
                del notes[at]
    if "/SigFlags" in form:
        del form["/SigFlags"]


def _settle(fields: Any, gone: set[tuple[int, int]], log: Log, depth: int) -> None:
    for at in reversed(range(min(len(fields), _FIELDS))):
        one = fields[at]
        if str(one.get("/FT", "")) == "/Sig" and "/V" in one:
            del one["/V"]
            log.note("去掉文件里的数字签名（内容改动后不再有效；页面上的印章图样留下）。")
        if "/Kids" in one and depth < 50:
            _settle(one.Kids, gone, log, depth + 1)
        if int(one.get("/F", 0)) & _UNSEEN and any(key in one for key in ("/V", "/DV", "/TU")):
            gone.add(one.objgen)
            del fields[at]
            log.took("个隐藏的表单域")


def settle_actions(document: Any, log: Log) -> None:
    """Scripts, actions that start something, private data and files inside."""
    root = document.Root
    names = root.get("/Names")
    if names is not None:
        if "/JavaScript" in names:
            log.took("处脚本")
        count = len(document.attachments) if "/EmbeddedFiles" in names else 0
        log.took("个内嵌文件", count)
        for key in [
            key for key in ("/JavaScript", "/EmbeddedFiles", "/AlternatePresentations") if key in names
        ]:
            del names[key]
    for key in [key for key in _ROOT if key in root]:
        del root[key]
    for one in dictionaries(document):
        _quiet(one, log)


def dictionaries(document: Any) -> Iterator[Any]:
    """All dictionaries and streams of a file, those that stand in others as well."""
    import pikepdf  # only where a PDF comes in

    for held in document.objects:
        waiting, steps = [held], 0
        while waiting and steps < _MOST:
            one = waiting.pop()
            steps += 1
            if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
                yield one
                waiting.extend(value for _, value in one.items() if _is_inner(value))
            elif isinstance(one, pikepdf.Array):
                waiting.extend(value for value in one if _is_inner(value))


def _is_inner(value: Any) -> bool:
    """Whether a value stands in its object itself and can hold others."""
    import pikepdf  # only where a PDF comes in

    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _quiet(one: Any, log: Log) -> None:
    for key in _ACTIONS:
        action = one.get(key)
        if action is not None and hasattr(action, "keys") and str(action.get("/S", "")) in _RUNNING:
            log.took("处脚本或会启动程序的动作")
            del one[key]
    if "/PieceInfo" in one:
        log.note("去掉编辑软件留下的私有数据。")
    for key in [key for key in _PRIVATE if key in one]:
        del one[key]
