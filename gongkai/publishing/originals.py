"""Files on their way from private storage into a release: verified against their hash, pictures scaled."""

from __future__ import annotations

import hashlib
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.images import get_image_model
from wagtail.images.models import Filter

from gongkai.publishing.front.types import is_text
from gongkai.publishing.protocol import PublicFile
from gongkai.publishing.store.blobs import BlobStore
from gongkai.publishing.store.state import FileRow, State


class OriginalError(RuntimeError):
    """A file that may not be released; the message says why, in Chinese."""


def verified_bytes(file: PublicFile) -> bytes:
    """The original's bytes. Raises :class:`OriginalError` when they are not those that were cleared."""
    if len(file.sha256) != 64:
        raise OriginalError(f"文件“{file.name}”没有记录摘要值，不能公开")
    try:
        with default_storage.open(file.storage_name, "rb") as handle:
            body: bytes = handle.read()
    except (OSError, ValueError) as error:
        raise OriginalError(f"文件“{file.name}”读取不到") from error
    if hashlib.sha256(body).hexdigest() != file.sha256:
        raise OriginalError(f"文件“{file.name}”与审定时的内容不一致")
    return body


def scaled_bytes(file: PublicFile, body: bytes) -> bytes:
    """A picture scaled by the file's filter, from verified bytes."""
    picture = get_image_model().objects.filter(file=file.storage_name).first()
    if picture is None:
        raise OriginalError(f"图片“{file.name}”已不存在")
    output = BytesIO()
    Filter(spec=file.spec).run(picture, output, source=ContentFile(body))
    return output.getvalue()


class Originals:
    """Puts originals into the blobs, each once."""

    def __init__(self, state: State, blobs: BlobStore, purged: frozenset[str]) -> None:
        self._state = state
        self._blobs = blobs
        self._purged = purged
        self._known: dict[str, FileRow] = {}

    def released(self, file: PublicFile) -> FileRow:
        """The row of a released file. Raises :class:`OriginalError`.

        What is released already under this address was verified when it was put there; the address holds
        the hash.
        """
        if file.sha256 in self._purged:
            raise OriginalError(f"文件“{file.name}”已被紧急清除，不得再公开")
        known = self._known.get(file.path) or self._state.file_at(file.path)
        if known is None or known.origin != file.sha256 or not self._blobs.has(known.sha256):
            body = verified_bytes(file)
            if file.spec:
                body = scaled_bytes(file, body)
            sha256 = self._blobs.put(body, compress=is_text(file.path))
            known = FileRow(file.path, sha256, len(body), file.sha256)
        self._known[file.path] = known
        return known
