"""What of the gate hangs on a unit, and what lies open with a person."""

from gongkai.clearance.enums import OPEN_SLIP_STATES
from gongkai.clearance.models import Dataset, DutyShift, FinalReviewTask, ReviewSlip
from gongkai.core.organisation.holdings_fields import hold_by_field, open_by_field

hold_by_field(
    "clearance.slips",
    "审查中的审查单",
    lambda day: ReviewSlip.objects.filter(state__in=OPEN_SLIP_STATES),
    "unit",
)
hold_by_field(
    "clearance.datasets", "公开数据", lambda day: Dataset.objects.all(), "unit", lambda row: row.title
)
open_by_field("值班领导", lambda day: DutyShift.objects.filter(day__gte=day), "leader")
open_by_field("值班核对", lambda day: DutyShift.objects.filter(day__gte=day), "checker")
open_by_field("终审备用人", lambda day: FinalReviewTask.objects.filter(active=True), "alternate")
