"""Models of the gate."""

from gongkai.clearance.models.aggregation import (
    AggregationAssessment,
    AggregationParameter,
    OpenExit,
    PublicProfile,
)
from gongkai.clearance.models.cleaning import FileCleaning
from gongkai.clearance.models.dataset import Dataset, DatasetRow, DatasetVersion
from gongkai.clearance.models.files import Attachment, FileLook, Picture, PictureRendition, RefusedBytes
from gongkai.clearance.models.gate import Clearance, GatedMixin, live_only_if_cleared
from gongkai.clearance.models.knowledge import (
    KnowledgeStamp,
    LeaderPost,
    ListTerm,
    PublishedPhone,
    ReferencedDocument,
    TermDraft,
    TermException,
    TermList,
)
from gongkai.clearance.models.page import BasePage
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
from gongkai.clearance.models.screening import FileScan, FindingDecision, ScreeningReport
from gongkai.clearance.models.snippet import GatedSnippet
from gongkai.clearance.models.upkeep import Archiving, Motion, Proposal, ReviewLook, ReviewPeriod, UpkeepAct

__all__ = [
    "AggregationAssessment",
    "AggregationParameter",
    "Archiving",
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
    "FileCleaning",
    "FileLook",
    "FileScan",
    "FinalReviewTask",
    "FindingDecision",
    "GatedMixin",
    "GatedSnippet",
    "InterpretationDebt",
    "JointRelease",
    "KnowledgeStamp",
    "LeaderPost",
    "ListTerm",
    "Motion",
    "OfficeReviewTask",
    "OpenExit",
    "Picture",
    "PictureRendition",
    "Proposal",
    "PublicProfile",
    "PublishedPhone",
    "ReferencedDocument",
    "RefusedBytes",
    "ReleaseBatch",
    "ReleasedAddress",
    "ReviewChain",
    "ReviewLook",
    "ReviewPeriod",
    "ReviewSlip",
    "ReviewTask",
    "ReviewTaskState",
    "ScheduledRelease",
    "ScreeningReport",
    "SlipItem",
    "Suppression",
    "TermDraft",
    "TermException",
    "TermList",
    "UnitHeadReviewTask",
    "Unsealing",
    "UpkeepAct",
    "Withdrawal",
    "live_only_if_cleared",
]
