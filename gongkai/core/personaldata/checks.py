"""System checks."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error

from gongkai.core.personaldata.sealing import field_ring, index_ring


def key_files_are_private(**kwargs: Any) -> list[CheckMessage]:
    """Key files may be read by their owner alone."""
    exposed = [path for ring in (field_ring(), index_ring()) for path in ring.exposed()]
    return [
        Error(
            f"{path.name} can be read by others on this machine", hint="chmod go-rwx", id="personaldata.E002"
        )
        for path in exposed
    ]
