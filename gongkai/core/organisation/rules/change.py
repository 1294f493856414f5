"""Renaming, merging, splitting and ending units by instrument and date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gongkai.core.organisation.basis import CHANGE
from gongkai.core.reasons import Reason, define_rule

RENAME, MERGE, SPLIT, END = "rename", "merge", "split", "end"

NO_INSTRUMENT = define_rule("change.no_instrument", 13, "请写明机构调整的依据文件。", CHANGE)
NOT_YET = define_rule("change.not_yet", 13, "机构调整的生效日期还没有到。", CHANGE)
SOURCE_COUNT = define_rule("change.source_count", 13, "原单位的数目与调整方式不符。", CHANGE)
TARGET_COUNT = define_rule("change.target_count", 13, "承接单位的数目与调整方式不符。", CHANGE)
SOURCE_GONE = define_rule("change.source_gone", 13, "原单位在生效日期前一日应当存在。", CHANGE)
TARGET_GONE = define_rule("change.target_gone", 13, "承接单位在生效日期应当存在。", CHANGE)
NOT_ITSELF = define_rule("change.not_itself", 13, "更名须有新名称，且与原名称不同。", CHANGE)
SHORT_NAME_LEFT_OPEN = define_rule(
    "change.short_name_left_open", 13, "更名须写明现用简称换成什么，或写明不再使用。", CHANGE
)
NAME_TAKEN = define_rule("change.name_taken", 13, "同一日期一个名称只能指一个单位。", CHANGE)
NAME_MISSING = define_rule("change.name_missing", 13, "新设单位要有代码和全称。", CHANGE)
CODE_TAKEN = define_rule("change.code_taken", 13, "单位代码已被使用。", CHANGE)
UNPLACED = define_rule("change.unplaced", 13, "原单位名下的事项都要有承接单位。", CHANGE)
MOVED_ON = define_rule("change.moved_on", 13, "预览之后事项清单有变化，请重新核对再确认。", CHANGE)
NOT_DRAFT = define_rule("change.not_draft", 13, "该机构调整已生效或已作废，不能再办理。", CHANGE)
ROOT_STAYS = define_rule("change.root_stays", 13, "厅机关本身不在此合并、分立或撤销。", CHANGE)
LATER_CHANGE = define_rule(
    "change.later_change", 13, "同一单位的机构调整须按日期先后办理，一日一次。", CHANGE
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where things go: a unit that is there (``unit_id``), or one to be set up with the change.

    ``drops_short_name``: a renamed unit goes by its full name only from now on.
    """

    unit_id: int | None = None
    code: str = ""
    name: str = ""
    short_name: str = ""
    kind: str = "division"
    drops_short_name: bool = False

    @property
    def is_new(self) -> bool:
        """Whether the unit is set up with the change."""
        return self.unit_id is None


@dataclass(frozen=True, slots=True)
class Plan:
    """The wizard's choices.

    ``defaults`` says per holding code, and ``choices`` per ``holding:key``, which target (its place in
    ``targets``) takes a thing; without either the first target does. A unit both source and target goes on.
    A renamed unit is its own target, with its new names.
    """

    source_ids: tuple[int, ...] = ()
    targets: tuple[Target, ...] = ()
    defaults: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Plan:
        """The plan out of its stored form."""
        return cls(
            tuple(data.get("sources", ())),
            tuple(Target(**one) for one in data.get("targets", ())),
            dict(data.get("defaults", {})),
            dict(data.get("choices", {})),
        )

    def written(self) -> dict[str, Any]:
        """The plan in its stored form."""
        targets = [{name: getattr(one, name) for name in Target.__slots__} for one in self.targets]
        return {
            "sources": list(self.source_ids),
            "targets": targets,
            "defaults": dict(self.defaults),
            "choices": dict(self.choices),
        }

    def place_of(self, holding: str, key: str) -> int:
        """Which target takes a thing, as a place in ``targets`` (perhaps one that is not there)."""
        return self.choices.get(f"{holding}:{key}", self.defaults.get(holding, 0))


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as the rules of change need it; ``valid_until`` is the day it ended (exclusive)."""

    id: int
    name: str
    short_name: str
    kind: str
    valid_from: date | None
    valid_until: date | None
    changed_on: date | None
    """The day of its last change, or of the beginning of its present names."""

    @property
    def label(self) -> str:
        """What people call the unit."""
        return self.short_name or self.name

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """All that is known when a change is drawn up or carried out.

    ``taken_names`` maps a name borne on the day by a unit outside of the change to that unit's label;
    ``taken_codes`` are codes in use.
    """

    kind: str
    instrument: str
    effective_on: date
    today: date
    plan: Plan
    sources: tuple[UnitFacts, ...]
    existing_targets: Mapping[int, UnitFacts]
    taken_names: Mapping[str, str]
    taken_codes: frozenset[str]


def reasons_against_change(facts: ChangeFacts) -> list[Reason]:
    """Everything wrong with a change as drawn up; a draft may be kept for a day still to come."""
    return [
        *_reasons_about_paper(facts),
        *_reasons_about_numbers(facts),
        *_reasons_about_units(facts),
        *_reasons_about_new_units(facts),
    ]


def reasons_against_carrying_out(
    facts: ChangeFacts, held: Sequence[tuple[str, str]], *, seen: str, now: str
) -> list[Reason]:
    """Everything that speaks against carrying a change out now.

    ``held`` lists (holding, key) of all that hangs on the sources; ``seen`` is the digest of the list as
    confirmed, ``now`` that of the list as it stands.
    """
    found = reasons_against_change(facts)
    if facts.effective_on > facts.today:
        day = f"{facts.effective_on:%Y-%m-%d}"
        found.append(NOT_YET.reason(f"生效日期 {day} 还没有到。", remedy="可先存为草案，到期再确认。"))
    places = range(len(facts.plan.targets))
    lost = sum(1 for holding, key in held if facts.plan.place_of(holding, key) not in places)
    if lost:
        found.append(
            UNPLACED.reason(f"还有 {lost} 个事项没有承接单位。", remedy="请逐类或逐项选定承接单位。")
        )
    if seen != now:
        found.append(MOVED_ON.reason(remedy="请再看一遍清单后确认。"))
    return found


def digest_of_held(held: Sequence[tuple[str, str]]) -> str:
    """A digest of what was shown, so that only what was seen is confirmed."""
    return hashlib.sha256(json.dumps(sorted(held), ensure_ascii=False).encode()).hexdigest()


def _reasons_about_paper(facts: ChangeFacts) -> list[Reason]:
    found = []
    if not facts.instrument.strip():
        found.append(
            NO_INSTRUMENT.reason(remedy="如“辽编办发〔2026〕1号”或厅党组会议纪要。", field="instrument")
        )
    if any(one.kind == "department" for one in facts.sources) and facts.kind != RENAME:
        found.append(ROOT_STAYS.reason(field="sources"))
    for one in facts.sources:
        if one.changed_on is not None and one.changed_on >= facts.effective_on:
            message = f"“{one.label}”的现名称或最近调整自 {one.changed_on:%Y-%m-%d} 起，不早于本次。"
            found.append(LATER_CHANGE.reason(message, remedy="请核对生效日期。", field="effective_on"))
    return found


def _reasons_about_numbers(facts: ChangeFacts) -> list[Reason]:
    sources, targets = len(facts.sources), len(facts.plan.targets)
    wanted = {
        RENAME: (sources == 1, targets == 1, "更名：一个单位，一个新名称。"),
        MERGE: (sources >= 2, targets == 1, "合并：至少两个原单位，一个承接单位。"),
        SPLIT: (sources == 1, targets >= 2, "分立：一个原单位，至少两个承接单位。"),
        END: (sources == 1, targets == 1, "撤销：一个原单位，一个承接其事项的单位。"),
    }[facts.kind]
    found = []
    if not wanted[0]:
        found.append(SOURCE_COUNT.reason(wanted[2], remedy="请重选原单位。", field="sources"))
    if not wanted[1]:
        found.append(TARGET_COUNT.reason(wanted[2], remedy="请重填承接单位。", field="targets"))
    return found


def _reasons_about_units(facts: ChangeFacts) -> list[Reason]:
    found = []
    eve = date.fromordinal(max(facts.effective_on.toordinal() - 1, 1))
    for one in facts.sources:
        if not one.exists_on(eve):
            message = f"“{one.label}”在 {eve:%Y-%m-%d} 不存在（尚未设立或已撤销）。"
            found.append(SOURCE_GONE.reason(message, field="sources"))
    ids = [one.unit_id for one in facts.plan.targets if one.unit_id is not None]
    if len(set(ids)) != len(ids):
        found.append(TARGET_COUNT.reason("同一单位不能列为两个承接单位。", field="targets"))
    if facts.kind == END and set(ids) & set(facts.plan.source_ids):
        found.append(TARGET_COUNT.reason("撤销的单位不能自己承接自己的事项。", field="targets"))
    for unit_id in ids:
        unit = facts.existing_targets.get(unit_id)
        if unit is None or not unit.exists_on(facts.effective_on):
            label = unit.label if unit is not None else "所选单位"
            message = f"“{label}”在 {facts.effective_on:%Y-%m-%d} 不存在。"
            found.append(TARGET_GONE.reason(message, remedy="请另选承接单位。", field="targets"))
    return found


def _reasons_about_new_units(facts: ChangeFacts) -> list[Reason]:
    found = []
    fresh = [one for one in facts.plan.targets if one.is_new]
    named = facts.plan.targets if facts.kind == RENAME else fresh
    old = {(one.name, one.short_name) for one in facts.sources}
    new = [(one.name, one.short_name) for one in named]
    if facts.kind == RENAME and any(not name.strip() or (name, short) in old for name, short in new):
        found.append(NOT_ITSELF.reason(field="targets"))
    if facts.kind == RENAME:
        found += _reasons_about_short_name(facts)
    for one in fresh:
        if not (one.code.strip() and one.name.strip()):
            found.append(NAME_MISSING.reason(field="targets"))
    codes = [one.code for one in fresh]
    for code in sorted({one for one in codes if one in facts.taken_codes or codes.count(one) > 1} - {""}):
        found.append(CODE_TAKEN.reason(f"单位代码“{code}”已被使用。", field="targets"))
    texts = [text for one in named for text in {one.name, one.short_name} - {""}]
    for text in sorted(set(texts)):
        bearer = facts.taken_names.get(text)
        if bearer is not None or texts.count(text) > 1:
            message = f"名称“{text}”在生效日期已由“{bearer or '另一承接单位'}”使用。"
            found.append(NAME_TAKEN.reason(message, remedy="请改用别的名称。", field="targets"))
    return found


def _reasons_about_short_name(facts: ChangeFacts) -> list[Reason]:
    """An empty field does not end a short name: whoever renames says so."""
    return [
        SHORT_NAME_LEFT_OPEN.reason(
            f"“{one.name}”现用简称“{one.short_name}”，更名后的简称没有填。",
            remedy=f"照旧的填“{one.short_name}”，换新的填新简称，不再用的勾选“简称不再使用”。",
            field="short_name",
        )
        for one in facts.sources
        if one.short_name
        and any(not new.short_name.strip() and not new.drops_short_name for new in facts.plan.targets)
    ]
