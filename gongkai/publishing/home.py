"""Where the releases of this installation lie, and the key they are signed with."""

from __future__ import annotations

from gongkai.core.home import home_path, release_home
from gongkai.publishing.front.layout import Layout
from gongkai.publishing.store.signing import ReleaseKey


def release_layout() -> Layout:
    """The release home of this installation."""
    return Layout(release_home())


def release_key() -> ReleaseKey:
    """The signing key of this installation, made on first use."""
    return ReleaseKey(home_path("keys"))
