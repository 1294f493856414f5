"""The dossier and what is kept in it."""

from gongkai.duties.dossiers.models.archive import Archive, ArchivePackage, ArchiveYear
from gongkai.duties.dossiers.models.countersign import (
    CountersignOpinion,
    CountersignRequest,
    CountersignRuling,
)
from gongkai.duties.dossiers.models.determination import Determination
from gongkai.duties.dossiers.models.dossier import Dossier, DossierCode, DossierTrait
from gongkai.duties.dossiers.models.intake import Delivery, OaAccess
from gongkai.duties.dossiers.models.legality import (
    LegalityConfirmation,
    LegalityPause,
    LegalityPoint,
    LegalityReview,
)
from gongkai.duties.dossiers.models.numbers import IssuedNumber, NumberSeries, SeriesYear
from gongkai.duties.dossiers.models.papers import Paper
from gongkai.duties.dossiers.models.register import (
    RegisterChange,
    RegisterDraft,
    RegisterEntry,
    RegisterImport,
)
from gongkai.duties.dossiers.models.signing import SignOff
from gongkai.duties.dossiers.models.steps import Exemption, StepRecord, StepReturn
from gongkai.duties.dossiers.models.terms import ReviewTerm
from gongkai.duties.dossiers.models.versions import ClauseComment, DraftVersion
from gongkai.duties.dossiers.models.wording import HistoryWording

__all__ = [
    "Archive",
    "ArchivePackage",
    "ArchiveYear",
    "ClauseComment",
    "CountersignOpinion",
    "CountersignRequest",
    "CountersignRuling",
    "Delivery",
    "Determination",
    "Dossier",
    "DossierCode",
    "DossierTrait",
    "DraftVersion",
    "Exemption",
    "HistoryWording",
    "IssuedNumber",
    "LegalityConfirmation",
    "LegalityPause",
    "LegalityPoint",
    "LegalityReview",
    "NumberSeries",
    "OaAccess",
    "Paper",
    "RegisterChange",
    "RegisterDraft",
    "RegisterEntry",
    "RegisterImport",
    "ReviewTerm",
    "SeriesYear",
    "SignOff",
    "StepRecord",
    "StepReturn",
]
