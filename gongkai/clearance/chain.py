"""What Wagtail's workflow engine calls when a chain has been walked to its end."""

from __future__ import annotations

from typing import Any


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Placeholder wiring until the grant use case is called here."""
    raise NotImplementedError
