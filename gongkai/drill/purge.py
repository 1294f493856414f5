"""The purge drill: plant in every place, purge through the real act, search, and judge each place by what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.clearance.enums import PurgeCause
from gongkai.clearance.models import Attachment, BasePage, ReviewSlip
from gongkai.clearance.queries.sealing import is_sealed_for
from gongkai.clearance.queries.traces import traces_of
from gongkai.clearance.suppression import write_suppression_file
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.models import User
from gongkai.core.home import home_path, release_home
from gongkai.core.traces import PLACES, Fate, Sought, traces_for
from gongkai.drill.planting import plant
from gongkai.drill.scene import Leak, Planted, Scene, set_up_scene
from gongkai.drill.searching import files_holding, place_of, rows_holding
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.search.following import search_public

GONE, SEALED, LISTED, STAYS, NOT_PLANTED = "已抹去", "已封存", "已列给清除人", "还在", "没有种下"
WANTED = {
    Fate.ERASED: {GONE},
    Fate.DROPPED: {GONE},
    Fate.TRACED: {LISTED},
    Fate.OWN: {SEALED, LISTED},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One place: in how many cells or files the text stood before and stands after, what became of it, and whether so
    it should. ``url`` opens the first trace of it.
    """

    cause: PurgeCause
    place: str
    before: int
    after: int
    verdict: str
    holds: bool
    url: str = ""


class NotEmptyError(Exception):
    """The drill works in an empty installation alone: what it plants and purges stays there."""


def run_purge_drill() -> list[Outcome]:
    """The whole drill in this (throw-away) installation. Raises ``NotEmptyError`` where anybody has worked before."""
    if User.objects.exists() or ReviewSlip.objects.exists() or BasePage.objects.filter(depth__gt=1).exists():
        raise NotEmptyError("这里已有账号或内容。演练只在空的、用完即弃的安装里做。")
    scene = set_up_scene()
    publish_pending()
    for leak in scene.leaks:
        plant(scene, leak)
    outcomes = []
    for leak in scene.leaks:
        outcomes += _drill(scene, leak)
    return outcomes


def _drill(scene: Scene, leak: Leak) -> list[Outcome]:
    before = {one.token: len(rows_holding(one.token)) for one in leak.planted}
    files_before = {name: _found(leak, place) for name, place in _disk().items()}
    hits = search_public(leak.word).total
    for target in (leak.page, leak.dataset):
        purge_document(by=scene.office, target=target, cause=leak.cause)
    write_suppression_file()
    publish_pending()
    outcomes = [_judged(scene, leak, one, before[one.token]) for one in leak.planted]
    outcomes += [_of_file(leak, name, place, files_before[name]) for name, place in _disk().items()]
    outcomes.append(_gone(leak, "公开网站的检索", hits, search_public(leak.word).total))
    outcomes.append(_of_stored_file(scene, leak))
    return outcomes + _strays(leak)


def _judged(scene: Scene, leak: Leak, one: Planted, before: int) -> Outcome:
    """What became of one planted text, and whether the registry says so."""
    after, fate = len(rows_holding(one.token)), PLACES[one.model, one.field].fate
    groups = traces_for(scene.office, Sought((one.token,)), 5)
    url = next((row.url for group in groups for row in group.rows if row.url), "")
    wanted = WANTED[fate]
    if one.is_own:
        wanted = {GONE} if _goes_with_it(one, fate) else {SEALED, LISTED}
    if not before:
        return Outcome(leak.cause, one.place, before, after, NOT_PLANTED, holds=False)
    verdict = GONE if not after else STAYS
    if after and one.is_own and _is_sealed(scene, leak):
        verdict = SEALED
    elif after and url:
        verdict = LISTED
    return Outcome(leak.cause, one.place, before, after, verdict, verdict in wanted, url)


def _goes_with_it(one: Planted, fate: Fate) -> bool:
    copied = {"clearance.Withdrawal", "clearance.UpkeepAct", "clearance.Proposal"}
    return fate == Fate.ERASED or one.model in copied


def _is_sealed(scene: Scene, leak: Leak) -> bool:
    drafter = User.objects.get(pk=scene.drafter.pk)  # what is sealed is kept on the object
    return is_sealed_for(drafter, BasePage.objects.get(pk=leak.page.pk)) and is_sealed_for(
        drafter, leak.dataset
    )


def _disk() -> dict[str, Path]:
    """Where files lie that are not the private originals."""
    return {
        "现行和留存的公开版本、检索索引": release_home(),
        "缓存": home_path("cache"),
        "日志": home_path("log"),
    }


def _found(leak: Leak, folder: Path) -> int:
    """Files with words of what is purged itself; what quotes it elsewhere is judged by its own place, public or not."""
    elsewhere = [one.token for one in leak.planted if not one.is_own]
    return len(files_holding(leak.word, folder, besides=elsewhere))


def _of_file(leak: Leak, name: str, folder: Path, before: int) -> Outcome:
    return _gone(leak, name, before, _found(leak, folder))


def _gone(leak: Leak, name: str, before: int, after: int) -> Outcome:
    return Outcome(leak.cause, name, before, after, STAYS if after else GONE, holds=not after)


def _of_stored_file(scene: Scene, leak: Leak) -> Outcome:
    """The private original: sealed after a leak; listed, with whoever uses it, where personal data is the cause."""
    found = len(files_holding(leak.word, Path(settings.MEDIA_ROOT)))
    drafter = User.objects.get(pk=scene.drafter.pk)
    verdict, url = STAYS, ""
    if is_sealed_for(drafter, Attachment.objects.get(pk=leak.attachment.pk)):
        verdict = SEALED
    else:
        shown = [row.url for group in traces_of(scene.office, leak.page) for row in group.rows]
        url = next((one for one in shown if one.endswith(f"/pages/{leak.page.pk}/edit/")), "")
        verdict = LISTED if url else STAYS
    return Outcome(leak.cause, "附件原件（私有文件库）", found, found, verdict, verdict != STAYS, url)


def _strays(leak: Leak) -> list[Outcome]:
    """Columns that hold the words although the registry says that they cannot, or not any more."""
    standing: dict[tuple[str, str], int] = {}
    for table, column in rows_holding(leak.word):
        place = place_of(table, column)
        standing[place] = standing.get(place, 0) + 1
    allowed = {Fate.OWN, Fate.TRACED}
    return [
        Outcome(leak.cause, f"{model}.{field}（意外）", 0, number, STAYS, holds=False)
        for (model, field), number in sorted(standing.items())
        if (known := PLACES.get((model, field))) is None or known.fate not in allowed
    ]


def as_rows(outcomes: list[Outcome]) -> list[dict[str, Any]]:
    """The outcome as plain data."""
    return [
        {
            "cause": str(one.cause),
            "place": one.place,
            "before": one.before,
            "after": one.after,
            "verdict": one.verdict,
            "holds": one.holds,
        }
        for one in outcomes
    ]
