"""The screen of what staff type in their own words, entered for every act of every floor."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.rules.free_texts import personal_data_in, reasons_against_personal_data
from gongkai.clearance.scanning import known_now
from gongkai.clearance.screening import Finding, Knowledge
from gongkai.clearance.usecases.screening import keep_secrets_out
from gongkai.core.accounts.models import User
from gongkai.core.free_texts import FreeText
from gongkai.core.reasons import refuse_if


def keep_unfit_out(*, by: User | None, texts: Sequence[FreeText], act: str) -> None:
    """Refuse free texts with a classification mark, or with personal data, all of them told at once. Raises ``Refused``."""
    keep_secrets_out(by=by, texts=((one.label, one.text) for one in texts), act=act)
    refuse_if(
        [
            reason
            for one in texts
            for reason in reasons_against_personal_data(one.label, one.field, _found(one.text))
        ],
        act=act,
    )


def _found(text: str) -> list[Finding]:
    """Personal data in a text. The lists are asked only where one of them could tell that a telephone is an office's."""
    found = personal_data_in(text, Knowledge(on=timezone.localdate()))
    if any(one.kind == FindingKind.MOBILE for one in found):
        return personal_data_in(text, known_now().knowledge)
    return found
