"""This installation's own keys: made once, readable by its owner alone, never in git."""

import os
import secrets
from pathlib import Path


def load_secret_key(home: Path) -> str:
    """The signing key of this installation, made on first use (mode 0600) unless GONGKAI_SECRET_KEY is set."""
    if key := os.environ.get("GONGKAI_SECRET_KEY"):
        return key
    path = home / "keys" / "secret_key"
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
