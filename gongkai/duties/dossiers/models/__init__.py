"""The dossier and what is kept in it."""

from gongkai.duties.dossiers.models.dossier import Dossier, DossierCode, DossierTrait
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
from gongkai.duties.dossiers.models.versions import ClauseComment, DraftVersion

__all__ = [
    "ClauseComment",
    "Dossier",
    "DossierCode",
    "DossierTrait",
    "DraftVersion",
    "Exemption",
    "IssuedNumber",
    "NumberSeries",
    "Paper",
    "RegisterChange",
    "RegisterDraft",
    "RegisterEntry",
    "RegisterImport",
    "SeriesYear",
    "SignOff",
    "StepRecord",
    "StepReturn",
]
