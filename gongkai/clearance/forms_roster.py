"""Form of the duty roster for a stretch of days."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from gongkai.clearance.enums import RotaDays
from gongkai.clearance.queries.rota import Turn
from gongkai.clearance.verbs import REVIEW_FINAL, REVIEW_OFFICE
from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb
from gongkai.core.forms import StyledForm
from gongkai.core.organisation.forms import day_field, name_in_choice
from gongkai.core.organisation.queries.people import people_by_unit, people_who_may

TURNS = 8
"""How many pairs can take turns; the office of a province has some eight leaders."""
OPEN = 2
Pair = tuple[int, forms.BoundField, forms.BoundField]


class FillRosterForm(StyledForm):
    """From when to when, which days, and the pairs that take turns by the week."""

    first = day_field("从哪天")
    last = day_field("到哪天", help_text="含这一天，一次最多一年。")
    wanted = forms.ChoiceField(
        label="排哪些天",
        choices=RotaDays.choices,
        initial=RotaDays.EVERY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._people: dict[str, User] = {}
        leaders, checkers = self._choices(REVIEW_FINAL), self._choices(REVIEW_OFFICE)
        self.base_fields = dict(self.base_fields)
        for number in range(1, TURNS + 1):
            for name, label, choices in (("leader", "值班领导", leaders), ("checker", "核对人", checkers)):
                self.base_fields[f"{name}_{number}"] = forms.ChoiceField(
                    label=label, choices=choices, required=number == 1
                )
        super().__init__(*args, **kwargs)

    def _choices(self, verb: Verb) -> Sequence[Any]:
        """People who may, by unit; asked once for all the pairs."""
        people = list(people_who_may(verb))
        self._people |= {str(person.pk): person for person in people}
        groups = people_by_unit(people, timezone.localdate())
        named = [(unit, [(person.pk, name_in_choice(person)) for person in some]) for unit, some in groups]
        return [("", "请选择"), *named]

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields above the pairs."""
        return [self[name] for name in ("first", "last", "wanted")]

    @property
    def pairs(self) -> list[Pair]:
        """The pairs that always stand open."""
        return [self._pair(number) for number in range(1, OPEN + 1)]

    @property
    def more_pairs(self) -> list[Pair]:
        """Those that are folded away until somebody needs them."""
        return [self._pair(number) for number in range(OPEN + 1, TURNS + 1)]

    @property
    def has_more(self) -> bool:
        """Whether one of the folded pairs was filled in, or is wrong."""
        return any(field.value() or field.errors for pair in self.more_pairs for field in pair[1:])

    def _pair(self, number: int) -> Pair:
        return number, self[f"leader_{number}"], self[f"checker_{number}"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        turns: list[Turn] = []
        for number in range(1, TURNS + 1):
            names = f"leader_{number}", f"checker_{number}"
            given = [data.get(name) for name in names]
            missing = [name for name, value in zip(names, given, strict=True) if not value]
            if len(missing) == 1 and missing[0] not in self.errors:
                self.add_error(missing[0], "这一组只选了一个人。请两个都选，或两个都不选。")
            elif not missing:
                turns.append((self._people[str(given[0])], self._people[str(given[1])]))
        return {name: data.get(name) for name in ("first", "last")} | {
            "wanted": RotaDays(data["wanted"]) if data.get("wanted") else None,
            "turns": turns,
        }
