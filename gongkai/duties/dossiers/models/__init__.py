"""The dossier and what is kept in it."""

from gongkai.duties.dossiers.models.dossier import Dossier, DossierCode, DossierTrait
from gongkai.duties.dossiers.models.papers import Paper
from gongkai.duties.dossiers.models.signing import SignOff
from gongkai.duties.dossiers.models.steps import Exemption, StepRecord, StepReturn
from gongkai.duties.dossiers.models.versions import ClauseComment, DraftVersion

__all__ = [
    "ClauseComment",
    "Dossier",
    "DossierCode",
    "DossierTrait",
    "DraftVersion",
    "Exemption",
    "Paper",
    "SignOff",
    "StepRecord",
    "StepReturn",
]
