"""Media types by file name: a fixed table, so that they do not depend on the machine."""

from __future__ import annotations

_TEXT = {
    "html": "text/html",
    "css": "text/css",
    "txt": "text/plain",
    "csv": "text/csv",
    "xml": "application/xml",
    "rss": "application/rss+xml",
    "json": "application/json",
    "js": "text/javascript",
    "svg": "image/svg+xml",
    "ics": "text/calendar",
    "webmanifest": "application/manifest+json",
}
_BINARY = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "wps": "application/vnd.ms-works",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "woff2": "font/woff2",
}
INLINE = frozenset({"html", "css", "js", "xml", "json", "txt", "svg", "pdf", "mp3", "mp4", "rss"}) | {
    name for name, kind in _BINARY.items() if kind.startswith("image/")
}


def extension(name: str) -> str:
    """The part after the last dot, in lower case; empty where there is none."""
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""


def media_type(name: str) -> str:
    """The media type of a file name, with a charset for text."""
    suffix = extension(name)
    if suffix in _TEXT:
        return f"{_TEXT[suffix]}; charset=utf-8"
    return _BINARY.get(suffix, "application/octet-stream")


def is_text(name: str) -> bool:
    """Whether a file of this name is worth compressing."""
    return extension(name) in _TEXT
