"""Where an installation's own things lie: keys, files, logs, releases. Pure; answers before Django is loaded too."""

from __future__ import annotations

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parents[2]


def home_of_environment() -> Path:
    """``GONGKAI_HOME``, or ``var`` in the checkout: what the settings take, and the front before there are any."""
    return Path(os.environ.get("GONGKAI_HOME", _CHECKOUT / "var")).resolve()


def release_home_of_environment() -> Path:
    """``GONGKAI_RELEASE_HOME``, or ``release`` in the home."""
    given = os.environ.get("GONGKAI_RELEASE_HOME")
    return Path(given).resolve() if given else home_of_environment() / "release"


def home_path(*parts: str) -> Path:
    """A path in the home of this installation, such as ``home_path("keys", "suppression_key")``."""
    from django.conf import settings

    return Path(settings.HOME, *parts)


def release_home() -> Path:
    """Where this installation's releases lie: in the home, unless it says otherwise."""
    from django.conf import settings

    given = getattr(settings, "RELEASE_HOME", None)
    return Path(given) if given else home_path("release")
