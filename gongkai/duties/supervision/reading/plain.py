"""Text files: find the encoding, or say that it is no text."""

from __future__ import annotations

import codecs

from gongkai.duties.supervision.rules.values import NotReadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = "文件里不是文字（可能是图片、压缩包或加密文件）。请换成 .txt、.docx 或 .pdf。"


def decode(data: bytes) -> str:
    """The text of UTF-8, UTF-16 with mark, or GB18030 bytes, lines ending in ``\\n``."""
    named = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    for encoding in (named,) if named else ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _checked(text)
    raise NotReadable(_BINARY)


def _checked(text: str) -> str:
    odd = sum(
        1 for c in text if (c < " " and c not in "\t\n\r\f\v") or c == "\x7f" or "\ue000" <= c <= "\uf8ff"
    )
    if "\x00" in text or odd * 100 > max(len(text), 200):
        raise NotReadable(_BINARY)
    return tidy(text)


def tidy(text: str) -> str:
    """Line ends made ``\\n``; control characters a database will not take removed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    return "".join(c for c in text if c >= " " or c in "\t\n")
