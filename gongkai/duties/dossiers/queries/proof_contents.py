"""What goes into 送审证明包: the sheet that proves the consultation, its papers, 起草说明, the text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.typeset.press import typeset
from gongkai.duties.dossiers.enums import PaperKind, Step, StepState
from gongkai.duties.dossiers.models import Dossier, DraftVersion, Exemption, Paper, StepRecord
from gongkai.duties.dossiers.official.blocks import OfficialText, date_in_words
from gongkai.duties.dossiers.official.docx_writing import write_docx
from gongkai.duties.dossiers.packing.writing import Entry, entry_of, safe_name, settled_zip
from gongkai.duties.dossiers.queries.archive_contents import is_gone, opener
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.frames import frame_of, text_to_print
from gongkai.duties.dossiers.queries.issuing import department_on
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.proof import ProofFacts
from gongkai.duties.dossiers.rules.track import StepView
from gongkai.duties.dossiers.verbs import RECORD
from gongkai.duties.policies.enums import Signature

_SHEET = "duties/dossiers/typst/submission_proof.typ"
_KINDS = (PaperKind.CONSULTATION, PaperKind.ADOPTION, PaperKind.EXPLANATION)


def _papers(dossier: Dossier) -> list[Paper]:
    """The papers that prove, without void and purged ones."""
    rows = dossier.papers.filter(kind__in=_KINDS, void_at__isnull=True)
    return [paper for paper in rows if not is_gone(paper)]


def _record(dossier: Dossier, step: Step) -> StepRecord | None:
    return dossier.records.filter(step=step, overtaken_at__isnull=True).first()


def proof_facts(user: User, dossier: Dossier) -> ProofFacts:
    """What the rule asks."""
    chain, track = track_for(dossier)
    state = {view.step: view.state for view in track}
    kinds = {paper.kind for paper in _papers(dossier)}
    notice = _record(dossier, Step.CONSULTATION)
    return ProofFacts(
        may_take=may_work_on(user, dossier, timezone.localdate()) or may(user, RECORD),
        signature=Signature(dossier.signature),
        legality=state[Step.LEGALITY],
        consultation=state[Step.CONSULTATION],
        adoption=state[Step.ADOPTION],
        version=chain.version,
        has_explanation=PaperKind.EXPLANATION in kinds,
        has_notice=PaperKind.CONSULTATION in kinds or bool(notice is not None and notice.link),
        has_table=PaperKind.ADOPTION in kinds,
    )


def proof_entries(dossier: Dossier, version: DraftVersion) -> tuple[Entry, ...]:
    """The files of the package. Raises :class:`~gongkai.core.typeset.press.NoFontError`."""
    text = text_to_print(OfficialText.from_data(version.data), dossier, None)
    papers = _papers(dossier)
    made_at = max([version.at, *(row.at for row in dossier.records.all())])
    return (
        entry_of(
            "征求意见和采纳情况证明.pdf",
            "送审证明",
            typeset(
                _SHEET,
                _sheet(dossier, version, papers, timezone.localdate(made_at)),
                drawings={},
                made_at=made_at,
            ),
        ),
        entry_of(
            f"送审稿（第{version.number:02d}稿）.docx",
            "送审稿",
            settled_zip(write_docx(text, frame_of(dossier, is_signed=False))),
        ),
        *_as_entries(papers),
    )


def _as_entries(papers: Iterable[Paper]) -> Iterable[Entry]:
    for place, paper in enumerate(papers, start=1):
        label = str(paper.get_kind_display())
        yield Entry(
            f"材料/{place:02d} {safe_name(label)} {safe_name(paper.name)}",
            label,
            opener(paper),
            date=f"{paper.dated_on:%Y-%m-%d}" if paper.dated_on else "",
            source=paper.get_source_display(),
            sha256=paper.sha256,
        )


def _sheet(dossier: Dossier, version: DraftVersion, papers: list[Paper], day: date) -> dict[str, Any]:
    """What the sheet says: each of the two steps as it was done, let off or not needed; ``day`` the last of what it proves."""
    _, track = track_for(dossier)
    return {
        "title": dossier.title,
        "code": dossier.code,
        "unit": str(dossier.unit),
        "issuer": dossier.issuer,
        "kind": dossier.get_kind_display(),
        "version": str(version),
        "digest": version.digest,
        "steps": [_step(dossier, view) for view in track if view.step in (Step.CONSULTATION, Step.ADOPTION)],
        "organ": department_on(day),
        "dated": date_in_words(day),
        "papers": [f"{paper.get_kind_display()}：{paper.title}" for paper in papers],
    }


def _step(dossier: Dossier, view: StepView) -> dict[str, Any]:
    row = _record(dossier, view.step)
    lines = []
    if view.state is StepState.EXEMPT:
        lines = _exempted(
            dossier.exemptions.filter(
                step=view.step, is_granted=True, overtaken_at__isnull=True
            ).select_related("decided_by")
        )
    elif view.state is StepState.UNNEEDED:
        lines = [view.ground]
    elif row is not None:
        began = f"{row.began_on:%Y-%m-%d}至" if row.began_on else ""
        lines = [
            f"{began}{row.done_on:%Y-%m-%d}",
            row.statement,
            row.link,
            row.reason and f"期限不足 30 日的理由：{row.reason}",
        ]
    elif view.done is not None:
        lines = [view.done.say, view.done.url]
    return {"label": view.step.label, "state": view.state.label, "lines": [one for one in lines if one]}


def _exempted(rows: Iterable[Exemption]) -> list[str]:
    return [
        f"{row.get_ground_display()}：{row.reason}（{row.decided_by} {_minute(row.decided_at)}批准免办）"
        for row in rows
    ]


def _minute(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment is not None else ""
