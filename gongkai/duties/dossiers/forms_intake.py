"""Forms of what comes from OA."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.core.accounts.models import User
from gongkai.core.forms import MomentField, StyledForm
from gongkai.duties.dossiers.enums_intake import DeliveryKind
from gongkai.duties.dossiers.forms import UNCLASSIFIED
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by
from gongkai.duties.dossiers.rules.intake import Handed

_OPTIONAL = "只有签批单填写；签发人、签发意见、签发时间三项都填，才自动登记签发。"


class UploadForm(StyledForm):
    """One delivery by hand."""

    kind = forms.ChoiceField(label="类别", choices=DeliveryKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label="文件", required=False, help_text="签批单、正式文本、其他必附；类别是文号的不附。"
    )
    code = forms.CharField(
        required=False,
        label="办文编号",
        max_length=20,
        help_text="如 2026-0012。本系统打印的签批单带二维码，可以不填。",
    )
    number = forms.CharField(required=False, label="文号", max_length=80, help_text="照红头文件填写。")
    title = forms.CharField(required=False, label="标题", max_length=200, help_text=UNCLASSIFIED)
    leader_name = forms.CharField(required=False, label="签发人", max_length=100, help_text=_OPTIONAL)
    opinion = forms.CharField(required=False, label="签发意见", max_length=500)
    signed_at = MomentField(
        label="签发时间", required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def told(self) -> Handed:
        """What was typed, as a delivery."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in ("kind", "file")}
        texts = {name: str(value).strip() for name, value in data.items() if name != "signed_at"}
        return Handed(DeliveryKind(self.cleaned_data["kind"]), signed_at=data["signed_at"], **texts)


class ClaimForm(StyledForm):
    """The dossier that a delivery is of."""

    code = forms.CharField(label="办文编号", max_length=20, help_text="归到哪一卷，如 2026-0012。")

    def __init__(self, *args: Any, user: User, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = dossiers_seen_by(user, day)

    def clean_code(self) -> Dossier:
        """The dossier of that code, among those that the person may open."""
        code = self.cleaned_data["code"].strip()
        found: Dossier | None = self.seen.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(f"没有办文编号“{code}”的公文卷，请到“公文卷”里查一查。")
        return found
