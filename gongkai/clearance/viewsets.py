"""Configuration of the gate in Wagtail's own screens: the duty roster is, workflows and tasks are not."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets import HeaderButton
from wagtail.models import Task, Workflow
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from gongkai.clearance.models import Attachment, BasePage, DutyShift, Picture, ReviewTask
from gongkai.clearance.policies import UnsealedFiles, UnsealedPages
from gongkai.clearance.queries.roster import reasons_against_shift_for
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.usecases.roster import remove_shift, set_shift
from gongkai.clearance.verbs import CONFIGURE
from gongkai.core.accounts.policies import ClosedPolicy
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import DayField, add_reasons, name_empty_choices


class ConfigurePolicy(ModelPermissionPolicy):
    """Whoever may configure the gate may see and change; nobody else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may(user, CONFIGURE)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return may(user, CONFIGURE)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return may(user, CONFIGURE)


class DutyShiftForm(WagtailAdminModelForm):
    """Who leads and who checks on a day; the rules' reasons stand at their fields."""

    class Meta:
        fields = ("day", "leader", "checker")
        field_classes = {"day": DayField}
        widgets = {"day": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_empty_choices(self)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()
        if {"day", "leader", "checker"} <= data.keys():
            shift = self.instance if self.instance.pk else None
            add_reasons(self, reasons_against_shift_for(self.for_user, shift, **data))
        return data


class _Setting:
    """Saving through the use case, which leaves its event."""

    request: Any
    form: Any

    def save_instance(self) -> DutyShift:
        shift = self.form.instance if self.form.instance.pk else None
        return set_shift(by=self.request.user, shift=shift, **self.form.cleaned_data)


class DutyShiftIndexView(IndexView):
    """The roster, with the way to fill a stretch of it at once."""

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        filling = HeaderButton("成批排班", url=reverse("clearance:fill_roster"), icon_name="date")
        return [*super().header_buttons, filling]


class DutyShiftCreateView(_Setting, CreateView):
    pass


class DutyShiftEditView(_Setting, EditView):
    pass


class DutyShiftDeleteView(DeleteView):
    """Deleting through the use case."""

    def delete_action(self) -> None:
        remove_shift(by=self.request.user, shift=self.object)


class DutyShiftViewSet(ModelViewSet):
    """值班表."""

    index_view_class = DutyShiftIndexView
    add_view_class = DutyShiftCreateView
    edit_view_class = DutyShiftEditView
    delete_view_class = DutyShiftDeleteView
    inspect_view_enabled = False
    copy_view_enabled = False
    model = DutyShift
    icon = "date"
    menu_label = "值班表"
    list_display = ["day", "leader", "checker"]
    list_per_page = 50
    ordering = ["-day"]

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        return forms.modelform_factory(DutyShift, form=DutyShiftForm)


class _Unsealed:
    """A chooser of snippets without what is sealed."""

    request: Any

    def get_object_list(self) -> Any:
        return without_sealed(super().get_object_list(), self.request.user)  # type: ignore[misc]


class UnsealedChooseView(_Unsealed, ChooseView):
    pass


class UnsealedChooseResultsView(_Unsealed, ChooseResultsView):
    pass


class GatedSnippetChooserViewSet(SnippetChooserViewSet):
    choose_view_class = UnsealedChooseView
    choose_results_view_class = UnsealedChooseResultsView


class GatedSnippetViewSet(SnippetViewSet):
    """Screens of a gated snippet: what is sealed stands in no list."""

    chooser_viewset_class = GatedSnippetChooserViewSet
    edit_template_name = "clearance/snippet_edit.html"

    def get_queryset(self, request: Any) -> Any:
        return without_sealed(self.model._default_manager.all(), request.user)


def register_policies() -> None:
    """Give the roster its policy, leave out of pages and files what is sealed, and close Wagtail's screens of workflows and tasks to everybody.

    There a step could be taken out of a chain, put in another order or switched off past the rules of review. Wagtail 8
    keeps policies in a registry.
    """
    register_permission_policy(DutyShift, ConfigurePolicy(DutyShift))
    register_permission_policy(BasePage, UnsealedPages(BasePage))
    for file, base in ((Attachment, "wagtaildocs.Document"), (Picture, "wagtailimages.Image")):
        policy = UnsealedFiles(file, auth_model=base, owner_field_name="uploaded_by_user")
        register_permission_policy(file, policy, exact_class=True)  # Wagtail enters its own later
    for model in (Workflow, Task, *ReviewTask.__subclasses__()):
        register_permission_policy(model, ClosedPolicy(model))
