"""Record a 会签单: what outside organs, and in OA the department's own units, said on paper about the newest version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.enums import Mode, PaperKind
from gongkai.duties.dossiers.enums_review import Verdict
from gongkai.duties.dossiers.models import (
    CountersignOpinion,
    CountersignRequest,
    Dossier,
    DraftVersion,
    Paper,
)
from gongkai.duties.dossiers.queries.countersigning import (
    open_requests,
    own_unit_names,
    standing_opinions,
)
from gongkai.duties.dossiers.queries.editing import is_paper_of
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.queries.signatures import signature_of
from gongkai.duties.dossiers.rules.countersigning_paper import (
    PaperWord,
    SheetFacts,
    reasons_against_recording,
)
from gongkai.duties.dossiers.usecases.countersigning import may_ask
from gongkai.duties.dossiers.verbs import RECORD

ACT = "登记会签意见"


@dataclass(frozen=True, slots=True)
class Said:
    """What one unit (or, by name, one outside organ) said. ``place`` is the row of the form it stands in."""

    verdict: str
    text: str
    unit: Unit | None = None
    organ: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """Whose word it is."""
        return str(self.unit) if self.unit is not None else " ".join(self.organ.split())[:100]

    @property
    def chosen(self) -> Verdict | None:
        """The verdict, where one was chosen."""
        return Verdict(self.verdict) if self.verdict in Verdict.values else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A 会签单: what each said, its day, the scan in the dossier, and the number of the version it is about."""

    said: Sequence[Said]
    dated_on: date | None
    paper: Paper | None
    version: int


def record_paper_opinions(*, by: User, dossier: Dossier, sheet: Sheet) -> list[CountersignOpinion]:
    """Record them all, or none; who was not asked yet counts as asked by the paper. Raises ``Refused``."""
    texts = [FreeText(f"{one.name}的意见", one.text, f"text{one.place}") for one in sheet.said]
    texts += [FreeText("外单位", one.organ, f"organ{one.place}") for one in sheet.said if one.organ]
    refuse_free_texts(by=by, texts=texts, act=ACT)
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).select_related("unit").get(pk=dossier.pk)
        asked = {one.name: one for one in open_requests([dossier.pk])}
        refuse_if(reasons_against_recording(_facts(by, dossier, sheet, asked)), act=ACT)
        if sheet.paper is not None:
            sheet.paper.take_day(sheet.dated_on)
        return [_keep(by, dossier, sheet, one, asked.get(one.name)) for one in sheet.said]


def _keep(
    by: User, dossier: Dossier, sheet: Sheet, said: Said, request: CountersignRequest | None
) -> CountersignOpinion:
    if request is None:
        whose = {"unit": said.unit} if said.unit is not None else {"organ": said.name}
        request = CountersignRequest(dossier=dossier, asked_by=by, **whose)
        request.save()  # asked and answered on paper: no clock runs
    row = CountersignOpinion.objects.create(
        request=request,
        version=dossier.versions.get(number=sheet.version),
        verdict=said.verdict,
        text=said.text.strip(),
        paper=sheet.paper,
        dated_on=sheet.dated_on,
        by=by,
    )
    record_event(
        action="dossiers.record_outside_opinion",
        by=by,
        subject=dossier,
        request=request.pk,
        verdict=said.verdict,
        version=sheet.version,
        paper=row.paper_id,
    )
    return row


def _words(
    sheet: Sheet, asked: dict[str, CountersignRequest], newest: DraftVersion | None
) -> list[PaperWord]:
    ours = own_unit_names()
    stands = standing_opinions([one.pk for one in asked.values()])
    words = []
    for one in sheet.said:
        request = asked.get(one.name)
        before = stands.get(request.pk) if request is not None else None
        if before is not None and (newest is None or before.version_id != newest.pk):
            before = None
        is_ours = one.unit is None and (
            one.name in ours or (request is not None and request.unit_id is not None)
        )
        words.append(
            PaperWord(
                name=one.name,
                is_own=one.unit is not None or is_ours,
                is_misnamed=is_ours,
                has_signed_here=before is not None and before.paper_id is None,
                said_on=before.dated_on if before is not None else None,
                verdict=one.chosen,
                text=one.text,
                place=one.place,
            )
        )
    return words


def _facts(by: User, dossier: Dossier, sheet: Sheet, asked: dict[str, CountersignRequest]) -> SheetFacts:
    today, newest = timezone.localdate(), dossier.versions.first()
    days = [timezone.localdate(asked[one.name].asked_at) for one in sheet.said if one.name in asked]
    return SheetFacts(
        may_ask=may_ask(by, dossier, today),
        may_record_own=may(by, RECORD) and not has_edited(by, dossier),
        chain=track_for(dossier)[0],
        is_oa=dossier.mode == Mode.OA,
        is_ended=not dossier.is_open,
        is_signed=signature_of(dossier) is not None,
        words=_words(sheet, asked, newest),
        drafting=str(dossier.unit),
        has_paper=is_paper_of(sheet.paper, dossier, PaperKind.COUNTERSIGN),
        dated_on=sheet.dated_on,
        asked_on=max(days, default=None),
        today=today,
        version=sheet.version,
        newest=newest.number if newest is not None else 0,
    )
