"""Set a parameter of proofreading or of the pace of review."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from gongkai.clearance.models import ReviewParameter
from gongkai.clearance.queries.parameters import settings_in_force
from gongkai.clearance.rules.parameters import Parameter, SettingFacts, reasons_against_setting
from gongkai.clearance.verbs import SET_PARAMETERS
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.reasons import refuse_if

ACT = "设定审校参数"


def set_review_parameter(
    *, by: User, parameter: Parameter, value: int | None, source: str
) -> ReviewParameter:
    """Set the value of a parameter with its source; it counts at once, for slips under review too. Raises ``Refused``."""
    refuse_free_texts(by=by, texts=[FreeText("依据", source, "source")], act=ACT)
    with transaction.atomic():
        facts = SettingFacts(may(by, SET_PARAMETERS), parameter, value, source)
        refuse_if(reasons_against_setting(facts), act=ACT)
        before = settings_in_force().value(parameter.code)
        row, _ = ReviewParameter.objects.update_or_create(
            code=parameter.code,
            defaults={"value": value, "source": source.strip(), "set_by": by, "set_at": timezone.now()},
        )
        record_event(
            action="clearance.set_parameter",
            by=by,
            subject=row,
            code=parameter.code,
            before=before,
            after=value,
        )
        return row
