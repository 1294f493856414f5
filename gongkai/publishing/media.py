"""Cleared files and scaled pictures on their way into a release, under names made of their hash.

The functions are pure on loaded rows. The address is the same in preview; there,
:mod:`gongkai.publishing.views` answers it from private storage to signed-in staff.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from gongkai.publishing.front.layout import file_folder
from gongkai.publishing.protocol import PublicFile

_UNSAFE = re.compile(r"[^\w.\-]+")
_EXTENSIONS = {"jpeg": ".jpg", "png": ".png", "gif": ".gif", "webp": ".webp", "avif": ".avif"}

_SHOWN_AS_THEY_ARE = frozenset({".jpg", ".jpeg", ".png", ".webp"})


def public_name(name: str) -> str:
    """A file name safe in an address and on disk: word characters (Chinese included), dots and hyphens."""
    cleaned = _UNSAFE.sub("-", PurePosixPath(name).name).strip(".-")
    return cleaned[-80:] or "file"


def public_file(attachment: Any) -> PublicFile:
    """An attachment as released. Its ``sha256`` must be set; the publisher verifies the bytes against it."""
    name = public_name(attachment.file.name)
    return PublicFile(
        path=file_folder(attachment.sha256) + name,
        sha256=attachment.sha256,
        storage_name=attachment.file.name,
        name=attachment.title,
        size=attachment.file_size or 0,
    )


def public_picture(picture: Any, spec: str = "width-1200") -> PublicFile:
    """A picture scaled by a Wagtail filter, made by the publisher from the verified original.

    Kinds that not every browser shows become PNG unless the filter names a format.
    """
    wanted = re.search(r"format-(\w+)", spec)
    extension = PurePosixPath(picture.file.name).suffix.lower()
    if wanted:
        extension = _EXTENSIONS.get(wanted.group(1), extension)
    elif extension not in _SHOWN_AS_THEY_ARE:
        spec, extension = f"{spec}|format-png", ".png"
    return PublicFile(
        path=file_folder(picture.sha256) + _UNSAFE.sub("-", spec.replace("|", ".")) + extension,
        sha256=picture.sha256,
        storage_name=picture.file.name,
        name=picture.title,
        spec=spec,
    )
