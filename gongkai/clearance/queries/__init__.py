"""The read side of the gate."""

from gongkai.clearance.queries.board import SlipRow, slip_rows, slips_waiting_for
from gongkai.clearance.queries.editors import editors_since_clearance
from gongkai.clearance.queries.gate import (
    SCOPE_OF_STEP,
    base_type_of,
    fully_reviewed,
    latest_clearance_of,
    latest_full_review_of,
    latest_withdrawal_of,
    open_slip_of,
    people_on_duty,
    reviewers_for,
    seats_of,
    shift_on,
    slips_in_care_of,
    slips_of,
    specific_targets,
)
from gongkai.clearance.queries.packages import members_of, open_slip_with_any_of, package_of

__all__ = [
    "SCOPE_OF_STEP",
    "SlipRow",
    "base_type_of",
    "editors_since_clearance",
    "fully_reviewed",
    "latest_clearance_of",
    "latest_full_review_of",
    "latest_withdrawal_of",
    "members_of",
    "open_slip_of",
    "open_slip_with_any_of",
    "package_of",
    "people_on_duty",
    "reviewers_for",
    "seats_of",
    "shift_on",
    "slip_rows",
    "slips_in_care_of",
    "slips_of",
    "slips_waiting_for",
    "specific_targets",
]
