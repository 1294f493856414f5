"""From a file's bytes to its text: .txt, .docx and .pdf. Nothing here is stored; screening comes after."""

from __future__ import annotations

from pathlib import PurePath

from gongkai.duties.supervision.reading.docx import read_docx
from gongkai.duties.supervision.reading.pdf import read_pdf
from gongkai.duties.supervision.reading.plain import decode
from gongkai.duties.supervision.rules.values import NotReadable

MAX_BYTES = 20 * 1024 * 1024
SUFFIXES = (".txt", ".docx", ".pdf")


def read_source(name: str, data: bytes) -> str:
    """The text of a file, by its suffix and first bytes. Raises :class:`NotReadable` with the reason."""
    if not data:
        raise NotReadable("文件是空的。请重新选择文件。")
    if len(data) > MAX_BYTES:
        raise NotReadable(f"文件有 {len(data) // 1024 // 1024} MB，超过 20 MB。请只上传通知本身。")
    suffix = PurePath(name).suffix.lower()
    if data.startswith(b"%PDF-"):
        return read_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        if suffix in {".xlsx", ".zip", ".ofd", ".pptx"}:
            raise NotReadable(_unsupported(suffix))
        return read_docx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0") or suffix in {".doc", ".wps", ".rtf", ".ofd"}:
        raise NotReadable(_unsupported(suffix))
    if suffix in {".docx", ".pdf"}:
        raise NotReadable(f"文件扩展名是 {suffix}，内容却不是。文件可能已损坏，请重新导出后再上传。")
    return decode(data)


def _unsupported(suffix: str) -> str:
    kind = suffix if suffix else "这种格式"
    return f"暂不能读 {kind} 文件。请在 WPS 或 Word 中另存为 .docx，或把正文粘贴进来。"
