"""Wagtail's forms of files and pictures, which every screen of theirs uses: what is cleared with content stays."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from gongkai.clearance.digest import SHOWN
from gongkai.clearance.models.files import bytes_of
from gongkai.clearance.queries.files import uses_of_file
from gongkai.clearance.rules.files import reasons_against_changing_file
from gongkai.clearance.rules.formats import reasons_against_file
from gongkai.core.forms import add_reasons

NO_SECRETS_HERE = "本系统是非涉密系统，不得上传涉密文件；查出密级标志的，不保存。"
FORMATS_TAKEN = "PDF、OFD、Word、WPS、Excel、演示、文本、图片，多份可以打成 zip。" + NO_SECRETS_HERE


class KeptWhileUsed:
    """A change of what is shown is told at its field, with what uses the file and the way out; the rest stays typed.

    The gate itself is the digest, which release and publisher recompute; this says so before anything is saved.
    """

    def clean(self) -> Any:
        """Refuses what the digest of cleared content would not bear."""
        data = super().clean()  # type: ignore[misc]
        changed = [name for name in self.changed_data if name in SHOWN[self.instance._meta.label]]  # type: ignore[attr-defined]
        if self.instance.pk and changed:  # type: ignore[attr-defined]
            add_reasons(self, self._reasons(changed), cites=True)  # type: ignore[arg-type]
        return data

    def _reasons(self, changed: list[str]) -> Any:
        meta = self.instance._meta  # type: ignore[attr-defined]
        named = [(name, str(self.fields[name].label or name)) for name in changed]  # type: ignore[attr-defined]
        stored = meta.model._default_manager.get(pk=self.instance.pk)  # type: ignore[attr-defined]
        return reasons_against_changing_file(uses_of_file(stored), kind=str(meta.verbose_name), changed=named)


class AttachmentForm(KeptWhileUsed, BaseDocumentForm):
    """附件, in a format that anybody can open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # the form after an upload asks for the words alone
            self.fields["file"].help_text = FORMATS_TAKEN

    def clean_file(self) -> Any:
        """Says at the field why a file is not taken."""
        file = self.cleaned_data.get("file")
        if "file" in self.changed_data and file:
            reasons = reasons_against_file(file.name, bytes_of(file))
            if reasons:
                raise forms.ValidationError([f"{reason.message}{reason.remedy}" for reason in reasons])
        return file


class PictureForm(KeptWhileUsed, BaseImageForm):
    """图片."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("file")
        if field is not None:  # Wagtail tells the formats and the size there
            field.help_text = f"{field.help_text}{NO_SECRETS_HERE}"
