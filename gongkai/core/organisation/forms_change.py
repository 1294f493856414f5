"""Forms of the wizard for changes of units, one for each kind."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.core.forms import RowsField, RuledCharField
from gongkai.core.organisation.enums import ChangeKind, UnitKind
from gongkai.core.organisation.forms import StaffForm, UnitChoice, day_field
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.rules.change import Plan, Target

TARGET_ROWS = 4
NEW_KINDS = [choice for choice in UnitKind.choices if choice[0] != UnitKind.DEPARTMENT]


class PaperForm(StaffForm):
    """What every change needs: its instrument and its day."""

    instrument = forms.CharField(
        label="依据文件", max_length=200, help_text="机构编制文件的文号，或会议纪要。"
    )
    effective_on = day_field("生效日期", help_text="自这一天起按新的机构；这一天之前仍按旧的。")
    note = forms.CharField(
        label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def plan(self) -> Plan:
        """The plan of the cleaned form."""
        raise NotImplementedError

    def paper(self) -> dict[str, Any]:
        """Instrument, day and note."""
        return {name: self.cleaned_data[name] for name in ("instrument", "effective_on", "note")}


class RenameForm(PaperForm):
    """One unit, new names."""

    field_order = ("source", "targets", "short_name", "drops_short_name")
    source = UnitChoice("更名的单位")
    targets = forms.CharField(label="新全称", max_length=100)
    short_name = RuledCharField(
        label="更名后的简称",
        max_length=40,
        help_text="简称照旧的，也请填上；一直没有简称的单位可以不填。",
    )
    drops_short_name = forms.BooleanField(
        label="简称不再使用",
        required=False,
        help_text="勾上后，自生效日期起只用全称；旧简称仍能识别以前的公文。",
    )

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("short_name") and found.get("drops_short_name"):
            self.add_error("drops_short_name", "填了更名后的简称，就不要勾选“简称不再使用”；二者只能取一个。")
        return found

    def plan(self) -> Plan:
        unit, found = self.cleaned_data["source"], self.cleaned_data
        target = Target(
            unit.pk,
            name=found["targets"].strip(),
            short_name=found["short_name"].strip(),
            drops_short_name=found["drops_short_name"],
        )
        return Plan((unit.pk,), (target,))


class _OneTargetForm(PaperForm):
    """Everything goes to one unit, there already or newly set up."""

    target = UnitChoice("承接单位（已有）", required=False, empty_label="（新设一个单位）")
    targets = forms.CharField(label="新单位全称", max_length=100, required=False)
    short_name = forms.CharField(label="新单位简称", max_length=40, required=False)
    code = forms.SlugField(
        label="新单位代码", max_length=40, required=False, help_text="小写字母、数字和短横线；不填则自动编。"
    )
    kind = forms.ChoiceField(label="新单位类型", choices=NEW_KINDS, initial=UnitKind.DIVISION)

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found.get("target") is None and not found.get("targets"):
            self.add_error("targets", "请选择已有的承接单位，或填写新单位全称。")
        if found.get("target") is not None and found.get("targets"):
            self.add_error("targets", "已有单位和新单位只能取一个。")
        return found

    def the_target(self) -> Target:
        """The unit that takes over."""
        return _target(self.cleaned_data["target"], self.cleaned_data, "targets", 0)


class MergeForm(_OneTargetForm):
    """Several units become one."""

    field_order = ("sources", "target", "targets", "short_name", "code", "kind")
    sources = RowsField(
        label="合并的单位",
        queryset=Unit.objects.filter(valid_until=None).exclude(kind=UnitKind.DEPARTMENT),
        widget=forms.CheckboxSelectMultiple,
        help_text="至少两个；并入其中之一时，也把它勾上并选为承接单位。",
    )

    def plan(self) -> Plan:
        return Plan(tuple(unit.pk for unit in self.cleaned_data["sources"]), (self.the_target(),))


class EndForm(_OneTargetForm):
    """A unit ends and another takes what hangs on it."""

    field_order = ("sources", "target", "targets", "short_name", "code", "kind")
    sources = UnitChoice("撤销的单位")

    def plan(self) -> Plan:
        return Plan((self.cleaned_data["sources"].pk,), (self.the_target(),))


class SplitForm(PaperForm):
    """One unit becomes several; it may go on as one of them."""

    field_order = ("sources", "goes_on")
    sources = UnitChoice("分立的单位")
    goes_on = forms.BooleanField(
        label="原单位继续存在", required=False, help_text="勾上表示分出一部分职责，其余仍在原单位。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, TARGET_ROWS + 1):
            target = UnitChoice(f"承接单位{number}（已有）", required=False, empty_label="（新设）")
            name = forms.CharField(label=f"新单位{number}全称", max_length=100, required=False)
            short = forms.CharField(label=f"新单位{number}简称", max_length=40, required=False)
            for key, field in (("target", target), ("name", name), ("short_name", short)):
                field.widget.attrs["class"] = "gk-select" if key == "target" else "gk-input"
                self.fields[f"{key}_{number}"] = field

    @property
    def rows(self) -> list[list[Any]]:
        """The fields of each unit that takes over."""
        keys = ("target", "name", "short_name")
        return [[self[f"{key}_{number}"] for key in keys] for number in range(1, TARGET_ROWS + 1)]

    @property
    def first_fields(self) -> list[Any]:
        """The fields that do not stand in rows."""
        return [self[name] for name in self.fields if not name.rpartition("_")[2].isdigit()]

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        for number in range(1, TARGET_ROWS + 1):
            if found.get(f"target_{number}") is not None and found.get(f"name_{number}"):
                self.add_error(f"name_{number}", "已有单位和新单位只能取一个。")
        return found

    def plan(self) -> Plan:
        found = self.cleaned_data
        unit = found["sources"]
        targets = [Target(unit.pk, name=unit.name, short_name=unit.short_name)] if found["goes_on"] else []
        for number in range(1, TARGET_ROWS + 1):
            existing = found.get(f"target_{number}")
            if existing is not None or found.get(f"name_{number}"):
                data = {
                    "targets": found.get(f"name_{number}"),
                    "short_name": found.get(f"short_name_{number}"),
                }
                targets.append(_target(existing, {**data, "kind": unit.kind}, "targets", number))
        return Plan((unit.pk,), tuple(targets))


FORMS: dict[str, type[PaperForm]] = {
    ChangeKind.RENAME: RenameForm,
    ChangeKind.MERGE: MergeForm,
    ChangeKind.SPLIT: SplitForm,
    ChangeKind.END: EndForm,
}


def _target(existing: Unit | None, data: dict[str, Any], name: str, number: int) -> Target:
    if existing is not None:
        return Target(existing.pk, name=existing.name, short_name=existing.short_name)
    code = data.get("code") or free_code(number)
    return Target(
        code=code,
        name=(data.get(name) or "").strip(),
        short_name=(data.get("short_name") or "").strip(),
        kind=data["kind"],
    )


def free_code(number: int) -> str:
    """A code that no unit has yet; ``number`` tells apart several new units of one form."""
    latest = Unit.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    return f"unit-{latest + 1}-{number}" if number else f"unit-{latest + 1}"
