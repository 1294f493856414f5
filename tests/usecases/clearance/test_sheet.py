"""The 审查表 of a slip and the archive of a period: what stands on them, what never does, what is on record."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from gongkai.clearance.enums import ContentKind, ItemRole, PurgeCause, Verdict
from gongkai.clearance.models import Attachment, ReviewSlip
from gongkai.clearance.queries.sheet import sheet_of
from gongkai.clearance.queries.sheet_parts import ScreeningSummary, Waiver
from gongkai.clearance.rules.sheet import HIDDEN, MOST_SHEETS
from gongkai.clearance.scanning import known_now
from gongkai.clearance.usecases.cleaning import redact_file
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.reports import record_report
from gongkai.clearance.usecases.sheet import archive_sheets, print_sheet
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.organisation.usecases.delegations import grant_delegation
from gongkai.core.reasons import Refused
from gongkai.core.typeset.press import NoFontError
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.aggregation import PHONES, POSTS, assess, make_list, publish
from tests.factories.gate import (
    Department,
    approve_all,
    clear,
    clear_and_release,
    make_attachment,
    make_column,
    make_companions,
    make_department,
    make_document,
    submit,
)
from tests.factories.people import make_user
from tests.factories.proofreading import make_colleague, read
from tests.factories.screening import (
    EXPLAIN,
    HINT,
    STOP,
    body_with,
    note_all,
    screened,
    use_invented_finders,
    use_no_finders,
    waive_all,
)
from tests.factories.sealing import ASKED, WORDS, fresh, make_leak
from tests.rules.core.test_typeset import words_of

pytestmark = pytest.mark.django_db
SHEET = "clearance.print_sheet"


@pytest.fixture
def department() -> Department:
    return make_department()


def make_slip(department: Department, **fields: Any) -> ReviewSlip:
    document = make_document(department, make_column(department), **fields)
    document.attachments = [PolicyAttachment(attachment=make_attachment(department.drafter, name="fees.csv"))]
    document.save_revision(user=department.drafter)
    return clear(department, [(fresh(document), ItemRole.POLICY)])


def test_all_that_the_review_was_stands_on_the_paper(department: Department) -> None:
    slip = make_slip(department, title="关于#某项*工作*的通知")
    words = words_of(print_sheet(by=department.drafter, slip=slip))
    item = slip.items.get()
    sha256 = make_attachment(department.drafter, name="again.csv").sha256
    for said in (
        "政府信息公开前审查表",
        slip.number,
        "关于#某项*工作*的通知",
        "示例省交通运输厅",
        "运输处",
        "主动公开",
        "本网站“政策文件”栏目",
        item.digest,
        "fees.csv",
        sha256,
        "处长",
        "办公室审核",
        "分管厅领导",
        "通过。同意",
        "依据：第十七条",
        "没有发现问题。",
    ):
        assert "".join(said.split()) in words, said
    (item_row,) = sheet_of(slip).items
    assert [file.title for file in item_row.files] == ["fees.csv"]
    assert [one["label"] for one in sheet_of(slip).outcomes if one["on"]] == ["公开"]


def test_the_same_slip_gives_the_same_bytes_on_another_day(department: Department) -> None:
    slip = make_slip(department)
    first = print_sheet(by=department.drafter, slip=slip)
    with time_machine.travel("2030-01-01 10:00+08:00", tick=False):
        again = print_sheet(by=department.web, slip=ReviewSlip.objects.get(pk=slip.pk))
    assert first == again
    events = list(Event.objects.filter(action=SHEET).order_by("pk"))
    assert [event.actor_id for event in events] == [department.drafter.pk, department.web.pk]
    assert {event.data["sha256"] for event in events} == {hashlib.sha256(first).hexdigest()}


def test_who_signed_in_whose_place_is_told(department: Department) -> None:
    stand_in = make_user(Role.UNIT_HEAD, name="副处长")
    today = timezone.localdate()
    grant_delegation(
        by=department.head,
        grantor=department.head,
        delegate=stand_in,
        scope="clearance.review_unit",
        valid_from=today,
        valid_until=today,
        grounds="出差",
    )
    column = make_column(department)
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    slip = decide_step(
        by=stand_in,
        slip=slip,
        verdict=Verdict.APPROVED,
        opinion="同意",
        grounds="第十七条",
        acts_for=department.head,
    )
    words = words_of(print_sheet(by=department.drafter, slip=slip))
    assert "签名：副处长（代处长审签）" in words
    assert "尚未签署意见" in words
    assert "未到这一步" in words
    assert "尚在审查，没有结论" in words


def test_every_member_of_a_package_stands_on_it(department: Department) -> None:
    policy = make_document(department, make_column(department))
    words_page, chart = make_companions(department, policy)
    members = [
        (policy, ItemRole.POLICY),
        (words_page, ItemRole.INTERPRETATION),
        (chart, ItemRole.INFOGRAPHIC),
    ]
    slip = submit(department, members)
    assert [item.role for item in sheet_of(slip).items] == ["政策文件", "解读", "图解"]
    assert "共3件" in words_of(print_sheet(by=department.drafter, slip=slip))


def test_what_the_machine_found_is_taken_where_there_is_a_report(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = make_slip(department)
    waiver = Waiver("附件1手机号1处", "公布的办公电话", "办公室审核", slip.submitted_at)
    report = ScreeningSummary([("阻断", 0), ("提示", 2)], [waiver], was_redacted=True)
    monkeypatch.setattr("gongkai.clearance.queries.sheet.screening_summary", lambda slip: report)
    words = words_of(print_sheet(by=department.drafter, slip=slip))
    assert "阻断0处，提示2处。" in words
    assert "放行：附件1手机号1处。理由：公布的办公电话" in words
    assert [one["label"] for one in sheet_of(slip).outcomes if one["on"]] == ["删减后公开"]


def test_a_file_replaced_after_the_clearance_is_told(department: Department) -> None:
    slip = make_slip(department)
    assert "审定后已更换" not in sheet_of(slip).items[0].files[0].mark
    Attachment.objects.filter(title="fees.csv").update(sha256="0" * 64)
    assert "审定后已更换" in sheet_of(slip).items[0].files[0].mark


@pytest.mark.parametrize("cause", [PurgeCause.SECRET, PurgeCause.PERSONAL])
def test_nothing_of_what_was_purged_is_on_any_paper(cause: PurgeCause) -> None:
    leak = make_leak()
    slip = leak.slip
    before = words_of(print_sheet(by=leak.department.office, slip=slip))
    assert ASKED in before
    purge_document(by=leak.department.office, target=fresh(leak.page), cause=cause)
    slip = ReviewSlip.objects.get(pk=slip.pk)
    words = words_of(print_sheet(by=leak.department.office, slip=slip))
    assert not [word for word in (ASKED, *WORDS, slip.items.get().digest, "通过。同意") if word in words]
    assert HIDDEN in words
    assert slip.number in words
    assert "处长" in words
    packed = archive_sheets(by=leak.department.office, first=date(2020, 1, 1), last=date(2100, 1, 1))
    with zipfile.ZipFile(packed) as archive:
        listed = archive.read("目录.csv").decode("utf-8-sig")
    rows = {row["审查单号"]: row["标题"] for row in csv.DictReader(io.StringIO(listed))}
    assert rows[slip.number] == HIDDEN


def test_a_purged_page_without_files_is_hidden_with_the_words_about_it(department: Department) -> None:
    document = make_document(department, make_column(department), title="张某的处罚决定")
    slip = clear_and_release(department, [(document, ItemRole.POLICY)])
    assert "张某" in words_of(print_sheet(by=department.office, slip=slip))
    purge_document(by=department.office, target=fresh(document), cause=PurgeCause.PERSONAL)
    words = words_of(print_sheet(by=department.office, slip=ReviewSlip.objects.get(pk=slip.pk)))
    assert not [word for word in ("张某", "通过。同意", slip.items.get().digest) if word in words]


def test_a_purged_file_hides_the_member_that_uses_it_too(department: Department) -> None:
    column = make_column(department)
    attachment = make_attachment(department.drafter, data=b"x,1\n", name="secret-name.csv")
    first = make_document(department, column)
    second = make_document(department, column)
    for page in (first, second):
        page.attachments = [PolicyAttachment(attachment=attachment)]
        page.save_revision(user=department.drafter)
    clear_and_release(department, [(fresh(first), ItemRole.POLICY)])
    slip = submit(department, [(fresh(second), ItemRole.POLICY)])
    assert "secret-name" in words_of(print_sheet(by=department.office, slip=slip))
    purge_document(by=department.office, target=fresh(first), cause=PurgeCause.SECRET)
    assert "secret-name" not in words_of(print_sheet(by=department.office, slip=slip))


@pytest.mark.rule("clearance.sheet.right")
def test_who_may_not_read_slips_gets_no_paper(department: Department) -> None:
    slip = make_slip(department)
    with pytest.raises(Refused) as refused:
        print_sheet(by=make_user(Role.OPERATOR), slip=slip)
    assert refused.value.codes == ("clearance.sheet.right",)
    assert not Event.objects.filter(action=SHEET).exists()
    print_sheet(by=department.drafter, slip=slip)
    assert Event.objects.filter(action=SHEET).count() == 1


@pytest.mark.rule("clearance.sheet.fonts")
def test_a_machine_without_fonts_says_whom_to_ask(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = make_slip(department)

    def bare(*args: Any, **kwargs: Any) -> bytes:
        raise NoFontError("none")

    monkeypatch.setattr("gongkai.clearance.usecases.sheet.typeset", bare)
    with pytest.raises(Refused) as refused:
        print_sheet(by=department.drafter, slip=slip)
    assert refused.value.codes == ("clearance.sheet.fonts",)
    assert "fonts-noto-cjk" in refused.value.reasons[0].remedy


# -- the archive --------------------------------------------------------------------------------------


def test_an_archive_holds_the_slips_closed_in_the_period_and_a_list(department: Department) -> None:
    with time_machine.travel("2026-03-31 23:59+08:00", tick=False):
        inside = make_slip(department)
    with time_machine.travel("2026-04-01 00:00+08:00", tick=False):
        make_slip(department)
    ReviewSlip.objects.exclude(pk=inside.pk).filter(closed_at__lt=inside.closed_at).update(closed_at=None)
    packed = archive_sheets(by=department.office, first=date(2026, 3, 31), last=date(2026, 3, 31)).read()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        listed = list(csv.DictReader(io.StringIO(archive.read("目录.csv").decode("utf-8-sig"))))
        papers = {name: archive.read(name) for name in names if name.endswith(".pdf")}
    assert f"{inside.number}.pdf" in names
    assert {row["文件"] for row in listed} == set(papers)
    assert {row["文件指纹（SHA-256）"] for row in listed} == {
        hashlib.sha256(paper).hexdigest() for paper in papers.values()
    }
    assert all(row["办结时间"].startswith("2026-03-31") for row in listed)
    event = Event.objects.get(action="clearance.archive_sheets")
    assert event.data == {"first": "2026-03-31", "last": "2026-03-31", "sheets": len(papers)}
    again = archive_sheets(by=department.office, first=date(2026, 3, 31), last=date(2026, 3, 31)).read()
    assert again == packed


@pytest.mark.rule("clearance.archive_sheets.right")
def test_only_its_roles_archive(department: Department) -> None:
    make_slip(department)
    period = {"first": timezone.localdate(), "last": timezone.localdate()}
    for person in (department.drafter, department.leader, department.web):
        with pytest.raises(Refused) as refused:
            archive_sheets(by=person, **period)
        assert "clearance.archive_sheets.right" in refused.value.codes
    for person in (department.office, make_user(Role.INSPECTOR)):
        assert archive_sheets(by=person, **period).read(2) == b"PK"


@pytest.mark.rule("clearance.archive_sheets.size")
def test_too_many_and_none_are_refused_before_anything_is_set(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = make_slip(department)
    monkeypatch.setattr("gongkai.clearance.usecases.sheet.typeset", lambda *a, **k: pytest.fail("set"))
    today = timezone.localdate()
    ReviewSlip.objects.bulk_create(
        ReviewSlip(
            number=f"多-{number}",
            title="多",
            kind=slip.kind,
            unit=slip.unit,
            submitted_by=slip.submitted_by,
            submitted_at=slip.submitted_at,
            closed_at=timezone.now(),
            state="granted",
        )
        for number in range(MOST_SHEETS)
    )
    for first in (today, date(2000, 1, 1)):
        last = today if first == today else first
        with pytest.raises(Refused) as refused:
            archive_sheets(by=department.office, first=first, last=last)
        assert refused.value.codes == ("clearance.archive_sheets.size",)
    assert not Event.objects.filter(action="clearance.archive_sheets").exists()


def test_the_paper_says_what_was_found_when_it_was_sent_and_does_not_change_with_the_lists(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_invented_finders(monkeypatch)
    document = make_document(department, make_column(department), body=body_with(EXPLAIN, STOP, HINT))
    note_all(department.drafter, document)
    waive_all(make_user(Role.SECRECY, name="保密审查员"), document)
    slip = clear(department, [(fresh(document), ItemRole.POLICY)])
    words = words_of(print_sheet(by=department.drafter, slip=slip))
    assert "阻断1处，需书面说明1处，提示1处。" in words
    assert "放行：词库（正文）" in words or "放行：词库" in words
    assert STOP not in words
    before = sheet_of(slip).as_data()
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TEXT", ())
    later = replace(known_now(), stamp="lists of tomorrow")
    monkeypatch.setattr("gongkai.clearance.queries.screening.known_now", lambda **scope: later)
    record_report(screening=screened(document))
    assert sheet_of(ReviewSlip.objects.get(pk=slip.pk)).as_data() == before


def test_the_paper_says_how_what_combines_was_assessed(
    department: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_no_finders(monkeypatch)
    publish(department, make_list(department, POSTS))
    phones = make_list(department, PHONES)
    row = assess(department, phones, conditions="只公布办公电话。")
    slip = clear(department, [(phones, ItemRole.DATASET)], kind=ContentKind.DATASET)
    words = words_of(print_sheet(by=department.drafter, slip=slip))
    assert f"评估单{row.number}：" in words
    assert "要求：只公布办公电话。" in words


def test_the_paper_says_who_proofread_what_and_that_words_were_masked(department: Department) -> None:
    document = make_document(department, make_column(department))
    file = make_attachment(
        department.drafter, data="姓名,电话\n甲某某,024-0000000\n".encode(), name="list.csv"
    )
    redact_file(by=department.drafter, file=file, sha256=file.sha256, picks=[], words=["甲某某"])
    document.attachments = [PolicyAttachment(attachment=Attachment.objects.latest("pk"))]
    document.save_revision(user=department.drafter)
    slip = submit(department, [(fresh(document), ItemRole.POLICY)])
    assert sheet_of(slip).proofs == []
    read(make_colleague(department, name="校对员"), slip, corrections=0)
    slip = approve_all(department, slip)
    paper = sheet_of(ReviewSlip.objects.get(pk=slip.pk))
    assert [(one.label, one.person) for one in paper.proofs] == [("一校", "校对员")]
    assert [one["label"] for one in paper.outcomes if one["on"]] == ["删减后公开"]
