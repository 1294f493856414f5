"""A notice comes in: read, screened, kept as a draft, reviewed, made a plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongkai.core.audit.models import Event
from gongkai.core.organisation.models import Unit
from gongkai.core.reasons import Refused
from gongkai.duties.supervision.enums import NoticeStatus
from gongkai.duties.supervision.models import Notice, Plan, Task
from gongkai.duties.supervision.usecases.importing import import_notice
from gongkai.duties.supervision.usecases.reviewing import (
    MentionChange,
    change_head,
    change_task,
    confirm_plan,
    discard_notice,
)
from tests.rules.supervision.notices import one, seed_text
from tests.usecases.supervision.conftest import House

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
CLAUSE = "（牵头单位：厅运输处，责任单位：厅办公室；完成时限：2026年10月底前）"


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return set(refused.value.codes)


def test_seed_becomes_a_draft_with_every_unit_resolved(house: House) -> None:
    notice = import_notice(by=house.office, text=seed_text()).notice
    assert (notice.tasks.count(), notice.sections.count()) == (14, 6)
    assert notice.warnings == []
    mentions = [m for task in notice.tasks.all() for m in task.mentions.all()]
    assert all(m.units.exists() for m in mentions)
    flagged = {
        task.number: {flag["code"] for flag in task.flags} for task in notice.tasks.all() if task.flags
    }
    assert set(flagged) == {3, 5, 13}
    assert Event.objects.filter(action="supervision.import", subject_id=str(notice.pk)).exists()


def test_group_expands_to_the_divisions_of_its_day(house: House) -> None:
    notice = import_notice(by=house.office, text=seed_text()).notice
    group = notice.tasks.get(number=2).mentions.get(written="厅机关各处室")
    assert {u.code for u in group.units.all()} >= {"bgs", "ysc", "kjc"}
    assert not group.units.filter(code="fwzx").exists()


@pytest.mark.parametrize("name", ["任务分解通知.txt", "任务分解通知.docx", "任务分解表.docx"])
def test_samples_read_completely_in_every_form(house: House, name: str) -> None:
    notice = import_notice(by=house.office, file_name=name, data=(SAMPLES / name).read_bytes()).notice
    assert notice.tasks.count() == 14
    assert notice.sections.count() == 6
    assert {t.number for t in notice.tasks.all() if t.flags} == {5, 13}
    assert notice.tasks.get(number=14).cycle == "quarterly"
    assert notice.tasks.get(number=8).deadline_type == "fixed+continuous"


def test_gatherer_is_the_first_lead_unit_and_never_guessed(house: House) -> None:
    notice = import_notice(by=house.office, text=seed_text()).notice
    assert notice.tasks.get(number=1).gatherer == house.unit("xsc")
    assert notice.tasks.get(number=13).gatherer is None


@pytest.mark.rule("supervision.right")
def test_only_the_office_imports(house: House) -> None:
    with pytest.raises(Refused) as refused:
        import_notice(by=house.head, text=one(CLAUSE))
    assert codes(refused) == {"supervision.right"}
    assert not Notice.objects.exists()
    assert import_notice(by=house.office, text=one(CLAUSE)).notice.pk


@pytest.mark.rule("supervision.once")
def test_the_same_notice_comes_in_once_unless_discarded(house: House) -> None:
    first = import_notice(by=house.office, text=one(CLAUSE)).notice
    with pytest.raises(Refused) as refused:
        import_notice(by=house.office, text=one(CLAUSE))
    assert codes(refused) == {"supervision.once"}
    discard_notice(by=house.office, notice=first)
    assert import_notice(by=house.office, text=one(CLAUSE)).notice.pk != first.pk


@pytest.mark.rule("supervision.readable")
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空的"),
        ("图.txt", bytes(range(256)) * 20, "不是文字"),
        ("坏.docx", b"PK\x03\x04broken", "损坏"),
        ("假.pdf", b"hello", "内容却不是"),
        ("旧.doc", b"\xd0\xcf\x11\xe0" + b"x" * 50, "另存为 .docx"),
        ("信.txt", "今天天气很好。".encode(), "不像一份任务分解通知"),
    ],
)
def test_says_why_a_file_cannot_be_read(house: House, name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        import_notice(by=house.office, file_name=name, data=data)
    assert not Notice.objects.exists()


def test_gb18030_reads_as_utf_8_does(house: House) -> None:
    data = one(CLAUSE).encode("gb18030")
    notice = import_notice(by=house.office, file_name="通知.txt", data=data).notice
    assert notice.tasks.get().title == "做好目录更新"


def test_a_secret_mark_keeps_everything_out_but_the_audit_knows(house: House) -> None:
    with pytest.raises(Refused) as refused:
        import_notice(by=house.office, text="机密★1年\n" + one(CLAUSE))
    assert codes(refused) == {"clearance.storing.secret_mark"}
    assert not Notice.objects.exists()
    event = Event.objects.get(action="clearance.secret_refused")
    assert (event.actor_id, event.codes) == (house.office.pk, ["clearance.storing.secret_mark"])
    assert "★" not in str(event.data)


def test_a_secret_mark_in_a_word_header_is_found(house: House, tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "秘密★长期"
    for line in one(CLAUSE).splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "x.docx")
    with pytest.raises(Refused) as refused:
        import_notice(by=house.office, file_name="x.docx", data=(tmp_path / "x.docx").read_bytes())
    assert codes(refused) == {"clearance.storing.secret_mark"}


def draft(house: House, clause: str = CLAUSE) -> tuple[Notice, Task]:
    notice = import_notice(by=house.office, text=one(clause)).notice
    return notice, notice.tasks.get()


def test_a_clean_draft_becomes_a_plan(house: House) -> None:
    notice, task = draft(house)
    plan = confirm_plan(by=house.office, notice=notice, starts_on=date(2026, 3, 5), cycle="monthly")
    notice.refresh_from_db()
    task.refresh_from_db()
    assert (notice.status, plan.starts_on, task.cycle) == (
        NoticeStatus.CONFIRMED,
        date(2026, 3, 5),
        "monthly",
    )


@pytest.mark.rule("supervision.named_units")
@pytest.mark.rule("supervision.has_gatherer")
@pytest.mark.rule("supervision.has_deadline")
@pytest.mark.rule("supervision.flags_checked")
def test_every_open_point_is_told_at_once_and_then_settled(house: House) -> None:
    notice, task = draft(house, "（厅无名处、厅运输处按职责分工负责）")
    with pytest.raises(Refused) as refused:
        confirm_plan(by=house.office, notice=notice)
    assert codes(refused) == {
        "supervision.named_units",
        "supervision.has_gatherer",
        "supervision.has_deadline",
        "supervision.flags_checked",
    }
    assert not Plan.objects.exists()
    stranger = task.mentions.get(written="厅无名处")
    change_task(
        by=house.office,
        task=task,
        values={"gatherer": house.unit("ysc"), "deadline_type": "continuous"},
        mentions=[MentionChange(stranger, "responsible", (), is_external=True)],
    )
    with pytest.raises(Refused) as refused:
        confirm_plan(by=house.office, notice=notice)
    assert codes(refused) == {"supervision.flags_checked"}
    change_task(by=house.office, task=task, values={}, flags_checked=True)
    change_task(by=house.checker, task=task, values={}, flags_checked=True)
    task.refresh_from_db()
    assert {flag["checked_by"] for flag in task.flags} == {house.office.pk}
    noted = Event.objects.filter(action="supervision.change_task", actor_id=house.office.pk).latest("pk")
    assert noted.data["fields"] == ["flags"]
    change_task(by=house.office, task=task, values={}, flags_checked=False)
    with pytest.raises(Refused):
        confirm_plan(by=house.office, notice=notice)
    change_task(by=house.office, task=task, values={}, flags_checked=True)
    assert confirm_plan(by=house.office, notice=notice).pk


@pytest.mark.rule("supervision.has_units")
def test_a_task_of_outside_units_only_is_refused(house: House) -> None:
    notice, task = draft(house)
    outside = [MentionChange(m, m.role, (), is_external=True) for m in task.mentions.all()]
    change_task(by=house.office, task=task, values={}, mentions=outside)
    with pytest.raises(Refused) as refused:
        confirm_plan(by=house.office, notice=notice)
    assert codes(refused) == {"supervision.has_units"}


@pytest.mark.rule("supervision.has_deadline")
def test_a_dated_task_needs_its_date(house: House) -> None:
    notice, task = draft(house)
    change_task(by=house.office, task=task, values={"due_on": None})
    with pytest.raises(Refused) as refused:
        confirm_plan(by=house.office, notice=notice)
    assert codes(refused) == {"supervision.has_deadline"}
    change_task(by=house.office, task=task, values={"due_on": date(2026, 10, 31)})
    assert confirm_plan(by=house.office, notice=notice).pk


@pytest.mark.rule("supervision.has_tasks")
def test_a_plan_without_tasks_is_refused(house: House) -> None:
    notice, task = draft(house)
    change_task(by=house.office, task=task, values={"is_included": False})
    with pytest.raises(Refused) as refused:
        confirm_plan(by=house.office, notice=notice)
    assert codes(refused) == {"supervision.has_tasks"}


@pytest.mark.rule("supervision.draft_only")
def test_nothing_changes_after_confirming(house: House) -> None:
    notice, task = draft(house)
    confirm_plan(by=house.office, notice=notice)
    notice.refresh_from_db()
    task = Task.objects.select_related("notice").get(pk=task.pk)
    for act in (
        lambda: change_task(by=house.office, task=task, values={"title": "别的"}),
        lambda: change_head(by=house.office, notice=notice, values={"title": "别的"}),
        lambda: discard_notice(by=house.office, notice=notice),
        lambda: confirm_plan(by=house.office, notice=notice),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == {"supervision.draft_only"}


def test_reviewer_adds_and_removes_units(house: House) -> None:
    _, task = draft(house)
    lead = task.mentions.get(role="lead")
    change_task(
        by=house.office,
        task=task,
        values={"title": "改过的题目"},
        mentions=[
            MentionChange(lead, "lead", (house.unit("kjc"),)),
            MentionChange(None, "cooperating", (house.unit("csc"),), written="财审处"),
            MentionChange(task.mentions.get(role="responsible"), "responsible", (), is_removed=True),
        ],
    )
    task.refresh_from_db()
    told = {m.role: [u.code for u in m.units.all()] for m in task.mentions.all()}
    assert (task.title, told) == ("改过的题目", {"lead": ["kjc"], "cooperating": ["csc"]})


def test_a_secret_mark_typed_in_review_is_refused(house: House) -> None:
    _, task = draft(house)
    with pytest.raises(Refused) as refused:
        change_task(by=house.office, task=task, values={"text": "绝密★"})
    assert codes(refused) == {"clearance.storing.secret_mark"}
    event = Event.objects.get(action="clearance.secret_refused")
    assert (event.actor_id, event.codes) == (house.office.pk, ["clearance.storing.secret_mark"])


def test_without_any_unit_names_are_left_open(db: None) -> None:
    assert not Unit.objects.exists()
    notice = import_notice(by=None, text=one(CLAUSE)).notice
    assert "机构库为空，单位名称没有核对。" in notice.warnings


@pytest.mark.rule("supervision.draft_only")
def test_a_page_opened_before_the_plan_was_confirmed_changes_nothing_after(house: House) -> None:
    old, old_task = draft(house)
    confirm_plan(by=house.office, notice=Notice.objects.get(pk=old.pk))
    assert (old.status, old_task.notice.status) == (NoticeStatus.DRAFT, NoticeStatus.DRAFT)
    for act in (
        lambda: change_head(by=house.office, notice=old, values={"title": "另一题"}),
        lambda: change_task(by=house.office, task=old_task, values={"title": "另一项"}),
        lambda: discard_notice(by=house.office, notice=old),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == {"supervision.draft_only"}
    now = Notice.objects.get(pk=old.pk)
    assert now.status == NoticeStatus.CONFIRMED
    assert "另一" not in now.title + now.tasks.get().title
