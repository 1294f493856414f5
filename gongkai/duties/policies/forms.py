"""The editor's form of a document: every contradiction is told at its field."""

from __future__ import annotations

from typing import Any

from gongkai.core.forms import add_reasons
from gongkai.duties.policies.rules import (
    DocumentDates,
    reasons_against_dates,
    reasons_against_number,
    reasons_against_taken_number,
)
from gongkai.website.models.shapes import AddressForm


class PolicyDocumentForm(AddressForm):
    """Number and dates."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        number = data.get("doc_number") or ""
        reasons = reasons_against_number(number, data.get("kind") or "")
        reasons += reasons_against_taken_number(number, self.instance.others_of_number(number))
        dates = ("written_on", "printed_on", "effective_on", "expires_on")
        reasons += reasons_against_dates(DocumentDates(*(data.get(name) for name in dates)))
        add_reasons(self, reasons)
        return data
