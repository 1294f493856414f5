"""Determinations, countersignings and reviews of legality for tests: people, papers and a dossier ready to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Unit
from gongkai.duties.dossiers.enums import PaperKind, Step
from gongkai.duties.dossiers.enums_review import Answer, DeterminationResult, Point, PointVerdict
from gongkai.duties.dossiers.models import Dossier, LegalityReview, Paper, StepRecord
from gongkai.duties.dossiers.official.blocks import FORM
from gongkai.duties.dossiers.rules.determination import TESTS
from gongkai.duties.dossiers.usecases.determining import decide_determination, propose_determination
from gongkai.duties.dossiers.usecases.legality.reviewing import accept_review
from gongkai.duties.dossiers.usecases.legality.sending import send_to_review
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department
from tests.factories.people import make_unit, make_user, post

_numbers = count(1)
BLOCKS = [
    {"kind": "article", "label": "第一条", "text": "为了规范某项工作，制定本办法。"},
    {"kind": "article", "label": "第二条", "text": "经营者应当提前七日公示。"},
]
"""As ``OfficialText`` writes them; their anchors are a1 and a2."""


@dataclass
class Asked:
    """A unit that is asked to countersign, with its head and a member."""

    unit: Unit
    head: User
    member: User


def make_asked(name: str = "") -> Asked:
    """A division with a head who signs and a member who does not."""
    unit = make_unit(name)
    asked = Asked(unit, make_user(Role.UNIT_HEAD), make_user(Role.DRAFTER))
    post(asked.head, unit, PostKind.HEAD)
    post(asked.member, unit)
    return asked


def answers(*, yes: bool = True) -> dict[str, Answer]:
    """Answers that come to 是 (or 否: it is a 工作方案)."""
    found = {code: Answer.NO if test.is_negative else Answer.YES for code, test in TESTS.items()}
    return found if yes else {**found, "plan": Answer.YES}


def reasons() -> dict[str, str]:
    """A reason for each answer."""
    return dict.fromkeys(TESTS, "对照条文判断。")


def add_paper_row(dossier: Dossier, kind: PaperKind, **fields: Any) -> Paper:
    """A paper straight into the table."""
    number = next(_numbers)
    values = {
        "title": kind.label,
        "name": f"{kind}.txt",
        "size": 1,
        "sha256": f"{number:064d}",
        "screen_state": "clean",
        "added_by": dossier.drafter,
        **fields,
    }
    paper = Paper(dossier=dossier, kind=kind, **values)
    paper.file.save(f"{kind}.txt", ContentFile(b"x"), save=False)
    paper.save()
    return paper


def record_step(dossier: Dossier, step: Step) -> StepRecord:
    """A step done by hand."""
    return StepRecord.objects.create(
        dossier=dossier, step=step, done_on=timezone.localdate(), statement="已办", by=dossier.drafter
    )


def make_ready(
    department: Department, reviewer: User, *, kind: DocumentKind = DocumentKind.NORMATIVE, **fields: Any
) -> Dossier:
    """A dossier with text, papers, consultation and a determination that fits its kind: nothing speaks against sending."""
    dossier = make_dossier(department, kind=kind, **fields)
    add_version(dossier, data={"form": FORM, "title": dossier.title, "blocks": BLOCKS})
    for step in (Step.CONSULTATION, Step.ADOPTION):
        record_step(dossier, step)
    for paper in (PaperKind.EXPLANATION, PaperKind.GROUNDS):
        add_paper_row(dossier, paper)
    is_normative = kind == DocumentKind.NORMATIVE
    propose_determination(
        by=dossier.drafter, dossier=dossier, answers=answers(yes=is_normative), reasons=reasons()
    )
    result = DeterminationResult.YES if is_normative else DeterminationResult.NO
    decide_determination(by=reviewer, dossier=dossier, result=result, reason="")
    return dossier


def send(dossier: Dossier, **fields: Any) -> LegalityReview:
    """Send it as its drafter."""
    values = {"note": "", "urgency": None, "urgency_reason": "", **fields}
    return send_to_review(by=dossier.drafter, dossier=dossier, **values)


def accept(dossier: Dossier, reviewer: User, **fields: Any) -> LegalityReview:
    """Send and accept it."""
    return accept_review(by=reviewer, review=send(dossier, **fields), grants_urgency=bool(fields))


def opinion(*, unsound: Point | None = None) -> dict[str, Any]:
    """The four points with their words, all sound but for one."""
    verdicts = {point: PointVerdict.UNSOUND if point == unsound else PointVerdict.SOUND for point in Point}
    return {
        "verdicts": verdicts,
        "words": dict.fromkeys(Point, "对照依据审核。"),
        "statement": "请按意见修改。",
        "competition": "",
        "counsel": None,
    }
