"""Pictures without what they say of camera, person and place; the picture itself is not packed anew. Pure."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator

from gongkai.clearance.cleaning.result import Cleaned, Log, NotCleaned
from gongkai.clearance.screening.readers.limits import Budget

_PNG, _JPEG, _GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", (b"GIF87a", b"GIF89a")
_PNG_KEPT = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT acTL fcTL fdAT cICP".split()
)
_UNKNOWN = "这种图片系统不会清理。请另存为 PNG 或 JPG 后再上传。"
_BROKEN = "图片已损坏或格式不认识，没有清理。请重新导出为 PNG 或 JPG。"
_ORIENTATION = 0x0112
_QUALITY = 95  # of a JPEG that has to be turned; the others are not packed anew


def clean_image(data: bytes, budget: Budget) -> Cleaned:
    """A picture that is a file of its own, the way up that its camera says. Raises :class:`NotCleaned`."""
    turned, log = _turned(data, budget), Log()
    out, said = stripped(turned if turned is not None else data)
    if turned is not None:
        log.note("照片已按拍摄方向转正，方向标记去掉。")
        said = said or _says(data)
    if said:
        log.note("去掉图片里的拍摄信息（地点、时间、设备、作者）、附注和图片以外的内容。")
    return Cleaned(out, log.lines())


def _says(data: bytes) -> bool:
    return stripped(data)[1]


def stripped(data: bytes) -> tuple[bytes, bool]:
    """The picture without the rest, and whether there was any rest; which way up it is shown stays said.

    What is no picture of a known kind comes back as it is.
    """
    try:
        if data.startswith(_JPEG):
            out = _jpeg(data)
        elif data.startswith(_PNG):
            out = _png(data)
        elif data.startswith(_GIF):
            out = _gif(data)
        elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
            out = _webp(data)
        else:
            return data, False
    except (struct.error, IndexError):
        return data, False  # broken; its reader says so
    return out, out != data


def is_known(data: bytes) -> bool:
    """Whether this is a picture that can be cleaned."""
    return data.startswith((_JPEG, _PNG, *_GIF)) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")


def _turned(data: bytes, budget: Budget) -> bytes | None:
    """The picture turned, or None where it is the right way up."""
    from PIL import Image, ImageOps  # only where a picture comes in

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as picture:
                if picture.getexif().get(_ORIENTATION, 1) in (0, 1) or picture.format not in (
                    "JPEG",
                    "PNG",
                    "WEBP",
                ):
                    return None
                if picture.width * picture.height > budget.limits.pixels:
                    raise NotCleaned("图片太大，转正方向要占用过多内存，没有清理。请缩小后再上传。")
                out = io.BytesIO()
                profile, kind = picture.info.get("icc_profile"), picture.format
                about = {"quality": _QUALITY} if kind == "JPEG" else {}
                ImageOps.exif_transpose(picture).save(out, kind, icc_profile=profile, exif=b"", **about)
                return out.getvalue()
    except NotCleaned:
        raise
    except Exception as error:  # decoders fail in every way there is
        raise NotCleaned(_BROKEN) from error


def _jpeg(data: bytes) -> bytes:
    """Segments one by one until the end of the picture; what follows it is left out."""
    out = bytearray(data[:2])
    turn = _orientation(data)
    if turn not in (0, 1):
        out += _turn_segment(turn)
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            raise IndexError
        mark = data[at + 1]
        if mark == 0xD9:
            return bytes(out + b"\xff\xd9")
        if mark == 0xFF or 0xD0 <= mark <= 0xD8 or mark == 0x01:
            step = 1 if mark == 0xFF else 2
            out += data[at : at + step] if step == 2 else b""
            at += step
            continue
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        if _is_kept(mark, data[at + 4 : end]):
            out += data[at:end]
        if mark == 0xDA:
            at = _scan_end(data, end)
            out += data[end:at]
        else:
            at = end
    if data[at : at + 2] == b"\xff\xd9":
        return bytes(out + b"\xff\xd9")
    raise IndexError


def _is_kept(mark: int, body: bytes) -> bool:
    if mark == 0xE0:
        return body.startswith(b"JFIF\0")
    if mark == 0xE2:
        return body.startswith(b"ICC_PROFILE\0")
    if mark == 0xEE:
        return body.startswith(b"Adobe")
    return not (0xE0 <= mark <= 0xEF or mark == 0xFE)


def _scan_end(data: bytes, at: int) -> int:
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in range(0xD0, 0xD8) and data[at + 1] not in (0x00, 0xFF):
            return at
        at += 1 if data[at + 1] == 0xFF else 2
    raise IndexError


def _orientation(data: bytes) -> int:
    from PIL import Image  # only where a picture comes in

    try:
        with Image.open(io.BytesIO(data)) as picture:
            return int(picture.getexif().get(_ORIENTATION, 1))
    except Exception:  # decoders fail in every way there is
        return 1


def _turn_segment(turn: int) -> bytes:
    """EXIF that says nothing but the way up."""
    block = b"MM\x00\x2a\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, turn & 0xF, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(block) + 8) + b"Exif\0\0" + block


def _png(data: bytes) -> bytes:
    out, at = bytearray(_PNG), len(_PNG)
    while at + 12 <= len(data):
        size, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + size
        if end > len(data):
            raise IndexError
        if name in _PNG_KEPT or not name[0] & 0x20:  # a capital first letter: no program shows it without
            out += data[at:end]
        if name == b"IEND":
            return bytes(out)
        at = end
    raise IndexError


def _gif(data: bytes) -> bytes:
    """Blocks; comments and data of programs go, the loop of an animation stays."""
    table = 3 * 2 ** ((data[10] & 7) + 1) if data[10] & 0x80 else 0
    at = 13 + table
    out = bytearray(data[:at])
    while data[at] != 0x3B:
        start = at
        if data[at] == 0x21:
            label, at = data[at + 1], at + 2
            is_loop = label == 0xFF and data[at + 1 : at + 12] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            at = _blocks_end(data, at)
            if label not in (0xFE, 0xFF) or is_loop:
                out += data[start:at]
        elif data[at] == 0x2C:
            local = 3 * 2 ** ((data[at + 9] & 7) + 1) if data[at + 9] & 0x80 else 0
            at = _blocks_end(data, at + 11 + local)
            out += data[start:at]
        else:
            raise IndexError
    return bytes(out + b"\x3b")


def _blocks_end(data: bytes, at: int) -> int:
    while data[at]:
        at += data[at] + 1
    return at + 1


def _webp(data: bytes) -> bytes:
    out = bytearray()
    for name, body in _riff(data):
        if name == b"VP8X":
            out += name + struct.pack("<I", len(body)) + bytes([body[0] & ~0x0C]) + body[1:]
        elif name not in (b"EXIF", b"XMP "):
            out += name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)
    return b"RIFF" + struct.pack("<I", len(out) + 4) + b"WEBP" + bytes(out)


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, min(8 + struct.unpack_from("<I", data, 4)[0], len(data))
    while at + 8 <= end:
        name, size = struct.unpack_from("<4sI", data, at)
        if at + 8 + size > end:
            raise IndexError
        yield name, data[at + 8 : at + 8 + size]
        at += 8 + size + (size & 1)
