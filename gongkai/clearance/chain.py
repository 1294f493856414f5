"""What Wagtail's workflow engine calls when a chain has been walked to its end."""

from __future__ import annotations

from typing import Any

from gongkai.clearance.rules.live import UNCLEARED
from gongkai.core.reasons import Refused


def finish_workflow(workflow_state: Any, user: Any = None) -> None:
    """Grant clearance; never publish. A workflow on anything but a slip is refused."""
    from gongkai.clearance.models import ReviewSlip  # Wagtail imports this module before any model is loaded

    # Wagtail imports this module while its own models load, before ours can.
    from gongkai.clearance.usecases.decision import grant_clearance

    slip = workflow_state.content_object
    if not isinstance(slip, ReviewSlip):
        raise Refused([UNCLEARED.reason("只有审查单上的流程可以审定内容。")], act="审定")
    grant_clearance(by=user, slip=slip)
