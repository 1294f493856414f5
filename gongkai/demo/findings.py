"""What the engine finds in the demonstration: a draft that is stopped and can be cleaned, and one that a reviewer let pass.

The number of a card is the worked example of its standard; nobody has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from openpyxl import Workbook

from gongkai.clearance.enums import ContentKind, Disclosure, FindingKind, ItemRole
from gongkai.clearance.file_keys import key_of
from gongkai.clearance.models import Attachment, FindingDecision
from gongkai.clearance.queries import open_slip_of
from gongkai.clearance.queries.screening import screening_of
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.reports import run_file_scan
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.clearance.usecases.waiving import note_findings, waive_findings
from gongkai.demo import content
from gongkai.demo.story import Cast, add, add_document
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument, PolicyIndexPage
from gongkai.website.models import ArticlePage, ColumnPage, HomePage

_CARD = "11010519491231002X"
_SHOWN = (
    ("站名", "地址", "联系"),
    ("第一检测站", "示例市站前路1号", "000-0001 2346"),
    ("第二检测站", "示例市桥北路2号", f"甲某某 {_CARD}"),
)
_HIDDEN = (("姓名", "身份证号"), ("甲某某", _CARD))
_STATIONS = "货车检测站名单"
_STOPPED: dict[str, Any] = {
    "slug": "truck-test-stations",
    "title": "关于公布普通货运车辆检测站名单的通知",
    "doc_number": "示交运函〔2026〕38号",
    "kind": "routine",
    "kind_reason": "公布检测站名单，不增减公众权利义务。",
    "issuer": "示例省交通运输厅",
    "written_on": date(2026, 11, 20),
    "printed_on": date(2026, 11, 23),
    "topic": "道路运输",
    "one_sentence": "货车到哪儿检测：全省检测站名单，附地址和联系方式。",
    "contact": "000-0001 2346（运输处）",
    "body": "<p>各市交通运输局：</p><p>为方便货车就近检测，现将全省普通货运车辆检测站名单予以公布，名单见附件。</p>",
}
_LET_PASS = {
    "title": "道路运输从业人员培训平台切换公告",
    "slug": "training-platform",
    "summary": "培训平台换了地址，旧账号照常使用。",
    "body": "<p>按照示交函〔2026〕45号要求，从业人员培训平台自12月起切换。旧账号照常使用。"
    "驾校机房内的终端改连 http://10.20.30.40/ 。</p>",
}
_NOTE = "来文单位已经同意公开这个文号；机房地址是驾校终端要改连的地址，公告须写明。"
_GROUNDS = "来文单位书面同意公开文号，内容不涉密；复函存保密办。"


def tell_findings(cast: Cast, home: HomePage) -> None:
    """One draft for whoever wants to see it stopped and cleaned; one under review with a note and a waiver."""
    _stopped(cast)
    _let_pass(cast, home)


def _stopped(cast: Cast) -> None:
    drafter, library = cast.user("qicao"), PolicyIndexPage.objects.get()
    fields = {**_STOPPED, "body": content.blocks(_STOPPED["body"])}
    page = PolicyDocument(**fields, unit=cast.units["ysc"], disclosure=Disclosure.PROACTIVE)
    page.attachments = [PolicyAttachment(attachment=_stations(drafter), title=_STATIONS)]
    add_document(cast, library, page, drafter)


def _stations(drafter: Any) -> Attachment:
    """A workbook with a number where a telephone should stand, and the working notes on a sheet that nobody sees."""
    known = Attachment.objects.filter(title=_STATIONS).first()
    if known is not None:
        return known
    book, out = Workbook(), BytesIO()
    sheet: Any = book.active
    sheet.title = "检测站"
    _fill(sheet, _SHOWN)
    notes: Any = book.create_sheet("底稿")
    _fill(notes, _HIDDEN)
    notes.sheet_state = "hidden"
    book.save(out)
    file = ContentFile(out.getvalue(), name="检测站名单.xlsx")
    row = Attachment.objects.create(title=_STATIONS, file=file, uploaded_by_user=drafter)
    run_file_scan(file=key_of(row))  # no worker runs yet, and the story shows what was found
    return row


def _fill(sheet: Any, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        sheet.append(row)


def _let_pass(cast: Cast, home: HomePage) -> None:
    drafter, column = cast.user("qicao2"), ColumnPage.objects.descendant_of(home).get(slug="notices")
    page = ArticlePage(
        **{**_LET_PASS, "body": [("text", _LET_PASS["body"])]},
        source="本厅政法处",
        unit=cast.units["zfc"],
        disclosure=Disclosure.PROACTIVE,
    )
    page = add(column, page, drafter)
    if page.live or open_slip_of(page) is not None:
        return
    if not FindingDecision.objects.exists():
        note_findings(by=drafter, target=page, marks=_marks(page), text=_NOTE)
        stopping = _marks(page, FindingKind.UNPUBLISHED_REFERENCE)
        waive_findings(by=cast.user("baomi"), target=page, marks=stopping, grounds=_GROUNDS)
    members = [(page, ItemRole.PAGE)]
    submit_for_review(by=drafter, members=members, kind=ContentKind.ARTICLE, unit=cast.units["zfc"])


def _marks(page: Any, *kinds: FindingKind) -> set[str]:
    version = shape_of(page).latest()
    assert version is not None, "a draft that was just added has a version"
    hits = screening_of(page, version).hits
    return {hit.mark for hit in hits if not kinds or hit.kind in kinds}
