"""Pictures, archives and texts."""

from __future__ import annotations

import io
import struct

from PIL import Image

from tools.screening_samples.packing import ID, NAME, packed
from tools.screening_samples.word import clean


def photo() -> bytes:
    """A photograph that tells where and by whom it was taken."""
    exif = Image.Exif()
    exif[0x013B] = "someone"
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (30.0, 15.0, 0.0), "E", (120.0, 10.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (32, 24), (90, 140, 90)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def plain_picture() -> bytes:
    """A picture too small to say anything."""
    out = io.BytesIO()
    Image.new("RGB", (32, 24), (90, 90, 140)).save(out, "PNG")
    return out.getvalue()


def locked(data: bytes) -> bytes:
    """An archive whose entries say that they are locked."""
    out = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = out.find(mark)
        while start >= 0:
            flags = struct.unpack_from("<H", out, start + at)[0]
            struct.pack_into("<H", out, start + at, flags | 1)
            start = out.find(mark, start + 4)
    return bytes(out)


def bomb() -> bytes:
    """It says itself that it unpacks to four gigabytes; nobody has to try."""
    data = bytearray(packed({"大.txt": b"0" * 10_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(mark) + at, 0xFFFFFFF0)
    return bytes(data)


def lying_bomb() -> bytes:
    """It says that it is small, and is not."""
    data = bytearray(packed({"大.txt": b"0" * 90_000_000}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.find(mark) + at, 1000)
    return bytes(data)


def all_others() -> dict[str, bytes]:
    """Name → bytes."""
    page = (
        "<html><body><p>看得见</p><p style='display:none'>看不见的底稿</p><!-- 内部注释 -->"
        f"<div hidden>{NAME} {ID}</div></body></html>"
    )
    rtf = rb"{\rtf1\ansi\ansicpg936 shown\par {\v hidden}\par }"
    return {
        "定位照片.jpg": photo(),
        "图片后面藏压缩包.png": plain_picture() + packed({"底稿.txt": ID}),
        "压缩包.zip": packed(
            {
                "通知.docx": clean(),
                "名单.csv": f"姓名,证件号码\n{NAME},{ID}\n",
                "里层.zip": packed({"a.txt": "x"}),
            }
        ),
        "加密压缩包.zip": locked(packed({"a.txt": "示例"})),
        "压缩炸弹.zip": bomb(),
        "说谎的压缩炸弹.zip": lying_bomb(),
        "网页.html": page.encode(),
        "名单.csv": f"姓名,证件号码\n{NAME},{ID}\n".encode("gb18030"),
        "隐藏文字.rtf": rtf,
        "其实是程序.txt": b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" * 20,
    }
