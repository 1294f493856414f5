"""Forms of the gate."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from gongkai.clearance.enums import PurgeCause, Urgency, Verdict
from gongkai.clearance.forms_sealing import UnsealedFilesOnly
from gongkai.clearance.forms_whole import Completion
from gongkai.clearance.models.dataset import DatasetRow
from gongkai.clearance.rules.addresses import reasons_against_replacement
from gongkai.clearance.rules.review import reasons_against_withholding
from gongkai.core.accounts.models import User
from gongkai.core.basis import Basis
from gongkai.core.forms import MomentField, RuledCharField, StyledForm, add_reasons, name_empty_choices
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.queries import responsible_unit, units_of
from gongkai.core.organisation.queries.changes import units_existing_on

_IN_PART = "提交的内容没有完整传到，没有保存。下面是收到的内容，请逐项核对、补上缺的，再保存一次。"


class _OfAUnit:
    """What is new starts in the writer's own unit, and is drafted by a unit that exists."""

    fields: dict[str, Any]
    instance: Any
    initial: dict[str, Any]
    for_user: Any

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        completion = Completion(type(self), data) if data is not None else None
        super().__init__(completion.data if completion else None, *args, **kwargs)  # type: ignore[call-arg]  # of the form
        self._lacking = completion.lacking if completion else []
        field, today = self.fields.get("unit"), timezone.localdate()
        if field is not None:
            own = Q(pk=self.instance.unit_id)
            field.queryset = Unit.objects.filter(Q(pk__in=units_existing_on(today)) | own)
            field.label_from_instance = _name_of_unit
        name_empty_choices(self)  # type: ignore[arg-type]
        if field is not None and self.instance.pk is None and self.for_user is not None:
            # Not the field's initial value, over which the new instance's own empty one would win.
            own_unit = units_of(self.for_user, today).first()
            self.initial["unit"] = own_unit.pk if own_unit else None

    def clean(self) -> dict[str, Any]:
        """What is withheld names its legal ground, and a form that came in part is looked at again before it is saved."""
        data: dict[str, Any] = super().clean()  # type: ignore[misc]
        expected = {*self.fields, *getattr(self, "formsets", {})}
        if expected & {*self._lacking}:
            self.add_error(None, _IN_PART)  # type: ignore[attr-defined]
        if "withheld_ground" in self.fields:
            ground = data.get("withheld_ground") or ""
            reasons = reasons_against_withholding(data.get("disclosure") or "", ground)
            add_reasons(self, reasons)  # type: ignore[arg-type]
        return data


class GatedSnippetForm(UnsealedFilesOnly, _OfAUnit, WagtailAdminModelForm):
    """Base form of every gated snippet."""


class GatedPageForm(UnsealedFilesOnly, _OfAUnit, WagtailAdminPageForm):
    """Base form of every gated page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._open_with_a_text()

    def _open_with_a_text(self) -> None:
        """A new page whose body has to be written opens with one empty text to write in."""
        body = self.fields.get("body")
        if body is None or self.instance.pk is not None or self.initial.get("body"):
            return
        block = getattr(body, "block", None)
        if not self.instance._meta.get_field("body").blank and "text" in getattr(block, "child_blocks", {}):
            self.initial["body"] = block.to_python([{"type": "text", "value": ""}])


def _name_of_unit(unit: Unit) -> str:
    """A unit among the choices; one that is no more is there only where the page still names it."""
    today = timezone.localdate()
    if unit.valid_until is None or unit.valid_until > today:
        return unit.name
    heir = responsible_unit(unit, today)
    taken = f"，现由{heir}承办" if heir != unit else ""
    return f"{unit.name}（{unit.valid_until:%Y-%m-%d} 撤销{taken}）"


class SubmissionForm(StyledForm):
    """How a package is sent into review."""

    urgency = forms.ChoiceField(
        label="缓急", choices=Urgency.choices, initial=Urgency.NORMAL, widget=forms.RadioSelect
    )
    urgent_grounds = RuledCharField(
        label="急件理由",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="走急件时必填：什么突发事件，为什么等不到正常审查。",
    )


class DecisionForm(StyledForm):
    """A reviewer's verdict on the step they were looking at."""

    verdict = forms.ChoiceField(label="结论", choices=Verdict.choices, widget=forms.RadioSelect)
    opinion = RuledCharField(
        label="意见",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="通过的写明审了什么、是否同意；退回的写清改哪里、怎么改。",
    )
    grounds = forms.CharField(label="依据", required=False, max_length=300)
    acts_for = forms.TypedChoiceField(label="以谁的身份", required=False, coerce=int, empty_value=None)
    expected_state = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        grantors: Sequence[User] = (),
        own_seat: bool = True,
        grounds: Sequence[Basis] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.usual_grounds = grounds
        usual = "、".join(basis.citation for basis in grounds)
        self.fields["grounds"].help_text = f"这一级一般依据：{usual}。" if usual else ""
        self.fields["grounds"].widget.attrs["list"] = "grounds"
        own = [("", "本人")] if own_seat else []
        self.fields["acts_for"].choices = [*own, *((user.pk, f"代 {user} 审签") for user in grantors)]
        if not grantors:
            del self.fields["acts_for"]


class ScheduleForm(StyledForm):
    """When a granted slip goes live."""

    due_at = MomentField(
        label="上线时间",
        error_messages={
            "required": "请填写上线时间。",
            "invalid": "上线时间没有填对，请按“年-月-日 时:分”填写。",
        },
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class FactsForm(StyledForm):
    """The values of a data set of facts: one field for each row of its newest version, under the row's key.

    Keys, names and whatever else a row holds come from that version alone; nothing of them is taken from the request.
    """

    def __init__(
        self, *args: Any, rows: Sequence[DatasetRow], required: Collection[str] = (), **kwargs: Any
    ) -> None:
        self.rows = rows
        super().__init__(*args, prefix="fact", **kwargs)
        for row in rows:
            given: dict[str, Any] = {
                "label": row.values.get("label") or row.key,
                "initial": row.values.get("value", ""),
                "max_length": 1000,
                "widget": forms.Textarea(attrs={"rows": 1, "class": "gk-input"}),
            }
            is_asked = row.key in required
            self.fields[row.key] = (
                RuledCharField(**given) if is_asked else forms.CharField(required=False, **given)
            )

    def facts(self) -> list[tuple[str, dict[str, Any]]]:
        """The rows with their new values as (key, values); a value that was not sent stays as it was."""
        return [(row.key, {**row.values, **self._sent(row.key)}) for row in self.rows]

    def _sent(self, key: str) -> dict[str, str]:
        if self.add_prefix(key) not in self.data:
            return {}
        return {"value": self.cleaned_data[key].strip()}


class AddressForm(StyledForm):
    """Where the public sees what is to be taken down."""

    address = forms.CharField(
        label="公开地址",
        max_length=2000,
        help_text="从浏览器地址栏复制，粘贴在这里。附件、图片有问题的，粘贴它所在页面的地址。",
    )


class WithdrawalForm(StyledForm):
    """Taking down with a public notice."""

    reason = RuledCharField(
        label="撤下理由（向社会公开）",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
    )
    grounds = forms.CharField(label="依据", required=False, max_length=300)
    replaced_by = forms.CharField(
        label="替代内容的地址",
        required=False,
        max_length=500,
        help_text="打开替代内容，从浏览器地址栏复制：以“/”开头的本站地址，或以“https://”开头的网址。",
    )

    def clean_replaced_by(self) -> str:
        """A refusal of how the address is written stands at its field; what stands there is asked when they act."""
        address: str = self.cleaned_data["replaced_by"].strip()
        for reason in reasons_against_replacement(address, is_public=True):
            self.add_error("replaced_by", f"{reason.message}{reason.remedy}")
        return address


class LookForm(StyledForm):
    """A reviewer's word on a file that no machine could read, for the bytes they were shown."""

    note = RuledCharField(
        label="核对说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写看了什么、结论是什么，如“逐页看过，共 12 页，无密级标志，不涉密”。不要抄录文件内容。",
    )
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)


class RemovalForm(StyledForm):
    """Removing a file found secret asks for no description of it, only whether this is the one that was looked at."""

    confirm = forms.BooleanField(label="我确认这份文件涉密，立即销毁，不能恢复")
    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)


class PurgeForm(StyledForm):
    """紧急清除 asks only what it must; it never asks for a description of the leak."""

    cause = forms.ChoiceField(label="原因类别", choices=PurgeCause.choices, widget=forms.RadioSelect)
    confirm = forms.BooleanField(label="我确认立即从所有公开位置清除这件内容")


class UnsealForm(StyledForm):
    """解除封存: on whose finding."""

    reason = RuledCharField(
        label="解除理由",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        help_text="写明谁、何时认定不涉密，或者依据哪份鉴定。不要描述内容。",
    )
