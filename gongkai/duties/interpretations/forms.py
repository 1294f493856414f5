"""Forms of the screen 同步发布."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.clearance.models import BasePage
from gongkai.core.forms import StyledForm
from gongkai.duties.interpretations.queries import Candidates

NEW = "new"
_NEW = (NEW, "新起草一件（单位、标题、公开属性从文件带入）")


class JointForm(StyledForm):
    """Which interpretation and infographic go with a document."""

    interpretation = forms.ChoiceField(label="解读")
    infographic = forms.ChoiceField(label="图解")

    def __init__(self, *args: Any, candidates: Candidates, tied: tuple[int, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pages = {str(page.pk): page for page in (*candidates.texts, *candidates.charts)}
        for name, pages in (("interpretation", candidates.texts), ("infographic", candidates.charts)):
            self.fields[name].choices = [_NEW, *((str(page.pk), page.draft_title) for page in pages)]
            self.fields[name].initial = next((str(page.pk) for page in pages if page.pk in tied), NEW)

    def chosen(self, name: str) -> BasePage | None:
        """The page chosen, or ``None`` for one to be begun."""
        return self.pages.get(self.cleaned_data[name])


class DebtForm(StyledForm):
    """A leader lets an emergency document go ahead."""

    emergency = forms.CharField(
        label="突发事件", max_length=200, help_text="什么事件，为什么等不到解读和图解。"
    )
    summary = forms.CharField(
        label="面向公众的文字摘要",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text="谁受影响、要做什么。公众先看到的就是这段话。",
    )
