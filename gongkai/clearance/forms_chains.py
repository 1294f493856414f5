"""Forms of the review's configuration. Which chain may stand where the use case says."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.models import Workflow

from gongkai.clearance.verbs import REVIEW_FINAL
from gongkai.core.forms import StyledForm
from gongkai.core.organisation.forms import PersonChoice


def _chain(label: str, **options: Any) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Workflow.objects.filter(active=True).order_by("name"), label=label, **options
    )


class ChainsForm(StyledForm):
    """The chains of one kind of content."""

    workflow = _chain("普通流程", empty_label="请选择", help_text="依次为初审、复审（含保密）、终审。")
    urgent_workflow = _chain(
        "急件流程", required=False, empty_label="不设，不能走急件", help_text="值班核对、值班领导审签两人。"
    )
    typo_workflow = _chain(
        "错别字更正流程",
        required=False,
        empty_label="不设，错别字也走普通流程",
        help_text="办公室（含保密）一人复核。",
    )


class AlternateForm(StyledForm):
    """The person named for the final review."""

    alternate = PersonChoice(
        "终审人", REVIEW_FINAL, help_text="厅办公室自己起草的，由这个人终审。只列有终审权限的在职人员。"
    )
