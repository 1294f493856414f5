"""What a person can do with a dossier now: the one list from which the page makes its buttons.

Only acts whose rules would let this person begin are offered; what stands against an act is told when it is tried, or
beside its step on the track.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.enums import Mode, Route, Step, StepState
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.queries.countersigning import asked_among
from gongkai.duties.dossiers.queries.people import edited_among, may_record_in
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.queries.standing import Standing
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.dossiers.rules.archiving import unsettled_but_filing
from gongkai.duties.dossiers.rules.exempting import GROUNDS
from gongkai.duties.dossiers.rules.recording import RECORDED
from gongkai.duties.dossiers.verbs import (
    ADOPT_HISTORY,
    ARCHIVE,
    NUMBER,
    RECORD,
    RECORD_SIGNATURE,
    RETURN,
    REVIEW_LEGALITY,
    SIGN,
)
from gongkai.duties.policies.enums import OWN_SIGNATURES, Signature


@dataclass(frozen=True, slots=True)
class Doing:
    """One act: its words, where it is done, the step it belongs to (empty: none), whether it is the next thing."""

    words: str
    url: str
    step: str = ""
    is_main: bool = False


def doings_for(user: User, standing: Standing, today: date) -> list[Doing]:
    """In the order in which a person would look for them."""
    return doings_among(user, [standing], today)[standing.dossier.pk]


def doings_among(user: User, standings: Collection[Standing], today: date) -> dict[int, list[Doing]]:
    """The same for many dossiers by their keys, in two queries more than the person's own."""
    judged = [one.dossier for one in standings if _is_at(one, Step.DELIBERATION, Step.SIGNING)]
    asked = [one.dossier.pk for one in standings if _is_at(one, Step.COUNTERSIGN)]
    known = _Known(user, edited_among(user, judged), asked_among(user, asked, today), today)
    return {one.dossier.pk: _doings(known, one) for one in standings}


def _is_at(standing: Standing, *steps: Step) -> bool:
    return any(view.step in steps and view.state is StepState.NOW for view in standing.track)


@dataclass(frozen=True, slots=True)
class _Known:
    """Who asks, and in which of the dossiers they had a hand or are asked to countersign."""

    user: User
    edited: Container[int]
    asked: Container[int]
    today: date


def _doings(known: _Known, standing: Standing) -> list[Doing]:
    user, dossier = known.user, standing.dossier
    if not dossier.is_open or not unsettled_but_filing(standing.track):
        is_main = dossier.is_open and may(user, ARCHIVE)
        found = [Doing("归档", reverse("dossiers_archive", args=[dossier.pk]), is_main=is_main)]
        found += list(_of_open(known, standing)) if dossier.is_open else []
    else:
        found = list(_of_open(known, standing))
    return [*found, *_corrections(user, standing)]


def _corrections(user: User, standing: Standing) -> Iterable[Doing]:
    """A misprint of what was issued is accepted whether or not its dossier has ended."""
    dossier = standing.dossier
    is_issued = dossier.route == Route.HISTORY or Step.NUMBERING in standing.facts.done
    if is_issued and dossier.page_id is not None and may(user, ADOPT_HISTORY):
        yield Doing("认可更正", reverse("dossiers_correct", args=[dossier.pk]))


def _of_open(known: _Known, standing: Standing) -> list[Doing]:
    user, dossier = known.user, standing.dossier
    works, records = may_work_on(user, dossier, known.today), may_record_in(user, dossier, known.today)
    found: list[Doing] = []
    for view in standing.track:
        if view.state is StepState.NOW:
            found += _at_step(_Place(known, dossier, view.step, works, records, view.note))
    return [*found, *_always(user, dossier, standing, works=works)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Who stands before which step of which dossier, and what they are to it."""

    known: _Known
    dossier: Dossier
    step: Step
    works: bool
    records: bool
    note: str
    """With whom or what the step waits, where it is under way."""

    @property
    def user(self) -> User:
        """Who stands there."""
        return self.known.user

    @property
    def has_edited(self) -> bool:
        """Whether they had a hand in the text, and so do not judge it."""
        return self.dossier.pk in self.known.edited

    def main(self, words: str, name: str, *more: object) -> Doing:
        """The act of the step itself, at an address of the dossier."""
        return Doing(words, reverse(name, args=[self.dossier.pk, *more]), self.step.value, is_main=True)


def _at_step(at: _Place) -> Iterable[Doing]:
    is_judged = at.step is Step.DELIBERATION and (not may(at.user, RECORD) or at.has_edited)
    if at.step in RECORDED and at.records and not is_judged:
        yield at.main(f"登记{at.step.label}", "dossiers_record", at.step.value)
    if at.step in _OF_STEP:
        yield from _OF_STEP[at.step](at)
    if at.step in GROUNDS and at.works:
        url = reverse("dossiers_exempt", args=[at.dossier.pk, at.step.value])
        yield Doing("申请免办", url, at.step.value)


def _draft(at: _Place) -> Iterable[Doing]:
    if at.works:
        yield at.main("写文稿", "dossiers_draft")


def _countersign(at: _Place) -> Iterable[Doing]:
    if at.works or at.dossier.pk in at.known.asked:
        yield at.main("会签", "dossiers_countersign")


def _review(at: _Place) -> Iterable[Doing]:
    if at.works or may(at.user, REVIEW_LEGALITY) or at.records:
        yield at.main("合法性审核", "dossiers_review")
    if at.dossier.signature in PROVINCE_SIGNATURES and (at.works or at.records):
        url = reverse("dossiers_proof", args=[at.dossier.pk])
        yield Doing("下载送审证明包", url, at.step.value)


def _sign(at: _Place) -> Iterable[Doing]:
    if at.has_edited:
        return
    is_ours = at.dossier.mode == Mode.FULL and at.dossier.signature in OWN_SIGNATURES
    if is_ours and may(at.user, SIGN):
        yield at.main("签发", "dossiers_sign")
    if may(at.user, RECORD_SIGNATURE):
        yield replace(at.main("登记签发", "dossiers_sign_off"), is_main=not is_ours)


def _number(at: _Place) -> Iterable[Doing]:
    if may(at.user, NUMBER):
        is_ours = at.dossier.mode == Mode.FULL and at.dossier.signature in OWN_SIGNATURES
        yield at.main("编号" if is_ours else "登记文号", "dossiers_number")


def _release(at: _Place) -> Iterable[Doing]:
    page = at.dossier.page_id
    if at.dossier.signature == Signature.JOINT_OTHER and at.records:
        yield at.main("登记牵头部门公开链接", "dossiers_record", Step.RELEASE.value)
    if page is None and at.records and at.dossier.signature != Signature.JOINT_OTHER:
        yield at.main("生成公开页面", "dossiers_make_page")
    elif page is not None and at.works:
        url = reverse("wagtailadmin_pages:edit", args=[page])
        yield Doing("打开公开页面", url, at.step.value, is_main=not at.note)
    if page is not None and at.records and at.dossier.route != Route.HISTORY:
        again = reverse("dossiers_remake_page", args=[at.dossier.pk])
        yield Doing("照签发稿重做页面草稿", again, at.step.value)


_OF_STEP: Mapping[Step, Callable[[_Place], Iterable[Doing]]] = {
    Step.DRAFTING: _draft,
    Step.COUNTERSIGN: _countersign,
    Step.LEGALITY: _review,
    Step.SIGNING: _sign,
    Step.NUMBERING: _number,
    Step.RELEASE: _release,
}


def _always(user: User, dossier: Dossier, standing: Standing, *, works: bool) -> Iterable[Doing]:
    key = dossier.pk
    is_signed = Step.SIGNING in standing.facts.done
    if works and standing.facts.version and not is_signed:
        yield Doing("改文稿", reverse("dossiers_draft", args=[key]))
    if works or may(user, REVIEW_LEGALITY):
        yield Doing("认定是不是规范性文件", reverse("dossiers_determine", args=[key]))
    if standing.facts.version:
        yield Doing("条款意见", reverse("dossiers_comments", args=[key]))
    if works and standing.facts.version and not is_signed:
        yield Doing("送会签", reverse("dossiers_countersign", args=[key]))
    if works or may(user, RECORD):
        yield Doing("材料入卷", reverse("dossiers_add_paper", args=[key]))
        yield Doing("修改立项信息", reverse("dossiers_change", args=[key]))
    if standing.facts.version and not is_signed and dossier.mode != Mode.FULL:
        yield Doing("打印签批单", reverse("dossiers_slip", args=[key]))
    if may(user, RETURN) and standing.facts.version and Step.NUMBERING not in standing.facts.done:
        yield Doing("退回", reverse("dossiers_return", args=[key]))
    if (works or may(user, RECORD)) and Step.NUMBERING not in standing.facts.done:
        yield Doing("终止办文", reverse("dossiers_drop", args=[key]))
