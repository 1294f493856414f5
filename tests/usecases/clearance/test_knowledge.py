"""Keeping what the engine knows: refused and done from one setup, dated, never stale in any process."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance.enums import Disclosure, FindingKind, FindingLevel, ItemRole
from gongkai.clearance.models import (
    LeaderPost,
    ListTerm,
    PublishedPhone,
    TermDraft,
    TermException,
    TermList,
)
from gongkai.clearance.queries import knowledge as queries
from gongkai.clearance.queries.knowledge import current_knowledge, knowledge_version, lexicon_of
from gongkai.clearance.queries.term_lists import (
    exceptions_for,
    hits_in_public,
    may_see_words,
    preview_of,
    words_of,
)
from gongkai.clearance.screening.lexicon import Lexicon, Term
from gongkai.clearance.usecases import knowledge, knowledge_tables
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from tests.factories.gate import clear_and_release, make_document
from tests.factories.knowledge import LONG_AGO, add_word, make_list, make_own_name
from tests.factories.people import make_unit, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]

KEEPERS = (Role.OFFICE, Role.SECRECY)
OTHERS = [role for role in Role if role not in KEEPERS]


def refused_as(*wanted: str) -> Any:
    return pytest.raises(
        Refused, check=lambda error: error.codes == tuple(f"clearance.{one}" for one in wanted)
    )


def found(text: str, **given: Any) -> list[str]:
    known = current_knowledge(**{"on": timezone.localdate(), **given})
    return [term.text for term, _, _ in known.lexicon.find(text)]


def change_list(by: Any, row: TermList, **given: Any) -> TermList:
    fields = ("name", "source", "valid_from", "valid_until", "is_in_use", "is_closed", "unit")
    usual = {field: getattr(row, field) for field in fields}
    usual |= {"level": FindingLevel(row.level), "kind": FindingKind(row.kind)}
    return knowledge.set_term_list(by=by, term_list=row, **{**usual, **given})


# Who


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_keeps_anything(role):
    other, row = make_user(role), make_list("橡木舟")
    term = row.terms.get()
    acts = [
        lambda: make_list(by=other),
        lambda: change_list(other, row, name="改"),
        lambda: add_word(row, "青瓷瓦", by=other),
        lambda: knowledge.end_term(by=other, term=term),
        lambda: knowledge.read_terms_in(by=other, term_list=row, source="a.txt", rows=[["青瓷瓦"]]),
        lambda: knowledge.export_terms(by=other, term_list=row),
        lambda: except_word(other),
        lambda: hold(other),
        lambda: note(other),
        lambda: tell(other),
    ]
    for act in acts:
        with refused_as("knowledge.right"):
            act()
    assert row.terms.count() == 1


def test_a_closed_list_is_for_secrecy_alone():
    office, secrecy = make_user(Role.OFFICE), make_user(Role.SECRECY)
    row = make_list("代号甲", by=secrecy, is_closed=True)
    term = row.terms.get()
    assert (may_see_words(office, row), may_see_words(secrecy, row)) == (False, True)
    acts = [
        lambda: change_list(office, row, is_closed=False),
        lambda: add_word(row, "代号乙", by=office),
        lambda: knowledge.end_term(by=office, term=term),
        lambda: knowledge.read_terms_in(by=office, term_list=row, source="a.txt", rows=[["代号乙"]]),
        lambda: knowledge.export_terms(by=office, term_list=row),
        lambda: except_word(office, term_list=row, text="代号甲"),
        lambda: make_list(by=office, is_closed=True),
        lambda: change_list(office, make_list(by=office), is_closed=True),
    ]
    for act in acts:
        with refused_as("knowledge.closed"):
            act()
    add_word(row, "代号乙", by=secrecy)
    except_word(secrecy, term_list=row, text="代号乙")
    assert found("代号甲、代号乙") == ["代号甲"]
    assert exceptions_for(office).count() == 0
    assert exceptions_for(secrecy).count() == 1


def test_no_event_holds_a_word():
    secrecy = make_user(Role.SECRECY)
    row = make_list("代号甲", by=secrecy, is_closed=True)
    draft = knowledge.read_terms_in(by=secrecy, term_list=row, source="x.txt", rows=[["代号丁"]])
    confirm(draft, secrecy)
    knowledge.end_term(by=secrecy, term=row.terms.get(text="代号丁"))
    except_word(secrecy, term_list=row, text="代号甲", reason="代号甲已经公布过")
    hold(secrecy, name="甲某某")
    note(secrecy, number="示密〔2026〕1号")
    tell(secrecy, digits="00000012345")
    said = "".join(str(event.data) + str(event.subject_id) for event in Event.objects.all())
    for word in ("代号", "甲某某", "示密", "00000012345"):
        assert word not in said
    assert "代号" not in str(row.terms.first())


# Lists and words


def test_a_list_once_by_name_and_its_changes_on_record():
    office = make_user(Role.OFFICE)
    row = make_list(by=office, name="用语")
    with refused_as("knowledge.list_name"):
        make_list(by=office, name="用语")
    with refused_as("knowledge.dates"):
        make_list(by=office, valid_until=LONG_AGO - timedelta(days=1))
    change_list(office, row, level=FindingLevel.BLOCK)
    assert Event.objects.get(action="clearance.change_term_list").data == {"fields": ["level"]}
    assert Event.objects.filter(action="clearance.add_term_list").count() == 1


def test_a_word_is_checked_against_the_departments_own_name():
    office, row = make_user(Role.OFFICE), make_list()
    make_own_name()
    with refused_as("knowledge.own_name"):
        add_word(row, "交通运输", by=office)
    with refused_as("knowledge.term_length"):
        add_word(row, "厅", by=office)
    term = add_word(row, "交通厅", by=office, suggestion="交通运输厅", unless=["交通厅旧址"])
    with refused_as("knowledge.term_taken"):
        add_word(row, "交通厅", by=office)
    assert found("交通厅在交通厅旧址。") == ["交通厅"]
    assert Event.objects.get(action="clearance.set_term").data == {"term": term.pk, "is_new": True}


def test_a_suggestion_that_holds_the_word_is_right_itself():
    office, row = make_user(Role.OFFICE), make_list()
    add_word(row, "示例局", by=office, suggestion="省示例局")
    assert found("省示例局与示例局") == ["示例局"]


# Dates


def test_the_knowledge_of_any_day():
    office = make_user(Role.OFFICE)
    row = make_list("一直查", by=office, valid_from=date(2024, 1, 1), valid_until=date(2025, 12, 31))
    add_word(row, "只查一月", by=office, valid_from=date(2025, 1, 1), valid_until=date(2025, 1, 31))
    text = "一直查，只查一月"
    assert found(text, on=date(2023, 12, 31)) == []
    assert found(text, on=date(2025, 1, 31)) == ["一直查", "只查一月"]
    assert found(text, on=date(2025, 2, 1)) == ["一直查"]
    assert found(text, on=date(2026, 1, 1)) == []
    change_list(office, row, is_in_use=False)
    assert found(text, on=date(2025, 1, 31)) == []


def test_a_word_ended_today_was_looked_for_yesterday():
    office = make_user(Role.OFFICE)
    row = make_list("橡木舟", by=office)
    today = timezone.localdate()
    knowledge.end_term(by=office, term=row.terms.get())
    assert found("橡木舟") == []
    assert found("橡木舟", on=today - timedelta(days=1)) == ["橡木舟"]
    new = make_list("青瓷瓦", by=office, valid_from=today)
    knowledge.end_term(by=office, term=new.terms.get())
    assert new.terms.count() == 0


# Exceptions


def except_word(by: Any, **given: Any) -> TermException:
    usual = {"term_list": None, "text": "橡木舟", "reason": "引用历史文件原文", "unit": None, "column": None}
    return knowledge.add_exception(by=by, valid_until=None, **{**usual, **given})


def test_an_exception_counts_where_it_is_made(department, column):
    office = make_user(Role.OFFICE)
    row, other = make_list("橡木舟", by=office), make_unit("别处")
    page = make_document(department, column)
    with refused_as("knowledge.exception_reason"):
        except_word(office, reason="对")
    for given, here, elsewhere in (
        ({"unit": department.unit}, {"unit": department.unit}, {"unit": other}),
        ({"column": column}, {"column": page}, {"column": column.get_parent().specific}),
    ):
        exception = except_word(office, **given)
        assert found("橡木舟", **here) == []
        assert found("橡木舟", **elsewhere) == ["橡木舟"]
        assert found("橡木舟") == ["橡木舟"]
        assert [term.text for term, _, _ in lexicon_of(row, timezone.localdate()).find("橡木舟")] == [
            "橡木舟"
        ]
        knowledge.end_exception(by=office, exception=exception)
        assert found("橡木舟", **here) == ["橡木舟"]
    except_word(office)
    assert found("橡木舟") == []


def test_an_exception_ends_by_itself_and_stays_on_record():
    office = make_user(Role.OFFICE)
    make_list("橡木舟", by=office)
    today = timezone.localdate()
    exception = knowledge.add_exception(
        by=office,
        term_list=None,
        text="橡木舟",
        reason="引用历史文件原文",
        unit=None,
        column=None,
        valid_until=today + timedelta(days=1),
    )
    assert found("橡木舟", on=today + timedelta(days=1)) == []
    assert found("橡木舟", on=today + timedelta(days=2)) == ["橡木舟"]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        knowledge.end_exception(by=office, exception=exception)
    exception.refresh_from_db()
    assert exception.valid_until == today
    assert Event.objects.get(action="clearance.end_exception").data == {"scope": "site"}


def test_an_exception_of_all_lists_leaves_closed_ones_alone():
    make_list("代号甲", is_closed=True)
    except_word(make_user(Role.OFFICE), text="代号甲")
    assert found("代号甲") == ["代号甲"]


# Files of words


def confirm(draft: TermDraft, by: Any, *, end_missing: bool = False) -> dict[str, int]:
    preview = preview_of(draft, by, timezone.localdate())
    return knowledge.import_terms(by=by, draft=draft, seen=preview.seen, end_missing=end_missing)


def test_a_file_is_entered_whole_or_not_at_all():
    office = make_user(Role.OFFICE)
    row = make_list("旧词", "改词", by=office)
    draft = knowledge.read_terms_in(by=office, term_list=row, source="a.csv", rows=[["新词"], ["厅"]])
    with refused_as("terms.flawed"):
        confirm(draft, office)
    assert set(row.terms.values_list("text", flat=True)) == {"旧词", "改词"}
    rows = [["新词"], ["改词", "改好的"], ["新词"]]
    draft = knowledge.read_terms_in(by=office, term_list=row, source="a.csv", rows=rows)
    assert TermDraft.objects.count() == 1
    stale = preview_of(draft, office, timezone.localdate()).seen
    add_word(row, "插进来", by=office)
    with refused_as("terms.seen"):
        knowledge.import_terms(by=office, draft=draft, seen=stale, end_missing=False)
    assert confirm(draft, office) == {"new": 1, "changed": 1, "ended": 0}
    assert found("旧词、改词、新词、插进来") == ["旧词", "改词", "新词", "插进来"]
    assert row.terms.get(text="改词").suggestion == "改好的"
    assert TermDraft.objects.count() == 0
    event = Event.objects.get(action="clearance.import_terms")
    assert event.data == {"new": 1, "changed": 1, "ended": 0}


def test_a_file_that_replaces_ends_the_rest_and_brings_back_what_was_ended():
    office = make_user(Role.OFFICE)
    row = make_list("旧词", "留词", by=office)
    draft = knowledge.read_terms_in(by=office, term_list=row, source="a.csv", rows=[["留词"]])
    assert confirm(draft, office, end_missing=True) == {"new": 0, "changed": 0, "ended": 1}
    assert found("旧词、留词") == ["留词"]
    draft = knowledge.read_terms_in(by=office, term_list=row, source="a.csv", rows=[["旧词"], ["留词"]])
    assert confirm(draft, office) == {"new": 0, "changed": 1, "ended": 0}
    assert found("旧词、留词") == ["旧词", "留词"]


def test_an_empty_file_and_one_put_aside():
    office, row = make_user(Role.OFFICE), make_list()
    with refused_as("terms.empty"):
        knowledge.read_terms_in(by=office, term_list=row, source="a.csv", rows=[["词"], []])
    knowledge.read_terms_in(by=office, term_list=row, source="a.csv", rows=[["青瓷瓦"]])
    knowledge.put_terms_aside(by=office, term_list=row)
    assert TermDraft.objects.count() == 0
    assert row.terms.count() == 0


def test_words_of_other_lists_are_told_but_not_those_of_closed_ones():
    office, secrecy = make_user(Role.OFFICE), make_user(Role.SECRECY)
    other = make_list("橡木舟", by=office)
    closed = make_list("代号甲", by=secrecy, is_closed=True)
    for by, elsewhere in (
        (office, (("橡木舟", other.name),)),
        (secrecy, (("代号甲", closed.name), ("橡木舟", other.name))),
    ):
        row = make_list(by=by)
        rows = [["橡木舟"], ["代号甲"]]
        draft = knowledge.read_terms_in(by=by, term_list=row, source="a.csv", rows=rows)
        assert set(preview_of(draft, by, timezone.localdate()).elsewhere) == set(elsewhere)


def test_fifty_thousand_words_with_few_queries(django_assert_max_num_queries):
    office = make_user(Role.OFFICE)
    row = make_list(by=office)
    rows = [[f"词语编号{n}", "写法"] for n in range(50_000)]
    with django_assert_max_num_queries(400):  # SQLite takes 999 values a query
        draft = knowledge.read_terms_in(by=office, term_list=row, source="a.csv", rows=rows)
        assert confirm(draft, office)["new"] == 50_000
    assert words_of(row, "编号4999").count() == 11
    assert len(lexicon_of(row, timezone.localdate())) == 50_000


# Leaders, numbers, telephones


def hold(by: Any, **given: Any) -> LeaderPost:
    usual = {"name": "甲某某", "title": "厅长", "organ": "示例省交通运输厅", "source": "示任〔2024〕1号"}
    usual |= {"since": date(2024, 1, 1), "until": None, "is_shared": False, "post": None}
    return knowledge_tables.set_leader_post(by=by, **{**usual, **given})


def note(by: Any, **given: Any) -> Any:
    usual = {
        "number": "示办[2026]第031号",
        "title": "",
        "is_public": False,
        "source": "来文",
        "document": None,
    }
    return knowledge_tables.note_document(by=by, **{**usual, **given})


def tell(by: Any, **given: Any) -> PublishedPhone:
    usual = {"digits": "000-0009 8765", "label": "值班室", "unit": None, "source": "指南", "phone": None}
    return knowledge_tables.set_phone(by=by, valid_from=None, valid_until=None, **{**usual, **given})


def test_one_holder_of_a_post_at_a_time():
    office = make_user(Role.OFFICE)
    first = hold(office)
    with refused_as("knowledge.post_overlap"):
        hold(office, name="乙某某", since=date(2025, 1, 1))
    with refused_as("knowledge.post_facts"):
        hold(office, name="", title="副厅长")
    hold(office, post=first, until=date(2024, 12, 31))
    hold(office, name="乙某某", since=date(2025, 1, 1))
    for name in ("丙某某", "丁某某"):
        hold(office, name=name, title="副厅长", is_shared=True)
    names = [one.name for one in current_knowledge(on=date(2026, 1, 1)).offices]
    assert sorted(names) == sorted(["甲某某", "乙某某", "丙某某", "丁某某"])
    assert [one.until for one in current_knowledge(on=date(2026, 1, 1)).offices if one.name == "甲某某"] == [
        date(2024, 12, 31)
    ]
    assert current_knowledge(on=date(2023, 1, 1)).offices == ()


def test_the_database_too_holds_one_leader_one_scope_and_days_in_order(department, column):
    office = make_user(Role.OFFICE)
    hold(office)
    row = make_list(by=office)
    usual = {"organ": "示例省交通运输厅", "title": "厅长", "source": "x"}
    exception = {"text": "橡木舟", "by": office, "valid_from": LONG_AGO}
    for make in (
        lambda: LeaderPost.objects.create(name="乙", since=date(2025, 1, 1), **usual),
        lambda: LeaderPost.objects.create(name="乙", since=LONG_AGO, until=date(2019, 1, 1), **usual),
        lambda: TermException.objects.create(reason="", **exception),
        lambda: TermException.objects.create(reason="x", unit=department.unit, column=column, **exception),
        lambda: TermList.objects.filter(pk=row.pk).update(valid_until=date(2019, 1, 1)),
        lambda: TermList.objects.filter(pk=row.pk).update(level="z"),
        lambda: ListTerm.objects.bulk_create([ListTerm(term_list=row, text="橡木舟") for _ in range(2)]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make()


def test_numbers_noted_once_in_one_writing():
    office = make_user(Role.OFFICE)
    row = note(office)
    assert row.number == "示办〔2026〕31号"
    with refused_as("knowledge.number_taken"):
        note(office, number="示办〔2026〕31号")
    with refused_as("knowledge.number_shape"):
        note(office, number="关于工作的通知")
    known = current_knowledge(on=timezone.localdate())
    assert (row.number in known.closed_numbers, row.number in known.open_numbers) == (True, False)
    note(office, document=row, number=row.number, is_public=True)
    known = current_knowledge(on=timezone.localdate())
    assert (row.number in known.closed_numbers, row.number in known.open_numbers) == (False, True)


def test_telephones_told_to_the_public():
    office = make_user(Role.OFFICE)
    row = tell(office)
    with refused_as("knowledge.phone_taken"):
        tell(office, digits="000 0009-8765")
    with refused_as("knowledge.phone_shape"):
        tell(office, digits="值班室")
    assert "00000098765" in current_knowledge(on=timezone.localdate()).office_phones
    knowledge_tables.set_phone(
        by=office,
        phone=row,
        digits=row.digits,
        label=row.label,
        unit=None,
        source=row.source,
        valid_from=None,
        valid_until=date(2025, 12, 31),
    )
    assert "00000098765" not in current_knowledge(on=timezone.localdate()).office_phones
    assert "00000098765" in current_knowledge(on=date(2025, 12, 31)).office_phones


def test_numbers_of_our_own_documents(department, column):
    today = timezone.localdate()
    public = make_document(department, column, doc_number="示交规〔2026〕901号")
    make_document(department, column, doc_number="示交办〔2026〕902号", disclosure=Disclosure.ON_REQUEST)
    make_document(department, column, doc_number="示交办〔2026〕903号")
    known = current_knowledge(on=today)
    assert "示交规〔2026〕901号" not in known.open_numbers | known.closed_numbers
    assert "示交办〔2026〕902号" in known.closed_numbers
    assert "示交办〔2026〕903号" not in known.open_numbers | known.closed_numbers
    clear_and_release(department, [(public, ItemRole.POLICY)])
    assert "示交规〔2026〕901号" in current_knowledge(on=today).open_numbers
    found_public = hits_in_public(Lexicon([Term("规范工作", "term", "hint", "x")]), make_user(Role.OFFICE))
    assert (found_public.pages_hit, found_public.words) == (1, (("规范工作", 1),))
    assert found_public.is_all


# Kept ready, never stale


def test_a_change_is_seen_at_once_and_nothing_is_built_twice(django_assert_num_queries):
    office = make_user(Role.OFFICE)
    row = make_list("橡木舟", by=office)
    today = timezone.localdate()
    first = current_knowledge(on=today)
    with django_assert_num_queries(4):  # our stamp, what was public once, the policies', the site's
        again = current_knowledge(on=today)
    assert again.lexicon is first.lexicon
    version = knowledge_version(today)
    add_word(row, "青瓷瓦", by=office)
    assert found("橡木舟青瓷瓦") == ["橡木舟", "青瓷瓦"]
    assert knowledge_version(today) != version


def test_the_version_says_what_is_known_and_not_when():
    make_list("橡木舟")
    today = timezone.localdate()
    version = knowledge_version(today)
    assert knowledge_version(today + timedelta(days=1)) == version
    knowledge.change_knowledge()
    assert knowledge_version(today) == version


def test_what_was_rolled_back_leaves_nothing():
    office = make_user(Role.OFFICE)
    row = make_list("橡木舟", by=office)
    with transaction.atomic():
        add_word(row, "青瓷瓦", by=office)
        assert found("青瓷瓦") == ["青瓷瓦"]
        transaction.set_rollback(True)
    assert found("青瓷瓦") == []
    add_word(row, "既使", by=office)
    assert found("青瓷瓦、既使") == ["既使"]


def test_threads_that_ask_at_once_build_once():
    built = []
    shelf = queries._Shelf()
    gate = threading.Barrier(4)

    def ask() -> None:
        gate.wait()
        shelf.get("one", lambda: built.append(1) or "made")

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]
    for number in range(20):
        shelf.get(number, lambda: None)
    assert len(shelf._built) <= queries._KEPT
