"""No form saves, or shows in a preview, a file that is sealed from the person who fills it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from gongkai.clearance.queries.files import files_by_field
from gongkai.clearance.queries.sealing import is_sealed_for, seals_for
from gongkai.clearance.rules.sealing import reasons_against_naming_files
from gongkai.core.forms import add_reasons


class UnsealedFilesOnly:
    """For the editor's forms: a file named by its number, in whatever field or child row, is looked at as a chosen one."""

    for_user: Any
    _is_looked_at = False

    def is_valid(self) -> bool:
        """As Wagtail's, which validates the child rows after the form itself. Wagtail previews a valid form alone."""
        is_valid: bool = super().is_valid()  # type: ignore[misc]
        if self.is_bound and not self._is_looked_at:  # type: ignore[attr-defined]
            self._is_looked_at = True
            is_valid = not self._refuse_sealed() and is_valid
        return is_valid and not self.errors  # type: ignore[attr-defined]

    def _refuse_sealed(self) -> bool:
        if not seals_for(self.for_user):
            return False  # every save comes here: no file is looked up for nothing
        found = False
        for form in self._forms():
            # What stands in child rows is looked at in their own forms: the instance has those of before.
            formsets = getattr(form, "formsets", {})
            sealed = [
                (field, str(_label_of(form, field)), str(row.pk))
                for field, row in files_by_field(form.instance)
                if field not in formsets and is_sealed_for(self.for_user, row)
            ]
            add_reasons(form, reasons_against_naming_files(sealed))
            found = found or bool(sealed)
        return found

    def _forms(self) -> Iterator[Any]:
        """This form and those of the child rows that stay."""
        yield self
        for formset in getattr(self, "formsets", {}).values():
            gone = formset.deleted_forms
            yield from (form for form in formset.forms if form not in gone)


def _label_of(form: forms.ModelForm, field: str) -> Any:
    return form.fields[field].label if field in form.fields else "内容"
