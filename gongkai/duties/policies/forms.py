"""The editor's form of a document: every contradiction is told at its field."""

from __future__ import annotations

from typing import Any

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.forms import GatedPageForm
from gongkai.duties.policies.rules import DocumentDates, reasons_against_dates, reasons_against_number


class PolicyDocumentForm(GatedPageForm):
    """Number, dates and ground of non-disclosure."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        reasons = reasons_against_number(data.get("doc_number") or "")
        dates = ("written_on", "printed_on", "effective_on", "expires_on")
        reasons += reasons_against_dates(DocumentDates(*(data.get(name) for name in dates)))
        for reason in reasons:
            self.add_error(reason.field, f"{reason.message}{reason.remedy}")
        if data.get("disclosure") == Disclosure.WITHHELD and not data.get("withheld_ground"):
            self.add_error(
                "withheld_ground", "不予公开须选择法定理由（《政府信息公开条例》第十四条至第十六条）。"
            )
        return data
