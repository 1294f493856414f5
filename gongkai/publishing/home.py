"""Where the releases of this installation lie, and the key they are signed with."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from gongkai.publishing.front.layout import Layout
from gongkai.publishing.store.signing import ReleaseKey


def release_layout() -> Layout:
    """The release home of this installation."""
    return Layout(Path(getattr(settings, "RELEASE_HOME", Path(settings.HOME) / "release")))


def release_key() -> ReleaseKey:
    """The signing key of this installation, made on first use."""
    return ReleaseKey(Path(settings.HOME) / "keys")
