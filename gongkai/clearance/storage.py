"""Private storage that nothing enters unscreened, whichever way it is written (design invariant 8)."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import FileSystemStorage
from django.urls import reverse
from django.utils.deconstruct import deconstructible


@deconstructible(path="gongkai.clearance.storage.ScreenedStorage")
class ScreenedStorage(FileSystemStorage):
    """The default storage. ``Refused`` is raised before the first byte is written."""

    def _save(self, name: str, content: Any) -> str:
        from gongkai.clearance.usecases.screening import screen_upload

        screen_upload(name=name, file=content)
        return str(super()._save(name, content))

    def url(self, name: str | None) -> str:
        """Where signed-in staff open a file; nobody else has an address for it. Raises ``ValueError`` without a name."""
        if not name:
            raise ValueError("a file without a name has no address")
        return reverse("clearance:media", args=[name])
