"""Forms of the archive."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.core.forms import RuledCharField, StyledForm
from gongkai.duties.dossiers.enums_archive import Retention
from gongkai.duties.dossiers.forms import UNCLASSIFIED, day, ruled


class CloseForm(StyledForm):
    """立卷."""

    retention = forms.ChoiceField(label="保管期限", choices=Retention.choices)
    reason = RuledCharField(
        label="缩短保管期限的理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="比这类文件一般的期限短的才填。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].is_ruled = False  # type: ignore[attr-defined]


class PackForm(StyledForm):
    """制作归档包: nothing to fill in."""


class ReceiptForm(StyledForm):
    """档案室接收."""

    receiver = RuledCharField(label="接收人", max_length=100, help_text="档案室签收的人。")
    received_on = day("接收日期")
    file = forms.FileField(
        label="回执", required=False, help_text=f"档案室签收的交接清单，扫描件或者电子件。{UNCLASSIFIED}"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ruled(self, "received_on", "file")
