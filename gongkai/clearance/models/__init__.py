"""Models of the gate."""

from gongkai.clearance.models.dataset import Dataset, DatasetRow, DatasetVersion
from gongkai.clearance.models.files import Attachment, FileLook, Picture, PictureRendition, RefusedBytes
from gongkai.clearance.models.gate import Clearance, GatedMixin, live_only_if_cleared
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.reevaluation import (
    ClosedItem,
    Opening,
    ReevaluationItem,
    ReevaluationParameter,
    ReevaluationRound,
    RegisterDraft,
)
from gongkai.clearance.models.release import (
    BatchItem,
    InterpretationDebt,
    JointRelease,
    ReleaseBatch,
    ReleasedAddress,
    ScheduledRelease,
    Suppression,
    Unsealing,
    Withdrawal,
)
from gongkai.clearance.models.review import (
    DutyCheckTask,
    DutyLeaderTask,
    DutyShift,
    FinalReviewTask,
    OfficeReviewTask,
    ReviewChain,
    ReviewSlip,
    ReviewTask,
    ReviewTaskState,
    SlipItem,
    UnitHeadReviewTask,
)
from gongkai.clearance.models.snippet import GatedSnippet
from gongkai.clearance.models.upkeep import Archiving, Motion, Proposal, ReviewLook, ReviewPeriod, UpkeepAct

__all__ = [
    "Archiving",
    "Attachment",
    "BasePage",
    "BatchItem",
    "Clearance",
    "ClosedItem",
    "Dataset",
    "DatasetRow",
    "DatasetVersion",
    "DutyCheckTask",
    "DutyLeaderTask",
    "DutyShift",
    "FileLook",
    "FinalReviewTask",
    "GatedMixin",
    "GatedSnippet",
    "InterpretationDebt",
    "JointRelease",
    "Motion",
    "OfficeReviewTask",
    "Opening",
    "Picture",
    "PictureRendition",
    "Proposal",
    "ReevaluationItem",
    "ReevaluationParameter",
    "ReevaluationRound",
    "RefusedBytes",
    "RegisterDraft",
    "ReleaseBatch",
    "ReleasedAddress",
    "ReviewChain",
    "ReviewLook",
    "ReviewPeriod",
    "ReviewSlip",
    "ReviewTask",
    "ReviewTaskState",
    "ScheduledRelease",
    "SlipItem",
    "Suppression",
    "UnitHeadReviewTask",
    "Unsealing",
    "UpkeepAct",
    "Withdrawal",
    "live_only_if_cleared",
]
