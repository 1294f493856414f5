"""定期评估 from the register to what is opened: refused and done from one setup, by the people whose step it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums import BatchKind, Disclosure, ItemRole, PurgeCause, WithheldGround
from gongkai.clearance.enums_reevaluation import Conclusion, GroundCheck, ItemState, ReviewSide
from gongkai.clearance.evidence_reevaluation import reevaluation_figures, reevaluation_missing
from gongkai.clearance.models import (
    BasePage,
    ClosedItem,
    Opening,
    ReevaluationItem,
    ReevaluationParameter,
    RegisterDraft,
    ReleaseBatch,
)
from gongkai.clearance.queries.reevaluation import (
    closed_documents,
    items_shown_to,
    openings_undone,
    parameters,
    told_results,
)
from gongkai.clearance.queries.reevaluation_register import judged_lines
from gongkai.clearance.queries.reevaluation_steps import Asked
from gongkai.clearance.reevaluation import register_given_counts
from gongkai.clearance.reevaluation_files import rows_of
from gongkai.clearance.rules.reevaluation_register import COLUMNS
from gongkai.clearance.tasks import remind_of_what_is_to_be_opened
from gongkai.clearance.todos_reevaluation import reevaluation_todos
from gongkai.clearance.usecases.reevaluation import (
    close_reevaluation_round,
    open_reevaluation_round,
    set_reevaluation_parameters,
)
from gongkai.clearance.usecases.reevaluation_deciding import (
    confirm_conclusion,
    link_opened_page,
    propose_conclusion,
    return_conclusion,
    review_conclusion,
)
from gongkai.clearance.usecases.reevaluation_register import (
    amend_closed_item,
    enter_closed_item,
    put_register_aside,
    read_register_file,
    strike_closed_item,
    take_over_register,
)
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.notify.models import Notice
from gongkai.core.reasons import Refused
from tests.factories.gate import clear_and_release, make_column, make_document
from tests.factories.people import make_unit, make_user, post
from tests.factories.reevaluation import (
    ASK,
    KEEP,
    OPEN,
    PART,
    House,
    conclude,
    enter,
    make_house,
    open_round,
    stub_values,
    values,
)

pytestmark = pytest.mark.django_db
MARKED = "绝密★10年"


@pytest.fixture
def house() -> House:
    return make_house()


def codes(refusal: Any) -> list[str]:
    return [code.removeprefix("clearance.") for code in refusal.value.codes]


def only(turn: Any) -> ReevaluationItem:
    item: ReevaluationItem = turn.items.get()
    return item


# -- the register --------------------------------------------------------------------------------


def test_who_holds_it_enters_it_and_others_are_refused(house: House) -> None:
    stranger = make_user(Role.DRAFTER)
    with pytest.raises(Refused) as refusal:
        enter_closed_item(by=stranger, unit=house.department.unit, responsible=None, values=values())
    assert codes(refusal) == ["register.own"]
    entry = enter(house, title="某审查意见")
    with pytest.raises(Refused) as refusal:
        enter(house, title="某审查意见")
    assert codes(refusal) == ["register.once"]
    by_office = enter_closed_item(by=house.office, unit=make_unit(), responsible=None, values=values())
    assert by_office.source == "hand"
    event = Event.objects.get(action="clearance.enter_closed_item", subject_id=str(entry.pk))
    assert "某审查意见" not in str(event.data)


def test_of_a_state_secret_only_the_code_name_comes_in(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        enter(house, secret=True, title="某名称")
    assert codes(refusal) == ["register.stub"]
    with pytest.raises(Refused):
        enter(house, title=f"某文件{MARKED}")
    assert not ClosedItem.objects.exists()
    stub = enter(house, secret=True)
    assert str(stub) == "代号 A-2023-07"
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedItem.objects.filter(pk=stub.pk).update(title="某名称")
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedItem.objects.filter(pk=stub.pk).update(code="")


def test_an_entry_is_changed_and_struck_out_by_its_holder(house: House) -> None:
    entry, other = enter(house), enter(house)
    unit = house.department.unit
    stranger = make_user(Role.DRAFTER)
    written = values(title=other.title)
    with pytest.raises(Refused) as refusal:
        amend_closed_item(by=house.drafter, entry=entry, unit=unit, responsible=None, values=written)
    assert codes(refusal) == ["register.once"]
    with pytest.raises(Refused) as refusal:
        amend_closed_item(by=stranger, entry=entry, unit=unit, responsible=None, values=values())
    assert set(codes(refusal)) == {"register.own"}
    written = values(title="改名")
    entry = amend_closed_item(by=house.drafter, entry=entry, unit=unit, responsible=None, values=written)
    assert entry.title == "改名"
    with pytest.raises(Refused) as refusal:
        strike_closed_item(by=house.drafter, entry=entry, reason="")
    assert codes(refusal) == ["register.strike"]
    strike_closed_item(by=house.drafter, entry=entry, reason="登记重复")
    with pytest.raises(Refused):
        amend_closed_item(by=house.drafter, entry=entry, unit=unit, responsible=None, values=written)
    assert [item.closed_id for item in open_round(house).items.all()] == [other.pk]


@pytest.mark.rule("clearance.register.by_conclusion")
def test_terms_of_what_was_evaluated_change_by_conclusion_only(house: House) -> None:
    entry = enter(house)
    unit = house.department.unit
    terms = {"disclosure": Disclosure.ON_REQUEST.value, "ground": ""}
    free = amend_closed_item(
        by=house.drafter, entry=entry, unit=unit, responsible=None, values=values(title="甲", **terms)
    )
    assert free.disclosure == Disclosure.ON_REQUEST
    open_round(house)
    with pytest.raises(Refused) as refusal:
        amend_closed_item(
            by=house.office, entry=entry, unit=unit, responsible=None, values=values(title="甲")
        )
    assert codes(refusal) == ["register.by_conclusion"]
    written = values(title="乙", **terms)
    amend_closed_item(by=house.drafter, entry=entry, unit=unit, responsible=None, values=written)
    entry.refresh_from_db()
    assert entry.title == "乙"


def test_two_who_enter_the_same_at_once_are_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    enter(house, title="同一件")
    place = "gongkai.clearance.usecases.reevaluation_register.reasons_against_entry_for"
    monkeypatch.setattr(place, lambda *args, **kwargs: [])  # neither saw the other's
    with pytest.raises(Refused) as refusal:
        enter(house, title="同一件")
    assert codes(refusal) == ["register.once"]
    assert ClosedItem.objects.count() == 1


# -- import --------------------------------------------------------------------------------------

HEAD = list(COLUMNS)


def row(title: str, unit: str = "运输处", **cells: str) -> list[str]:
    written = {
        "名称": title,
        "保管单位": unit,
        "形成日期": "2024-03-01",
        "公开方式": "不予公开",
        "法定理由": "过程性信息",
        **cells,
    }
    return [written.get(name, "") for name in HEAD]


def test_good_rows_are_entered_bad_ones_told_line_by_line_and_kept(house: House) -> None:
    enter(house, title="登记过的")
    rows = [
        HEAD,
        row("好的一行", 责任人="处长"),
        row("不认识的单位", "不存在处"),
        row("好的一行"),
        row("登记过的"),
        row("日期错", 形成日期="去年"),
        row("没有理由", 法定理由=""),
        row("没有这个人", 责任人="某某"),
        row("涉密的名称", 法定理由="国家秘密", 代号="B-1"),
        row("", 法定理由="国家秘密", 代号="B-2", 形成日期=""),
        row("主动的", 公开方式="主动公开"),
    ]
    draft = read_register_file(by=house.drafter, rows=rows)
    assert "涉密的名称" not in str(draft.lines)
    lines = judged_lines(house.drafter, draft)
    flaws = {line.number: [name for name, _ in line.flaws] for line in lines}
    assert flaws == {
        2: [],
        3: ["保管单位"],
        4: ["名称"],
        5: ["名称"],
        6: ["形成日期"],
        7: ["法定理由"],
        8: ["责任人"],
        9: ["名称"],
        10: [],
        11: ["公开方式"],
    }
    assert take_over_register(by=house.drafter, draft=draft) == (2, 8)
    entered = ClosedItem.objects.filter(source="file").order_by("pk")
    assert [(one.title, one.code) for one in entered] == [("好的一行", ""), ("", "B-2")]
    assert entered[0].responsible == house.department.head
    kept = RegisterDraft.objects.get(by=house.drafter)
    assert [line["number"] for line in kept.lines] == [3, 4, 5, 6, 7, 8, 9, 11]
    put_register_aside(by=house.drafter)
    assert not RegisterDraft.objects.exists()


def test_a_sheet_with_a_classification_mark_leaves_nothing(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        read_register_file(by=house.drafter, rows=[HEAD, row("好的"), row(f"某文件 {MARKED}")])
    assert "第3行“名称”" in str(refusal.value)
    assert MARKED not in str(refusal.value)
    assert not RegisterDraft.objects.exists()
    assert Event.objects.filter(action="clearance.secret_refused").exists()
    with pytest.raises(Refused) as refusal:
        read_register_file(by=make_user(Role.WEB), rows=[HEAD, row("好的")])
    assert codes(refusal) == ["register.own"]
    with pytest.raises(Refused) as refusal:
        read_register_file(by=house.drafter, rows=[["名称"]])
    assert codes(refusal) == ["register.complete"]


def test_others_rows_are_flawed_for_whoever_may_not_enter_them(house: House) -> None:
    make_unit("政法处")
    draft = read_register_file(by=house.drafter, rows=[HEAD, row("甲", "政法处")])
    (line,) = judged_lines(house.drafter, draft)
    assert [name for name, _ in line.flaws] == ["保管单位"]
    assert take_over_register(by=house.drafter, draft=draft) == (0, 1)
    assert not ClosedItem.objects.exists()


@pytest.mark.rule("clearance.register.unreadable")
@pytest.mark.rule("clearance.register.too_large")
def test_what_is_no_sheet_is_refused_in_words() -> None:
    assert rows_of("名称,文号\n甲,1\n".encode("gb18030")) == [["名称", "文号"], ["甲", "1"]]
    assert rows_of("\ufeff名称\t文号\n甲\t1\n".encode()) == [["名称", "文号"], ["甲", "1"]]
    for content, code in (
        (b"PK\x03\x04broken", "register.unreadable"),
        (b"\xd0\xcf\x11\xe0broken", "register.unreadable"),
        (b"a\0b", "register.unreadable"),
        (b"\xff\xff\xff", "register.unreadable"),
        (b"x" * (5 * 1024 * 1024 + 1), "register.too_large"),
    ):
        with pytest.raises(Refused) as refusal:
            rows_of(content)
        assert codes(refusal) == [code]


# -- the round and its list ----------------------------------------------------------------------


def test_the_list_holds_the_register_and_what_the_newest_versions_say(house: House) -> None:
    department = house.department
    column = make_column(department)
    closed = make_document(department, column, title="内部办法", disclosure=Disclosure.WITHHELD)
    later = make_document(department, column, title="先公开后改主意")
    later.disclosure, later.withheld_ground = Disclosure.WITHHELD, WithheldGround.INTERNAL
    later.save_revision(user=department.drafter)
    public = make_document(department, column, title="公开的")
    clear_and_release(department, [(public, ItemRole.PAGE)])
    entry = enter(house, process_ended_on=date(2025, 1, 1))
    turn = open_round(house)
    found = {(item.closed_id, item.page_id): item for item in turn.items.all()}
    assert set(found) == {(entry.pk, None), (None, closed.pk), (None, later.pk)}
    assert found[None, later.pk].ground == WithheldGround.INTERNAL
    assert found[None, closed.pk].hints[0]["code"] == "clearance.reevaluation.ungrounded"
    assert found[None, closed.pk].title == ""
    assert found[None, closed.pk].label == "《内部办法》"
    item = found[entry.pk, None]
    assert (item.suggested, item.hints[0]["code"]) == (
        "to_proactive",
        "clearance.reevaluation.process_ended",
    )
    assert Notice.objects.filter(kind="clearance.reevaluation_opened", user=department.head).exists()


@pytest.mark.rule("clearance.reevaluation.kept")
def test_a_draft_on_a_list_is_not_deleted(house: House) -> None:
    column = make_column(house.department)
    page = make_document(
        house.department, column, disclosure=Disclosure.ON_REQUEST, written_on=date(2019, 5, 6)
    )
    free = make_document(house.department, column)
    item = only(open_round(house))
    assert item.formed_on == date(2019, 5, 6)
    assert item.hints[0]["code"] == "clearance.reevaluation.old"
    with pytest.raises(Refused) as refusal:
        page.delete()
    assert codes(refusal) == ["reevaluation.kept"]
    free.delete()


def test_only_the_office_opens_a_round_and_one_at_a_time(house: House) -> None:
    today = timezone.localdate()
    due = today + timedelta(30)
    with pytest.raises(Refused) as refusal:
        open_reevaluation_round(by=house.drafter, year=today.year, due_on=due)
    assert codes(refusal) == ["reevaluation.office"]
    turn = open_reevaluation_round(by=house.office, year=today.year - 1, due_on=due)
    with pytest.raises(Refused) as refusal:
        open_reevaluation_round(by=house.office, year=today.year, due_on=due)
    assert codes(refusal) == ["reevaluation.one_at_a_time"]
    close_reevaluation_round(by=house.office, turn=turn)  # nothing was listed, nothing is owed
    open_reevaluation_round(by=house.office, year=today.year, due_on=due)


def test_the_list_stays_as_it_was_made(house: House) -> None:
    entry = enter(house, title="定稿时的名称")
    turn = open_round(house)
    amend_closed_item(
        by=house.drafter,
        entry=entry,
        unit=house.department.unit,
        responsible=None,
        values=values(title="后来的名称"),
    )
    enter(house)
    assert only(turn).title == "定稿时的名称"
    conclude(house, only(turn))
    turn.items.update(title="有人动过")
    with pytest.raises(Refused) as refusal:
        close_reevaluation_round(by=house.office, turn=turn)
    assert codes(refusal) == ["reevaluation.intact"]
    turn.items.update(title="定稿时的名称")
    close_reevaluation_round(by=house.office, turn=turn)


def test_parameters_change_what_is_hinted(house: House) -> None:
    with pytest.raises(Refused) as refusal:
        set_reevaluation_parameters(by=house.drafter, values={"given_times": 1})
    assert codes(refusal) == ["reevaluation.office", "reevaluation.bounds"]
    enter(house, given_times=2)
    set_reevaluation_parameters(by=house.office, values={"given_times": 2, "old_years": 1})
    assert ReevaluationParameter.objects.count() == 2
    assert parameters()["due_days"] == 45
    hints = [hint["code"].rpartition(".")[2] for hint in only(open_round(house)).hints]
    assert hints == ["asked_by_many", "old"]


def test_pages_given_on_application_are_counted_by_who_answers_applications(house: House) -> None:
    page = make_document(house.department, make_column(house.department), disclosure=Disclosure.ON_REQUEST)
    register_given_counts(lambda pages: dict.fromkeys(pages, 7))
    try:
        item = only(open_round(house))
    finally:
        register_given_counts(lambda pages: {})
    assert item.page_id == page.pk
    assert "7 次" in item.hints[0]["text"]


def test_what_is_sealed_is_not_listed_and_not_shown(house: House) -> None:
    department = house.department
    page = make_document(department, make_column(department), title="不该公开的标题")
    clear_and_release(department, [(page, ItemRole.PAGE)])
    fresh = BasePage.objects.get(pk=page.pk).specific
    purge_document(by=house.office, target=fresh, cause=PurgeCause.SECRET)
    BasePage.objects.filter(pk=page.pk).update(disclosure=Disclosure.WITHHELD, latest_revision=None)
    assert closed_documents().filter(pk=page.pk).exists()
    assert not open_round(house).items.exists()


# -- conclusions ---------------------------------------------------------------------------------


def test_four_steps_by_four_people(house: House) -> None:
    enter(house, process_ended_on=date(2025, 1, 1))
    item = only(open_round(house))
    stranger = make_user(Role.DRAFTER)
    with pytest.raises(Refused) as refusal:
        propose_conclusion(by=stranger, item=item, asked=OPEN)
    assert codes(refusal) == ["reevaluation.holder"]
    item = propose_conclusion(by=house.drafter, item=item, asked=OPEN)
    assert item.state == ItemState.IN_REVIEW
    with pytest.raises(Refused) as refusal:
        confirm_conclusion(by=house.office, item=item)
    assert codes(refusal) == ["reevaluation.state"]
    with pytest.raises(Refused) as refusal:
        review_conclusion(by=house.secrecy, item=item, side=ReviewSide.LEGALITY, agrees=True, note="")
    assert codes(refusal) == ["reevaluation.right"]
    item = review_conclusion(by=house.legality, item=item, side=ReviewSide.LEGALITY, agrees=True, note="合法")
    assert item.state == ItemState.IN_REVIEW
    both = make_user(Role.LEGALITY, Role.SECRECY)
    with pytest.raises(Refused) as refusal:
        review_conclusion(by=both, item=item, side=ReviewSide.LEGALITY, agrees=True, note="")
    assert codes(refusal) == ["reevaluation.state"]
    item = review_conclusion(by=house.secrecy, item=item, side=ReviewSide.SECRECY, agrees=True, note="")
    assert item.state == ItemState.READY
    item = confirm_conclusion(by=house.office, item=item, note="同意")
    assert item.state == ItemState.CONCLUDED
    opening = Opening.objects.get(item=item)
    assert opening.page is None
    assert not BasePage.objects.filter(live=True, depth__gt=1).exists()
    assert not ReleaseBatch.objects.exists()
    assert Notice.objects.filter(kind="clearance.reevaluation_to_open", user=house.department.head).exists()


def test_nobody_takes_two_steps(house: House) -> None:
    enter(house)
    item = only(open_round(house))
    everything = make_user(Role.OFFICE, Role.LEGALITY, Role.SECRECY)
    item = propose_conclusion(by=everything, item=item, asked=OPEN)
    for side in ReviewSide:
        with pytest.raises(Refused) as refusal:
            review_conclusion(by=everything, item=item, side=side, agrees=True, note="")
        assert codes(refusal) == ["reevaluation.two_people"]
    both = make_user(Role.LEGALITY, Role.SECRECY)
    item = review_conclusion(by=both, item=item, side=ReviewSide.LEGALITY, agrees=True, note="")
    with pytest.raises(Refused) as refusal:
        review_conclusion(by=both, item=item, side=ReviewSide.SECRECY, agrees=True, note="")
    assert codes(refusal) == ["reevaluation.two_people"]
    item = review_conclusion(by=house.secrecy, item=item, side=ReviewSide.SECRECY, agrees=True, note="")
    with pytest.raises(Refused) as refusal:
        confirm_conclusion(by=everything, item=item)
    assert codes(refusal) == ["reevaluation.two_people"]
    for field in ("proposed_by", "legality_by", "secrecy_by"):
        person = getattr(item, field)
        with pytest.raises(IntegrityError), transaction.atomic():
            ReevaluationItem.objects.filter(pk=item.pk).update(confirmed_by=person)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReevaluationItem.objects.filter(pk=item.pk).update(secrecy_by=None)
    confirm_conclusion(by=house.office, item=item)


def test_what_is_not_agreed_to_goes_back_and_begins_anew(house: House) -> None:
    enter(house)
    item = propose_conclusion(by=house.drafter, item=only(open_round(house)), asked=OPEN)
    item = review_conclusion(by=house.legality, item=item, side=ReviewSide.LEGALITY, agrees=True, note="")
    with pytest.raises(Refused) as refusal:
        review_conclusion(by=house.secrecy, item=item, side=ReviewSide.SECRECY, agrees=False, note=" ")
    assert codes(refusal) == ["reevaluation.note"]
    item = review_conclusion(
        by=house.secrecy, item=item, side=ReviewSide.SECRECY, agrees=False, note="含有内部流程"
    )
    assert (item.state, item.legality_by, item.returned_note) == (
        ItemState.WAITING,
        None,
        "保密审查：含有内部流程",
    )
    assert Notice.objects.filter(kind="clearance.reevaluation_returned", user=house.drafter).exists()
    item = propose_conclusion(by=house.drafter, item=item, asked=KEEP)
    assert (item.state, item.returned_note) == (ItemState.READY, "")
    item = return_conclusion(by=house.office, item=item, note="请写清楚")
    assert item.state == ItemState.WAITING
    conclude(house, item)


def test_a_secret_only_stays(house: House) -> None:
    enter(house, secret=True, secrecy_until=timezone.localdate() - timedelta(1))
    item = only(open_round(house))
    assert (item.label, item.suggested) == ("代号 A-2023-07", "maintain")
    assert "不作判断" in item.hints[0]["text"]
    with pytest.raises(Refused) as refusal:
        propose_conclusion(by=house.drafter, item=item, asked=OPEN)
    assert codes(refusal) == ["reevaluation.off_system"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ReevaluationItem.objects.filter(pk=item.pk).update(conclusion=Conclusion.TO_PROACTIVE)
    conclude(house, item)


def test_a_page_marked_as_secret_shows_no_title(house: House) -> None:
    column = make_column(house.department)
    make_document(
        house.department,
        column,
        title="不该写的标题",
        disclosure=Disclosure.WITHHELD,
        withheld_ground=WithheldGround.STATE_SECRET,
    )
    item = only(open_round(house))
    assert "不该写的标题" not in item.label
    assert "标为国家秘密" in item.label


def test_a_mark_in_a_reason_leaves_nothing(house: House) -> None:
    enter(house)
    item = only(open_round(house))
    with pytest.raises(Refused):
        propose_conclusion(
            by=house.drafter, item=item, asked=Asked(Conclusion.MAINTAIN, MARKED, GroundCheck.HOLDS)
        )
    item.refresh_from_db()
    assert item.reason == ""


def test_the_register_follows_what_was_confirmed(house: House) -> None:
    opened, changed = enter(house), enter(house, process_ended_on=date(2025, 1, 1))
    turn = open_round(house)
    conclude(house, turn.items.get(closed=opened), ASK)
    other = Asked(Conclusion.MAINTAIN, "属于内部事务。", GroundCheck.CHANGED, WithheldGround.INTERNAL)
    conclude(house, turn.items.get(closed=changed), other)
    opened.refresh_from_db()
    changed.refresh_from_db()
    assert (opened.disclosure, opened.ground) == (Disclosure.ON_REQUEST, "")
    assert (changed.ground, changed.process_ended_on) == (WithheldGround.INTERNAL, None)
    assert not Opening.objects.exists()


# -- what is to be opened ------------------------------------------------------------------------


def test_it_is_traced_until_the_gate_lets_its_page_out(house: House) -> None:
    department, today = house.department, timezone.localdate()
    column = make_column(department)
    entry = enter(house)
    turn = open_round(house)
    conclude(house, only(turn), OPEN)
    opening = Opening.objects.get()
    assert [row.stage for row in openings_undone(today)] == ["还没有建稿"]
    assert openings_undone(opening.due_on + timedelta(1))[0].is_late
    assert not openings_undone(opening.due_on)[0].is_late
    close_reevaluation_round(by=house.other_office, turn=turn)
    page = make_document(department, column, title="决定公开的意见")
    with pytest.raises(Refused) as refusal:
        link_opened_page(by=make_user(Role.DRAFTER), opening=opening, page=page)
    assert set(codes(refusal)) == {"reevaluation.right_page"}
    with pytest.raises(Refused):
        link_opened_page(by=house.drafter, opening=opening, page=column)
    with pytest.raises(Refused):
        link_opened_page(by=house.drafter, opening=opening, page=None)
    batches = ReleaseBatch.objects.filter(kind=BatchKind.REEVALUATION)
    assert batches.count() == 1
    link_opened_page(by=house.drafter, opening=opening, page=page)
    assert batches.count() == 2
    assert [row.stage for row in openings_undone(today)] == ["起草中"]
    clear_and_release(department, [(page, ItemRole.PAGE)])
    assert openings_undone(today) == []
    assert ClosedItem.objects.get(pk=entry.pk).struck_at is None
    assert not open_round(house, today.year - 1).items.exists()


def test_a_page_of_this_system_is_its_own_and_on_request_is_an_edit(house: House) -> None:
    department, today = house.department, timezone.localdate()
    column = make_column(department)
    closed = {"disclosure": Disclosure.WITHHELD, "withheld_ground": WithheldGround.PROCESS}
    first, second, third = (make_document(department, column, **closed) for _ in range(3))
    turn = open_round(house)
    for page, asked in ((first, OPEN), (second, ASK), (third, PART)):
        conclude(house, turn.items.get(page=page.pk), asked)
    rows = {row.opening.item.page_id: row for row in openings_undone(today)}
    assert {pk: row.stage for pk, row in rows.items()} == {
        first.pk: "起草中",
        second.pk: "待改公开属性",
        third.pk: "还没有建稿",
    }
    second.disclosure, second.withheld_ground = Disclosure.ON_REQUEST, ""
    second.save_revision(user=department.drafter)
    first.disclosure, first.withheld_ground = Disclosure.PROACTIVE, ""
    first.save_revision(user=department.drafter)
    clear_and_release(department, [(first, ItemRole.PAGE)])
    assert {row.opening.item.page_id for row in openings_undone(today)} == {third.pk}
    with pytest.raises(Refused) as refusal:
        opening = Opening.objects.get(item__page=third.pk)
        link_opened_page(by=house.drafter, opening=opening, page=first)
    assert codes(refusal) == ["reevaluation.right_page"]


# -- closing, and what is told -------------------------------------------------------------------


def test_a_round_closes_when_everything_is_concluded(house: House) -> None:
    enter(house)
    enter(house)
    turn = open_round(house)
    first, second = turn.items.all()
    conclude(house, first)
    with pytest.raises(Refused) as refusal:
        close_reevaluation_round(by=house.drafter, turn=turn)
    assert codes(refusal) == ["reevaluation.office", "reevaluation.all_concluded"]
    assert "运输处还有 1 件" in str(refusal.value)
    conclude(house, second)
    turn = close_reevaluation_round(by=house.office, turn=turn)
    assert ReleaseBatch.objects.filter(kind=BatchKind.REEVALUATION).exists()
    with pytest.raises(Refused):
        return_conclusion(by=house.office, item=first, note="再看")
    with pytest.raises(Refused):
        close_reevaluation_round(by=house.office, turn=turn)
    event = Event.objects.get(action="clearance.close_reevaluation_round")
    assert event.data == {"year": turn.year, "items": 2}


def test_state_secrets_are_not_even_counted_for_the_public(house: House) -> None:
    enter(house)
    enter(house, secret=True)
    turn = open_round(house)
    for item in turn.items.all():
        conclude(house, item)
    assert not told_results().exists()
    close_reevaluation_round(by=house.office, turn=turn)
    assert told_results().count() == 1


def test_others_see_nothing_of_it(house: House) -> None:
    enter(house)
    today, turn = timezone.localdate(), open_round(house)
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit())
    assert not items_shown_to(stranger, today).exists()
    assert items_shown_to(house.drafter, today).get() == only(turn)
    assert items_shown_to(house.secrecy, today).exists()


def test_the_board_and_the_workbench_tell_what_is_owed(house: House) -> None:
    year = timezone.localdate().year
    autumn = date(year, 11, 1)
    assert any("没有开始" in gap for gap in reevaluation_missing(autumn))
    assert not reevaluation_missing(date(year, 9, 30))
    enter(house)
    turn = open_round(house)
    assert not any("没有开始" in gap for gap in reevaluation_missing(autumn))
    late = turn.due_on + timedelta(1)
    assert any("还没有办结" in gap for gap in reevaluation_missing(late))

    def titles(user: Any, day: date | None = None) -> list[str]:
        return [todo.title for todo in reevaluation_todos(user, day or timezone.localdate())]

    assert titles(house.drafter) == [f"{year} 年评估：1 件待提出结论"]
    assert next(iter(reevaluation_todos(house.drafter, late))).lamp == "red"
    item = propose_conclusion(by=house.drafter, item=only(turn), asked=OPEN)
    assert titles(house.drafter) == []
    assert titles(house.legality) == [f"{year} 年评估：1 件转公开待合法性审查"]
    for side, person in ((ReviewSide.LEGALITY, house.legality), (ReviewSide.SECRECY, house.secrecy)):
        item = review_conclusion(by=person, item=item, side=side, agrees=True, note="")
    assert titles(house.legality) == []
    assert titles(house.office) == [f"{year} 年评估：1 件待确认结论"]
    confirm_conclusion(by=house.office, item=item)
    assert titles(house.office) == [f"{year} 年评估可以办结"]
    assert titles(house.drafter) == [f"转公开：{item.label}"]
    figures = {figure.name: figure.value for figure in reevaluation_figures(late)}
    assert figures["决定公开、还没上线"] == 1
    overdue = Opening.objects.get().due_on + timedelta(1)
    assert any("过期没有上线" in gap for gap in reevaluation_missing(overdue))


def test_reminders_are_told_once(house: House) -> None:
    enter(house)
    turn = open_round(house)
    assert remind_of_what_is_to_be_opened.func() == 0
    type(turn).objects.filter(pk=turn.pk).update(
        opened_on=timezone.localdate() - timedelta(60), due_on=timezone.localdate() - timedelta(1)
    )
    assert remind_of_what_is_to_be_opened.func() == 1
    assert remind_of_what_is_to_be_opened.func() == 0
    conclude(house, only(turn), OPEN)
    Opening.objects.update(due_on=timezone.localdate() - timedelta(1))
    assert remind_of_what_is_to_be_opened.func() == 1


def test_stub_values_are_a_stub() -> None:
    assert stub_values()["title"] == ""
