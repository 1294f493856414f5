"""Private storage that nothing enters unscreened, whichever way it is written (design invariant 8)."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible(path="gongkai.clearance.storage.ScreenedStorage")
class ScreenedStorage(FileSystemStorage):
    """The default storage. ``Refused`` is raised before the first byte is written."""

    def _save(self, name: str, content: Any) -> str:
        from gongkai.clearance.usecases.screening import screen_upload

        screen_upload(name=name, file=content)
        return str(super()._save(name, content))
