"""审查表: all that stands on the paper of one slip, as plain data in Chinese.

The paper leaves the house for the archive. So it shows nothing of what was purged or is sealed, whoever asks, and nothing
that changes with the clock: the same slip gives the same paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.models import TaskState

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.basis import DISCLOSURE
from gongkai.clearance.digest import files_used
from gongkai.clearance.enums import Disclosure, SlipState, WithheldGround
from gongkai.clearance.models.gate import Clearance
from gongkai.clearance.models.review import ReviewSlip, ReviewTaskState, SlipItem
from gongkai.clearance.queries.purge_list import purges_of_objects
from gongkai.clearance.queries.sealing import Seals, is_under, sealed_now
from gongkai.clearance.queries.sheet_parts import (
    Proof,
    ScreeningSummary,
    aggregation_summary,
    proofs_of,
    screening_summary,
)
from gongkai.clearance.rules.sheet import HIDDEN, outcomes_of
from gongkai.clearance.suppression import suppressed
from gongkai.clearance.versions import DocumentVersion, Version, version_of

_UNFILLED = "—"
_LEFT_OUT = "内容已被紧急清除，不在此列出。"


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file that a member uses: its title, and its hash or why there is none."""

    title: str
    mark: str


@dataclass(frozen=True, slots=True)
class SheetItem:
    """A member of the package on the paper."""

    role: str
    title: str
    disclosure: str
    way: str
    digest: str
    files: Sequence[SheetFile]
    no_files: str = "无附件、无图片"


@dataclass(frozen=True, slots=True)
class SheetStep:
    """A step of the chain: opinion, grounds, signature; ``state`` says what stands in the opinion's place."""

    label: str
    state: str
    opinion: str = ""
    grounds: str = ""
    person: str = ""
    acted_for: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole paper. Times are local, to the minute."""

    number: str
    title: str
    unit: str
    source: str
    kind: str
    urgency: str
    urgent_grounds: str
    sender: str
    sent_at: str
    closed_at: str
    is_masked: bool
    items: Sequence[SheetItem]
    steps: Sequence[SheetStep]
    proofs: Sequence[SheetStep]
    screening: dict[str, Any] | None
    aggregation: str | None
    outcomes: Sequence[dict[str, Any]]
    outcome_note: str

    def as_data(self) -> dict[str, Any]:
        """As the template takes it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Held:
    """What may not stand on any paper: digests and file hashes of purges, and what is sealed."""

    purged: frozenset[str]
    files: frozenset[str]
    seals: Seals
    purges: Sequence[tuple[int, str, datetime]]

    def holds(self, item: SlipItem, version: Version) -> bool:
        """Whether a member was purged, is sealed, or uses a file that was or is."""
        if item.digest in self.purged or is_under(self.seals, item) or version.is_among(self.purged):
            return True
        key, sent = (item.content_type_id, item.object_id), item.slip.submitted_at
        if any((kind, pk) == key and at >= sent for kind, pk, at in self.purges):
            return True
        return bool(version.files_among(self.files))


def _held() -> _Held:
    purged = frozenset().union(*suppressed())
    seals = sealed_now()
    return _Held(purged, purged | seals.hashes, seals, purges_of_objects())


def sheet_of(slip: ReviewSlip) -> Sheet:
    """The paper of a slip. Where a member may not be shown, neither are the opinions, which may speak of it."""
    held = _held()
    members = [
        (item, version_of(item))
        for item in slip.items.select_related("revision", "dataset_version__dataset").order_by("pk")
    ]
    hidden = {item.pk for item, version in members if held.holds(item, version)}
    screening = None if hidden else screening_summary(slip)
    cleared = frozenset(
        digest for row in Clearance.objects.filter(slip=slip) for digest in (row.file_hashes or ())
    )
    outcomes, note = outcomes_of(
        SlipState(slip.state), was_redacted=bool(screening and screening.was_redacted)
    )
    return Sheet(
        number=slip.number,
        title=HIDDEN if hidden else slip.title,
        unit=str(slip.unit),
        source=HIDDEN if hidden else _source(members, slip),
        kind=slip.get_kind_display(),
        urgency=slip.get_urgency_display(),
        urgent_grounds="" if hidden else slip.urgent_grounds,
        sender=_sender(slip),
        sent_at=_minute(slip.submitted_at),
        closed_at=_minute(slip.closed_at),
        is_masked=bool(hidden),
        items=[_item(item, version, cleared, is_hidden=item.pk in hidden) for item, version in members],
        steps=_steps(slip, is_masked=bool(hidden)),
        proofs=[] if hidden else [_proof(one) for one in proofs_of(slip)],
        screening=_screening(screening),
        aggregation=None if hidden else aggregation_summary(slip),
        outcomes=outcomes,
        outcome_note=note,
    )


def _minute(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y年%-m月%-d日 %H:%M}" if moment else _UNFILLED


def _sender(slip: ReviewSlip) -> str:
    taken = f"（已离岗，{slip.handed_to}接办）" if slip.handed_to else ""
    return f"{slip.submitted_by}{taken}"


def _source(members: Sequence[tuple[SlipItem, Version]], slip: ReviewSlip) -> str:
    """Where the content comes from, as its own field says; else who drafted it."""
    named = []
    for _, version in members:
        document = getattr(version, "document", None)
        named.append(getattr(document, "source", "") or getattr(document, "issuer", ""))
    return "、".join(dict.fromkeys(str(one) for one in named if one)) or f"{slip.unit}起草"


def _item(item: SlipItem, version: Version, cleared: frozenset[str], *, is_hidden: bool) -> SheetItem:
    if is_hidden:
        return SheetItem(item.get_role_display(), HIDDEN, _UNFILLED, _UNFILLED, _UNFILLED, (), _LEFT_OUT)
    return SheetItem(
        role=item.get_role_display(),
        title=item.title,
        disclosure=_disclosure(version),
        way=_way(item),
        digest=item.digest,
        files=_files(version, cleared),
    )


def _disclosure(version: Version) -> str:
    if not version.disclosure:
        return "不适用（栏目、数据等不标公开属性）" if not version.needs_disclosure else _UNFILLED
    label = Disclosure(version.disclosure).label
    ground = version.withheld_ground
    return f"{label}（{WithheldGround(ground).label if ground else DISCLOSURE.citation}）"


def _way(item: SlipItem) -> str:
    """The column and the address at which the public will read it."""
    target: Any = item.target
    path = public_path_of(target) if target is not None else ""
    if not path:
        return "本网站，随引用它的页面公开"
    above = target.get_parent()
    column = f"本网站“{above.title}”栏目，" if above is not None and above.depth > 1 else "本网站，"
    return f"{column}地址 {path}"


def _files(version: Version, cleared: frozenset[str]) -> list[SheetFile]:
    """The files of a member in the order of their titles; bytes other than those that were cleared are told."""
    if not isinstance(version, DocumentVersion):
        return []
    rows: list[tuple[str, str]] = []
    for label, pk in sorted(files_used(version.document)):
        found = apps.get_model(label)._default_manager.filter(pk=pk)
        rows += found.values_list("title", "sha256")
    marks = {
        sha: "" if not cleared or sha in cleared else "（审定后已更换，不是审定的文件）" for _, sha in rows
    }
    return [SheetFile(title, f"SHA-256 {sha}{marks[sha]}") for title, sha in sorted(rows)]


_NOT_TAKEN = {
    TaskState.STATUS_IN_PROGRESS: "正在审查，尚未签署意见。",
    TaskState.STATUS_CANCELLED: "送审人已撤回，没有审查。",
    TaskState.STATUS_SKIPPED: "按流程跳过。",
}


def _steps(slip: ReviewSlip, *, is_masked: bool) -> list[SheetStep]:
    run = slip.workflow_state
    if run is None:
        return []
    states = ReviewTaskState.objects.filter(workflow_state=run).select_related("finished_by", "acted_for")
    by_task = {state.task_id: state for state in states.order_by("pk")}
    return [_step(task.name, by_task.get(task.pk), is_masked=is_masked) for task in run.workflow.tasks]


def _step(label: str, state: ReviewTaskState | None, *, is_masked: bool) -> SheetStep:
    if state is None:
        return SheetStep(label, "未到这一步。")
    if state.status in _NOT_TAKEN:
        return SheetStep(label, _NOT_TAKEN[state.status])
    verdict = "退回修改。" if state.status == TaskState.STATUS_REJECTED else "通过。"
    opinion = "" if is_masked else f"{verdict}{state.opinion}"
    return SheetStep(
        label=label,
        state=f"{verdict}{HIDDEN}" if is_masked else verdict,
        opinion=opinion,
        grounds="" if is_masked else state.grounds,
        person=str(state.finished_by or ""),
        acted_for=str(state.acted_for or ""),
        at=_minute(state.finished_at),
    )


def _proof(proof: Proof) -> SheetStep:
    return SheetStep(proof.label, "", proof.opinion, person=proof.person, at=_minute(proof.at))


def _screening(found: ScreeningSummary | None) -> dict[str, Any] | None:
    if found is None:
        return None
    counts = "，".join(f"{label} {count} 处" for label, count in found.counts) or "没有发现问题"
    waivers = [
        {"what": one.what, "grounds": one.grounds, "person": one.person, "at": _minute(one.at)}
        for one in found.waivers
    ]
    return {"counts": f"{counts}。", "waivers": waivers}
