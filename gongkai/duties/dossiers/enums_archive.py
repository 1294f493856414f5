"""Choices of the archive."""

from django.db.models import TextChoices


class Retention(TextChoices):
    """保管期限, the longest first."""

    PERMANENT = "permanent", "永久"
    THIRTY = "thirty", "30 年"
    TEN = "ten", "10 年"
