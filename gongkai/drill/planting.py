"""Plants a text of its own in every place that could hold one: about what is purged, and about something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import models
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from gongkai.clearance.enums import CleaningAct
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.models import (
    FileScan,
    FileTables,
    Proposal,
    PublicProfile,
    ReviewTaskState,
    ScreeningReport,
    SlipItem,
    UpkeepAct,
    Withdrawal,
)
from gongkai.clearance.models.cleaning import FileCleaning
from gongkai.clearance.queries import base_type_of
from gongkai.core.traces import PLACES, Fate
from gongkai.drill.rows import make_row
from gongkai.drill.scene import Leak, Scene
from gongkai.drill.shapes import APART, JSON

Say = Callable[[str], str]


def plant(scene: Scene, leak: Leak) -> None:
    """A text in every place of the registry that is traced or dropped, and in every row about the object."""
    for model, fields in sorted(_places(Fate.TRACED, Fate.DROPPED).items()):
        _plant_elsewhere(scene, leak, model, fields)
    _plant_about(scene, leak)


def _places(*fates: Fate) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for place in PLACES.values():
        if place.fate in fates:
            found.setdefault(place.model, []).append(place.field)
    return found


def _plant_elsewhere(scene: Scene, leak: Leak, model: str, fields: list[str]) -> None:
    kind: type[models.Model] = apps.get_model(model)
    for shape, names in _shapes(model, fields):
        said = {name: _said(kind, name, leak.token(model, name)) for name in names}
        if model in _STANDING:
            _overwrite(_STANDING[model](leak), said)
        else:
            make_row(scene, leak, kind, shape | said)


def _overwrite(row: Any, said: dict[str, Any]) -> None:
    for name, value in said.items():
        held = getattr(row, name)
        if isinstance(held, dict):
            said[name] = held | {"drill": value}
    type(row)._default_manager.filter(pk=row.pk).update(**said)


def _said(kind: type[models.Model], name: str, token: str) -> Any:
    field = kind._meta.get_field(name)
    if kind._meta.label == "wagtailadmin.FormState":
        return urlencode({"body": json.dumps([token], ensure_ascii=False)})
    if isinstance(field, models.JSONField):
        shape = JSON.get((kind._meta.label, name), lambda text: [text])
        return token if kind is Revision else shape(f"见{token}。")
    return f"drill/{token}.csv" if isinstance(field, models.FileField) else f"见{token}。"


_STANDING: dict[str, Callable[[Leak], Any]] = {
    "wagtailcore.Revision": lambda leak: leak.other_page.latest_revision,
    "wagtailcore.TaskState": lambda leak: _step(leak).taskstate_ptr,
    "clearance.ReviewTaskState": lambda leak: _step(leak),
    "clearance.ReviewSlip": lambda leak: leak.other_slip,
    "clearance.SlipItem": lambda leak: SlipItem.objects.filter(slip=leak.other_slip)[0],
    "clearance.Attachment": lambda leak: leak.other_file,
    "clearance.Picture": lambda leak: leak.other_picture,
}
"""What is not made anew: texts are written into a row that something unrelated has."""


def _step(leak: Leak) -> Any:
    run = leak.other_slip.workflow_state
    return ReviewTaskState.objects.filter(workflow_state=run).order_by("pk")[0]


def _shapes(model: str, fields: list[str]) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """Rows to make: what else they hold, and which of the fields stand in each. One row for most models."""
    apart = APART.get(model, {})
    for name, values in apart.items():
        yield values, [name]
    if rest := [name for name in fields if name not in apart]:
        yield {}, rest


# -- rows about what is purged ---------------------------------------------------------------------------------------


def _plant_about(scene: Scene, leak: Leak) -> None:
    about = {"content_type": base_type_of(leak.page), "object_id": str(leak.page.pk)}

    def say(model: str) -> Say:
        return lambda name: leak.token(model, name, is_own=True)

    _plant_findings(leak, about, say)
    _plant_tables(leak, about, say)
    _plant_history(scene, leak, about, say)
    PageLogEntry.objects.filter(page=leak.page.pk).update(
        label=leak.token("wagtailcore.PageLogEntry", "label", is_own=True)
    )


def _plant_history(scene: Scene, leak: Leak, about: dict[str, Any], say: Callable[[str], Say]) -> None:
    """Copies of its title beside what was done to it, or should have been."""
    said, now, by = say("clearance.Withdrawal"), timezone.now(), scene.office
    Withdrawal.objects.create(
        **about,
        title=said("title"),
        path="/policies/drill/",
        reason=said("reason"),
        grounds=said("grounds"),
        replaced_by=said("replaced_by"),
        by=by,
        at=now - timedelta(days=365),
    )
    said = say("clearance.UpkeepAct")
    told = {name: said(name) for name in ("title", "path", "reason")}
    UpkeepAct.objects.create(**about, kind=MotionAct.ARCHIVE, by=by, at=now, **told)
    said = say("clearance.Proposal")
    Proposal.objects.create(
        finder="drill",
        page=leak.page,
        cause="drill",
        reason=said("reason"),
        evidence=[said("evidence")],
        answer=said("answer"),
        remedy="mend",
        found_on=now.date(),
        seen_on=now.date(),
    )


def _plant_findings(leak: Leak, about: dict[str, Any], say: Callable[[str], Say]) -> None:
    """What the engine saw in it and in its file, and what was said when that was cleaned."""
    sha256, now = leak.attachment.sha256, timezone.now()
    finding = {"kind": "metadata", "level": "hint", "rule": "", "start": 0, "end": 0, "place": ""}
    told = say("clearance.FileScan")("findings")
    FileScan.objects.filter(sha256=sha256).update(findings=[{**finding, "excerpt": told}])
    told = say("clearance.ScreeningReport")("findings")
    ScreeningReport.objects.create(
        **about, digest="d" * 64, knowledge="drill", at=now, findings=[{**finding, "excerpt": told}]
    )
    said = say("clearance.FileCleaning")
    FileCleaning.objects.create(
        original_sha256=sha256,
        sha256=hashlib.sha256(sha256.encode()).hexdigest(),
        act=CleaningAct.CLEAN,
        removed=[said("removed")],
        left=[said("left")],
        basis="clearance.cleaning",
        by=leak.attachment.uploaded_by_user,
        at=now,
    )


def _plant_tables(leak: Leak, about: dict[str, Any], say: Callable[[str], Say]) -> None:
    """What the index of tables keeps of it and of its file."""
    sha256, now = leak.attachment.sha256, timezone.now()
    said = say("clearance.FileTables")
    FileTables.objects.filter(sha256=sha256).delete()
    FileTables.objects.create(
        sha256=sha256, title=said("title"), key_mark="drill", profiles=[said("profiles")], made_at=now
    )
    said = say("clearance.PublicProfile")
    PublicProfile.objects.create(
        **about,
        version="drill",
        digest="d" * 64,
        place=said("place"),
        title=said("title"),
        topic=said("topic"),
        rows=1,
        columns=[said("columns")],
        data={"values": [said("data")]},
        key_mark="drill",
        made_at=now,
    )
