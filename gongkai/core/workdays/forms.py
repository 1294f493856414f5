"""The form that takes a year's arrangement in whatever shape people have it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core import signing

from gongkai.core.forms import StyledForm
from gongkai.core.reasons import Reason
from gongkai.core.workdays.enums import DayKind
from gongkai.core.workdays.reading import MAX_BYTES, UnreadableError, read_source
from gongkai.core.workdays.rules import Draft, Entry

_SALT = "gongkai.workdays.import"
_VALID_FOR = 3600


class ImportForm(StyledForm):
    """Pasted text or a file; the year and the source may be read from the notice's own title."""

    text = forms.CharField(
        label="通知正文或日期表",
        required=False,
        max_length=MAX_BYTES // 4,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text="直接粘贴国务院办公厅通知全文即可；也可粘贴表格，每天一行：日期、放假或上班、节日名称。",
    )
    file = forms.FileField(
        label="或上传文件",
        required=False,
        help_text="XLSX、CSV或JSON，列与上面的表格相同。本系统不处理涉密内容，文件读取后不保存。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.json,.txt"}),
    )
    year = forms.IntegerField(
        label="年份",
        required=False,
        help_text="粘贴通知全文时可不填，从标题读取。",
        min_value=0,
        max_value=9999,
    )
    instrument = forms.CharField(
        label="来源文件",
        required=False,
        max_length=200,
        help_text="通知全称。粘贴通知全文时可不填。",
    )

    def clean(self) -> dict[str, Any]:
        """Read the draft; what cannot be read at all is said at its field."""
        data = super().clean() or {}
        upload = data.get("file")
        if self.errors:
            return data
        if upload is None and not data.get("text", "").strip():
            self.add_error("text", "请粘贴通知正文，或选择一个文件。")
            return data
        if upload is not None and upload.size > MAX_BYTES:
            self.add_error("file", "文件超过1 MB。放假安排只有几十行，请检查是否选错了文件。")
            return data
        try:
            data["draft"] = read_source(
                text=data.get("text", ""),
                data=upload.read() if upload is not None else None,
                year=data.get("year"),
                instrument=data.get("instrument", ""),
            )
        except UnreadableError as error:
            self.add_error("file" if upload is not None else "text", str(error))
        return data

    def point_at(self, reasons: list[Reason]) -> None:
        """Mark the fields that the reasons speak of; the reasons themselves stand above the form."""
        fields = [reason.field for reason in reasons]
        for field in dict.fromkeys(fields):
            if field in self.fields:
                self.add_error(field, f"有{fields.count(field)}处需要更正，见页首清单。")


def seal_draft(draft: Draft, days_before: str) -> str:
    """A draft as a signed value for the confirming form, with the digest of the table that it changes."""
    entries = [[e.place, e.day.isoformat(), e.kind.value, e.name] for e in draft.entries]
    body = {"year": draft.year, "instrument": draft.instrument, "entries": entries, "before": days_before}
    return signing.dumps(body, salt=_SALT, compress=True)


def open_draft(sealed: str) -> tuple[Draft, str]:
    """The draft of a confirming form. Raises ``signing.BadSignature`` when it is not ours or too old."""
    body = signing.loads(sealed, salt=_SALT, max_age=_VALID_FOR)
    entries = tuple(
        Entry(place, date.fromisoformat(day), DayKind(kind), name)
        for place, day, kind, name in body["entries"]
    )
    return Draft(body["year"], body["instrument"], entries), body["before"]
