"""What a citizen wrote, before anything of it is shown to anybody but those who answer it.

Nothing is stored here: the duty that takes a submission keeps the texts as it keeps personal data, and asks anew
whenever it shows one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.scanning import known_now
from gongkai.clearance.screening import Finding, scan_text
from gongkai.clearance.screening.hiding import masked
from gongkai.core.reasons import Reason

# Hints about an office's own text; in a citizen's they are the citizen's own number and mailbox.
_PRIVATE_HINTS = frozenset({FindingKind.LANDLINE, FindingKind.EMAIL})


@dataclass(frozen=True, slots=True)
class ScreenedText:
    """One field of a submission: what may be shown of it, and what was found. ``is_whole`` says that nothing was hidden."""

    shown: str
    findings: tuple[Finding, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class SubmissionScreen:
    """A submission as it may be shown, field by field in the order given.

    ``reasons`` say why it may not be stored at all (a classification mark); then nothing of any field is shown.
    ``needs_reading`` says that a person decides before anything is shown: something was found that has no stretch of
    text to hide, or that masking alone does not settle.
    """

    texts: Mapping[str, ScreenedText]
    reasons: tuple[Reason, ...]
    needs_reading: bool


def screen_submission(*, texts: Mapping[str, str]) -> SubmissionScreen:
    """Hide in texts of a citizen, each under the Chinese name of its field, whatever may not be shown. Never raises."""
    reasons = tuple(reasons_against_storing((place, text) for place, text in texts.items()))
    if reasons:
        return SubmissionScreen({place: ScreenedText("", (), False) for place in texts}, reasons, True)
    known = known_now().knowledge
    screened, needs_reading = {}, False
    for place, text in texts.items():
        findings = scan_text(text, known, place=place)
        hidden = [one for one in findings if _is_hidden(one)]
        shown = masked(text, hidden)
        # What was hidden may have stood between two halves of something else.
        again = [
            one for one in scan_text(shown, known) if _is_hidden(one) and one.level == FindingLevel.BLOCK
        ]
        is_unsettled = bool(again) or any(_has_no_stretch(one) for one in hidden)
        needs_reading = needs_reading or is_unsettled
        screened[place] = ScreenedText("" if is_unsettled else shown, tuple(findings), not hidden)
    return SubmissionScreen(screened, (), needs_reading)


def _is_hidden(finding: Finding) -> bool:
    """Whatever would stop, or have to be explained, in a text of our own; and the citizen's own number and mailbox."""
    return finding.level != FindingLevel.HINT or finding.kind in _PRIVATE_HINTS


def _has_no_stretch(finding: Finding) -> bool:
    return finding.end <= finding.start
