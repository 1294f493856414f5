"""One-time passwords: read aloud or copied from paper without mistakes."""

from __future__ import annotations

import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""No 0/o, 1/l/i: 31 signs, so that four groups of four carry 79 bits."""


def make_one_time_password() -> str:
    """Four groups of four signs, such as ``k7mq-2fpa-xw9d-hc3t``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))
