"""Forms on the page where a file is cleaned and masked."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.clearance.cleaning import Pick
from gongkai.clearance.queries.cleaning import MaskChoice

_MOST_WORDS = 200


class CleaningForm(forms.Form):
    """The hash of what the person was shown."""

    sha256 = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)


class RedactionForm(CleaningForm):
    """Which findings to mask, and what else; ``chosen`` are the ticked ones, ``lines`` the typed ones."""

    findings = forms.MultipleChoiceField(
        label="查到的问题", required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label="另外要遮盖的文字",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        help_text="每行一处，照文件里的写法填。全文里同样的文字都会遮掉。这里填的内容不保存。",
    )

    def __init__(self, *args: Any, choices: list[MaskChoice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._picks = {one.key: one.pick for one in choices}
        self.fields["findings"].choices = [(one.key, one.label) for one in choices]  # type: ignore[attr-defined]
        self.fields["findings"].error_messages["invalid_choice"] = (
            "勾选的问题有变化，请看过最新的结果再勾选。"
        )

    def clean_words(self) -> str:
        """At most so many lines."""
        words: str = self.cleaned_data["words"]
        if len([line for line in words.splitlines() if line.strip()]) > _MOST_WORDS:
            raise forms.ValidationError(f"一次最多 {_MOST_WORDS} 处，请分几次遮盖。")
        return words

    @property
    def picks(self) -> list[Pick]:
        """The ticked findings."""
        return [self._picks[key] for key in self.cleaned_data["findings"]]

    @property
    def lines(self) -> list[str]:
        """The typed stretches."""
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]
