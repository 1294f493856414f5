"""What a person can do with a dossier now: the one list from which the page makes its buttons.

Only acts whose rules would let this person begin are offered; what stands against an act is told when it is tried, or
beside its step on the track.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.enums import Mode, Step, StepState
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.people import has_edited, may_record_in
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.queries.standing import Standing
from gongkai.duties.dossiers.rules.exempting import GROUNDS
from gongkai.duties.dossiers.rules.recording import RECORDED
from gongkai.duties.dossiers.verbs import NUMBER, RECORD, RETURN, SIGN
from gongkai.duties.policies.enums import OWN_SIGNATURES


@dataclass(frozen=True, slots=True)
class Doing:
    """One act: its words, where it is done, the step it belongs to (empty: none), whether it is the next thing."""

    words: str
    url: str
    step: str = ""
    is_main: bool = False


def doings_for(user: User, standing: Standing, today: date) -> list[Doing]:
    """In the order in which a person would look for them."""
    dossier = standing.dossier
    if not dossier.is_open:
        return []
    works, records = may_work_on(user, dossier, today), may_record_in(user, dossier, today)
    found: list[Doing] = []
    for view in standing.track:
        if view.state is StepState.NOW:
            found += _at_step(user, dossier, view.step, works=works, records=records)
    return [*found, *_always(user, dossier, standing, works=works)]


def _at_step(user: User, dossier: Dossier, step: Step, *, works: bool, records: bool) -> Iterable[Doing]:
    key, value = dossier.pk, step.value
    if step is Step.DRAFTING and works:
        yield Doing("写文稿", reverse("dossiers_draft", args=[key]), value, is_main=True)
    if step in RECORDED and records:
        words = f"登记{step.label}"
        yield Doing(words, reverse("dossiers_record", args=[key, value]), value, is_main=True)
    if step is Step.SIGNING:
        if dossier.mode == Mode.FULL and may(user, SIGN) and not has_edited(user, dossier):
            yield Doing("签发", reverse("dossiers_sign", args=[key]), value, is_main=True)
        if may(user, RECORD) and not has_edited(user, dossier):
            yield Doing("登记签发", reverse("dossiers_sign_off", args=[key]), value, is_main=True)
    if step is Step.NUMBERING and may(user, NUMBER):
        is_ours = dossier.mode == Mode.FULL and dossier.signature in OWN_SIGNATURES
        words = "编号" if is_ours else "登记文号"
        yield Doing(words, reverse("dossiers_number", args=[key]), value, is_main=True)
    if step in GROUNDS and works:
        yield Doing("申请免办", reverse("dossiers_exempt", args=[key, value]), value)


def _always(user: User, dossier: Dossier, standing: Standing, *, works: bool) -> Iterable[Doing]:
    key = dossier.pk
    is_signed = Step.SIGNING in standing.facts.done
    if works and standing.facts.version and not is_signed:
        yield Doing("改文稿", reverse("dossiers_draft", args=[key]))
    if works or may(user, RECORD):
        yield Doing("材料入卷", reverse("dossiers_add_paper", args=[key]))
        yield Doing("修改立项信息", reverse("dossiers_change", args=[key]))
    if may(user, RETURN) and standing.facts.version and Step.NUMBERING not in standing.facts.done:
        yield Doing("退回", reverse("dossiers_return", args=[key]))
    if (works or may(user, RECORD)) and Step.NUMBERING not in standing.facts.done:
        yield Doing("终止办文", reverse("dossiers_drop", args=[key]))
