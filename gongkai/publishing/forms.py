"""Forms of the releases' screen."""

from __future__ import annotations

from django import forms

from gongkai.core.forms import StyledForm


class ReasonForm(StyledForm):
    """Why all is built again, or an earlier release served."""

    reason = forms.CharField(
        label="理由",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "要写明理由。"},
        max_length=200,
        help_text="记入审计记录，不对外公开。不要写个人信息，也不要描述泄露的内容。",
    )
