"""Pictures: where they were taken, by whom, and what is written on them. Pure."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.attached import read_properties, see_picture
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.polyglots import after_picture
from gongkai.clearance.screening.readers.saying import GPS, METADATA

_GPS_BLOCK, _CAMERA_BLOCK = 0x8825, 0x8769
_TAGS = {
    0x010E: "图片说明",
    0x010F: "相机厂商",
    0x0110: "相机型号",
    0x0131: "软件",
    0x013B: "作者",
    0x013C: "电脑名",
    0x8298: "版权",
    0x9C9B: "标题",
    0x9C9C: "备注",
    0x9C9D: "作者（系统）",
    0x9C9E: "关键词",
    0x9C9F: "主题",
}
_CAMERA_TAGS = {
    0x9003: "拍摄时间",
    0x9286: "用户备注",
    0xA430: "相机所有者",
    0xA431: "相机序列号",
    0xA435: "镜头序列号",
}
_BROKEN = "图片已损坏或格式不认识，打不开。请重新导出为 PNG 或 JPG。"
_DRAWN = "矢量图里的文字没有读。请人工核对，或改用 PNG、JPG 图片。"
_DRAWINGS = (b"\xd7\xcd\xc6\x9a", b"\x01\x00\x00\x00", b"\x01\x00\x09\x00")
_XMP_PLACE = re.compile(rb"exif:GPS(?:Latitude|Longitude)|GPSCoordinates|photoshop:City", re.IGNORECASE)
_SMALLEST = 40  # pixels; a lower or narrower picture holds no readable line
_MOST_SAID = 20_000


def read_image(data: bytes, budget: Budget) -> Iterator[Part]:
    """A picture that is a file of its own."""
    yield from _read(data, "图片", budget)


def read_picture_inside(place: str, data: bytes, budget: Budget) -> Iterator[Part]:
    """A picture inside a document."""
    if data.startswith(_DRAWINGS) or data[:200].lstrip().startswith((b"<svg", b"<?xml")):
        yield Unread(place, _DRAWN)
    elif data:
        yield from _read(data, place, budget)


def _read(data: bytes, place: str, budget: Budget) -> Iterator[Part]:
    from PIL import Image  # only where a picture comes in

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as picture:
                width, height = picture.size
                said = list(_said(picture))
                taken = _was_located(picture, data)
                frames = int(getattr(picture, "n_frames", 1))
                if 0 < width * height <= budget.limits.pixels:
                    picture.load()
    except Exception:  # decoders fail in every way there is
        yield Unread(place, _BROKEN)
        return
    if taken:
        yield Hidden(GPS, place, "图片里记有拍摄地点的坐标", can_clean=True)
    yield from _told(said, place, budget)
    yield from after_picture(data, place)
    if not 0 < width * height <= budget.limits.pixels:
        yield Unread(place, f"图片太大（{width}×{height}），没有识别。请缩小后再上传。")
        return
    if frames > 1:
        yield Unread(place, f"图片有 {frames} 帧，只识别了第一帧。请人工核对。")
    if min(width, height) >= _SMALLEST:
        yield from see_picture(place, data, budget)


def _told(said: list[tuple[str, str]], place: str, budget: Budget) -> Iterator[Part]:
    if place == "图片":
        yield from read_properties(dict(said), budget)
    elif said:
        names = "、".join(dict(said))
        yield Hidden(METADATA, place, f"图片里记有{names}", can_clean=True)
        for name, value in dict(said).items():
            yield Passage(f"{place}的“{name}”", budget.text(value), "图片属性")


def _said(picture: Any) -> Iterator[tuple[str, str]]:
    """(label, value) of what the picture says of itself."""
    exif = picture.getexif()
    for block, labels in ((exif, _TAGS), (exif.get_ifd(_CAMERA_BLOCK), _CAMERA_TAGS)):
        for tag, label in labels.items():
            if value := _words(block.get(tag), tag):
                yield label, value
    for key, value in list(picture.info.items()):
        if isinstance(value, str) and value.strip() and key.lower() not in ("xml:com.adobe.xmp",):
            yield f"附注“{key[:20]}”", value[:_MOST_SAID]
        elif key == "comment" and isinstance(value, bytes):
            yield "附注", value[:_MOST_SAID].decode("utf-8", errors="ignore")
    packet = picture.info.get("xmp") or picture.info.get("XML:com.adobe.xmp")
    if packet:
        text = packet.decode("utf-8", errors="ignore") if isinstance(packet, bytes) else str(packet)
        if words := " ".join(re.sub(r"<[^>]*>", " ", text[:_MOST_SAID]).split()):
            yield "XMP 属性", words


def _words(value: object, tag: int) -> str:
    if isinstance(value, bytes):
        wide = 0x9C9B <= tag <= 0x9C9F
        value = value.removeprefix(b"UNICODE\0").removeprefix(b"ASCII\0\0\0")
        return value[:_MOST_SAID].decode("utf-16-le" if wide else "utf-8", errors="ignore").strip("\0 ")
    return "" if value is None else str(value)[:_MOST_SAID].strip("\0 ")


def _was_located(picture: Any, data: bytes) -> bool:
    place = picture.getexif().get_ifd(_GPS_BLOCK)
    return any(tag in place for tag in (2, 4)) or bool(_XMP_PLACE.search(data))
