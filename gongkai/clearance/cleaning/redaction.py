"""Redaction: hidden data out, then every stretch out of what is seen, then the file read again to be sure.

To be called in the bounded process (:mod:`gongkai.clearance.cleaning.bounded`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gongkai.clearance.cleaning.archives import clean_archive
from gongkai.clearance.cleaning.checking import parts_of
from gongkai.clearance.cleaning.images import is_known
from gongkai.clearance.cleaning.mask_office import mask_bundle
from gongkai.clearance.cleaning.mask_pdf import mask_pdf
from gongkai.clearance.cleaning.mask_pictures import UNSEEN, See, mask_picture
from gongkai.clearance.cleaning.masks import Mask, Stretch
from gongkai.clearance.cleaning.opening import clean, guarded, is_archive, is_plain
from gongkai.clearance.cleaning.result import Cleaned, Log, NotCleaned, Redacted
from gongkai.clearance.cleaning.traces import is_left
from gongkai.clearance.screening.decoding import decode
from gongkai.clearance.screening.parts import Part, Passage, Table
from gongkai.clearance.screening.readers.limits import Budget, Limits

_NOTHING = "没有选要遮盖的内容。请勾选查到的问题，或填写要遮盖的文字。"
_ABSENT = "要遮盖的文字有 {count} 处在文件里没有找到，没有遮盖。请照文件里的写法填写，或重新检查文件。"
_LEFT = (
    "遮盖以后核对，文件里还能找到要遮盖的内容（可能写法不同，或在图片、公式里），没有采用。"
    "请用原来的软件删掉后重新上传。"
)


def redact(
    name: str, data: bytes, hits: Sequence[Stretch], *, limits: Limits | None = None, see: See | None = None
) -> Redacted:
    """The file cleaned, without any of these stretches anywhere. Raises :class:`NotCleaned` with the reason in Chinese.

    ``see`` recognises text in pictures, with its place; without it pictures are only told of.
    """
    limits = limits or Limits()
    return guarded(lambda: _redacted(name, data, hits, limits, see))


def _redacted(name: str, data: bytes, hits: Sequence[Stretch], limits: Limits, see: See | None) -> Redacted:
    mask = Mask(hits)
    if not mask.texts:
        raise NotCleaned(_NOTHING)
    _check_there(name, data, hits, limits)
    cleaned = clean(name, data, limits=replace(limits, ocr=None))
    log = Log()
    made, count, left = _masked(name, cleaned.data, Budget(limits), mask, log, see)
    if is_left(made, mask) or _is_read(parts_of(name, made, limits), mask):
        raise NotCleaned(_LEFT)
    log.note(f"共遮盖 {count} 处，遮盖后已重新读取核对，文件里找不到原文。")
    lines = (*cleaned.removed, *log.lines())
    return Redacted(made, count, lines, tuple(dict.fromkeys((*cleaned.left, *left))))


def _check_there(name: str, data: bytes, hits: Sequence[Stretch], limits: Limits) -> None:
    """Each stretch must stand in the file: what is not found was mistyped, and would stay where it is."""
    texts = [text for part in parts_of(name, data, limits) for text in (*_texts(part), part.place)]
    masks = [mask for one in hits if (mask := Mask([one])).texts]
    if absent := sum(not any(mask.is_in(text) for text in texts) for mask in masks):
        raise NotCleaned(_ABSENT.format(count=absent))


def _texts(part: Part) -> Iterable[str]:
    if isinstance(part, Passage):
        return (part.text,)
    return (cell for _, _, cell in part.cells()) if isinstance(part, Table) else ()


def _is_read(parts: list[Part], mask: Mask) -> bool:
    return any(mask.is_in(text) for part in parts for text in (*_texts(part), part.place))


def _masked(
    name: str, data: bytes, budget: Budget, mask: Mask, log: Log, see: See | None
) -> tuple[bytes, int, list[str]]:
    if b"%PDF-" in data[:1024]:
        return mask_pdf(data, budget, mask, log, see)
    if is_archive(data):
        return _archive(data, budget, mask, log, see)
    if data.startswith(b"PK"):
        return mask_bundle(data, budget, mask, log, see)
    if is_known(data):
        if see is None:
            raise NotCleaned(UNSEEN)
        made, count = mask_picture(data, mask, see)
        log.did("行图片里的文字整行涂黑", count)
        return made, count, []
    if is_plain(name):
        return _text(data, mask)
    raise NotCleaned("这种格式系统不会遮盖。请另存为 DOCX、XLSX、PPTX 或 PDF 后再上传。")


def _text(data: bytes, mask: Mask) -> tuple[bytes, int, list[str]]:
    """A text in its own encoding, where that has the sign of the mask."""
    text, count = mask.masked(decode(data))
    for encoding in ("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8", "gb18030", "utf-16"):
        try:
            data.decode(encoding)
        except UnicodeError:
            continue
        return text.encode(encoding), count, []
    return text.encode("utf-8"), count, []


def _archive(
    data: bytes, budget: Budget, mask: Mask, log: Log, see: See | None
) -> tuple[bytes, int, list[str]]:
    total = 0

    def one(name: str, inner: bytes, used: Budget) -> Cleaned:
        nonlocal total
        made, count, left = _masked(name, inner, used, mask, log, see)
        total += count
        return Cleaned(made, (), tuple(left))

    made = clean_archive(data, budget, Log(), one)
    return made.data, total, list(made.left)
