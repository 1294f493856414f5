"""A file that was not taken: it goes on as an empty one that bears its refusal, to be told at its field."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from gongkai.core.reasons import Refused


class RefusedFile(UploadedFile):
    """Stands for an upload whose content could not be checked.

    It holds none of the bytes, so that nothing unchecked gets further whoever reads it; it keeps name and size, so that
    a form does not call it missing or empty and says why it was refused.
    """

    def __init__(self, file: UploadedFile, refusal: Refused) -> None:
        super().__init__(BytesIO(b""), file.name, file.content_type, max(1, file.size or 0))
        self.refusal = refusal


def refusal_of(file: Any) -> Refused | None:
    """Why a file was not taken; nothing for one that was."""
    return file.refusal if isinstance(file, RefusedFile) else None
