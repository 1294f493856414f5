"""Models of the gate."""

from gongkai.clearance.models.dataset import Dataset, DatasetRow, DatasetVersion
from gongkai.clearance.models.files import Attachment, FileLook, Picture, PictureRendition, RefusedBytes
from gongkai.clearance.models.gate import Clearance, GatedMixin, live_only_if_cleared
from gongkai.clearance.models.page import BasePage
from gongkai.clearance.models.proofreading import (
    Proofreading,
    ProofreadItem,
    ReviewParameter,
    ReviewReminder,
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

__all__ = [
    "Attachment",
    "BasePage",
    "BatchItem",
    "Clearance",
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
    "OfficeReviewTask",
    "Picture",
    "PictureRendition",
    "ProofreadItem",
    "Proofreading",
    "RefusedBytes",
    "ReleaseBatch",
    "ReleasedAddress",
    "ReviewChain",
    "ReviewParameter",
    "ReviewReminder",
    "ReviewSlip",
    "ReviewTask",
    "ReviewTaskState",
    "ScheduledRelease",
    "SlipItem",
    "Suppression",
    "UnitHeadReviewTask",
    "Unsealing",
    "Withdrawal",
    "live_only_if_cleared",
]
