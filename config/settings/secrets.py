"""This installation's own keys: made once, readable by its owner alone, never in git."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from gongkai.core.keyfiles import read_or_make


def load_secret_key(home: Path) -> str:
    """The signing key of this installation, made on first use unless GONGKAI_SECRET_KEY is set."""
    return load_key(home, "secret_key", "GONGKAI_SECRET_KEY", lambda: secrets.token_urlsafe(64))


def load_mfa_key(home: Path) -> str:
    """The key under which secrets of authenticator apps are stored (Fernet: 32 bytes in urlsafe base64)."""
    return load_key(
        home, "mfa_key", "GONGKAI_MFA_KEY", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    )


def load_key(home: Path, name: str, variable: str, make: Callable[[], str]) -> str:
    """A key from the environment, else from ``keys/`` of the installation, else made there (mode 0600)."""
    if key := os.environ.get(variable):
        return key
    return read_or_make(home / "keys" / name, lambda: make().encode("ascii")).decode("ascii").strip()


def needed(variable: str, meaning: str) -> str:
    """An environment variable without which there is no production. Raises ``ImproperlyConfigured`` naming
    it.
    """
    from django.core.exceptions import ImproperlyConfigured

    value = os.environ.get(variable, "").strip()
    if not value:
        raise ImproperlyConfigured(
            f"缺少环境变量 {variable}：{meaning}。请在服务的环境文件里设置后重新启动。"
        )
    return value


def needed_list(variable: str, meaning: str) -> list[str]:
    """Like :func:`needed`, for comma-separated values."""
    return [part.strip() for part in needed(variable, meaning).split(",") if part.strip()]
