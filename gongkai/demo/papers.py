"""Papers and days of the demonstration."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone


def paper(name: str, words: str) -> SimpleUploadedFile:
    """A paper that says that it is one of the demonstration."""
    return SimpleUploadedFile(f"{name}.txt", f"{name}（演示）\n{words}\n".encode())


def days_ago(days: int) -> date:
    """A day before today."""
    return timezone.localdate() - timedelta(days=days)
