"""Rosters from workbooks and from a directory, taken over or refused as a whole."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import ldap3
import pytest
from openpyxl import Workbook

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.exports.writers import Table, write_xlsx
from gongkai.core.organisation import roster_ldap
from gongkai.core.organisation.demo import load_demo_organisation
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Post, RosterDraft, Unit
from gongkai.core.organisation.queries import heads_of
from gongkai.core.organisation.queries.roster import difference_from, person_rows, unit_rows
from gongkai.core.organisation.roster_files import sheets_of
from gongkai.core.organisation.roster_ldap import LdapSettings, sheets_of_directory
from gongkai.core.organisation.rules.roster import PERSON_COLUMNS, UNIT_COLUMNS, Roster
from gongkai.core.organisation.usecases.roster import put_roster_aside, read_roster_in, take_over_roster
from gongkai.core.reasons import Refused
from tests.factories.people import make_user, post

pytestmark = pytest.mark.django_db
Sheets = dict[str, Sequence[Sequence[Any]]]


@pytest.fixture
def office() -> User:
    load_demo_organisation()
    return make_user(Role.OFFICE)


def workbook(units: list[list[Any]] | None = None, people: list[list[Any]] | None = None) -> bytes:
    """A file as a person would make it, with a sheet that does not matter in front."""
    book = Workbook()
    book.active.title = "说明"
    for title, columns, rows in (("单位", UNIT_COLUMNS, units), ("人员", PERSON_COLUMNS, people)):
        if rows is not None:
            sheet = book.create_sheet(title)
            for row in [list(columns), *rows]:
                sheet.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def take(by: User, sheets: Sheets, ended: Any = ()) -> Any:
    draft = read_roster_in(by=by, source="名册.xlsx", sheets=sheets)
    seen = difference_from(Roster.read(draft.content)).digest
    return take_over_roster(by=by, draft=draft, seen=seen, ended_posts=ended)


def test_a_workbook_is_taken_over_parents_first(office: User) -> None:
    units = [
        ["ybk", "预算科", "预算科", "内设处室", "zjz", 2],
        ["zjz", "资金组", "资金组", "内设处室", "csc", 1],
    ]
    people = [
        ["li", "李航", "li@example.cn", "zjz", "负责人", "组长", date(2026, 1, 31)],
        ["li", "李航", "li@example.cn", "ybk", "", "", "2026/02/01"],
    ]
    take(office, sheets_of(workbook(units, people)))
    assert Unit.objects.get(code="ybk").parent.parent == Unit.objects.get(code="csc")
    user = User.objects.get(username="li")
    assert not user.has_usable_password()
    assert not user.groups.exists()
    assert {(p.unit.code, p.kind, p.valid_from) for p in user.posts.all()} == {
        ("zjz", "head", date(2026, 1, 31)),
        ("ybk", "staff", date(2026, 2, 1)),
    }
    event = Event.objects.get(action="organisation.take_over_roster")
    assert (event.data["new_units"], event.data["new_people"], event.data["new_posts"]) == (2, 1, 2)
    assert not RosterDraft.objects.exists()
    assert Unit.objects.filter(code="bgs").exists(), "what the roster lacks stays"


def test_cells_are_named_as_the_person_sees_them(office: User) -> None:
    book = workbook(
        units=[["a", "甲处", "", "内设处室", "jtt", 1], [None] * 6, ["b", "", "", "星球", "jtt", 1]]
    )
    with pytest.raises(Refused) as refused:
        take(office, sheets_of(book))
    assert set(refused.value.codes) == {"roster.flawed"}
    assert {reason.message.split("：")[0] for reason in refused.value.reasons} == {"单位!B4", "单位!D4"}
    assert not Unit.objects.filter(code="a").exists(), "one flaw stops the whole roster"


def test_rows_are_counted_from_the_first_cell_even_where_it_is_empty() -> None:
    book = Workbook()
    book.active.title = "单位"
    for column, heading in enumerate(UNIT_COLUMNS, start=2):
        book.active.cell(row=3, column=column, value=heading)
    stream = BytesIO()
    book.save(stream)
    rows = sheets_of(stream.getvalue())["单位"]
    assert [row[0] for row in rows] == ["", "", ""]
    assert list(rows[2][1:]) == list(UNIT_COLUMNS)


def test_a_roster_handed_out_comes_back_without_a_difference(office: User) -> None:
    post(make_user(Role.UNIT_HEAD), Unit.objects.get(code="csc"), PostKind.HEAD)
    sheets: Sheets = {}
    for title, columns, rows in (
        ("单位", UNIT_COLUMNS, unit_rows()),
        ("人员", PERSON_COLUMNS, person_rows()),
    ):
        stream = BytesIO()
        write_xlsx(Table(title, columns, rows), stream)
        sheets |= sheets_of(stream.getvalue())
    draft = read_roster_in(by=office, source="x", sheets=sheets)
    found = difference_from(Roster.read(draft.content))
    assert found.flaws == ()
    assert found.is_empty
    assert (found.gone_units, found.gone_posts, found.renamed) == ((), (), ())


def test_gone_posts_end_only_when_chosen_and_never_the_last_head(office: User) -> None:
    csc = Unit.objects.get(code="csc")
    head, clerk = make_user(), make_user()
    post(head, csc, PostKind.HEAD)
    post(clerk, csc)
    people = [[user.username, user.full_name, "", "kjc", "", "", "2026-01-01"] for user in (head, clerk)]
    sheets = sheets_of(workbook(people=people))
    take(office, sheets, ended=[(clerk.username, "csc", "staff"), ("nobody", "csc", "staff")])
    assert Post.objects.get(user=clerk, unit=csc).valid_until is not None
    assert Post.objects.get(user=head, unit=csc).valid_until is None
    with pytest.raises(Refused) as refused:
        take(office, sheets, ended=[(head.username, "csc", "head")])
    assert "posts.last_head" in refused.value.codes
    assert heads_of(csc, date(2026, 12, 31)).exists()


@pytest.mark.rule("roster.unreadable")
@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04broken", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        sheets_of(content)
    assert refused.value.codes == ("roster.unreadable",)


@pytest.mark.rule("roster.too_large")
def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused) as refused:
        sheets_of(b"x" * (5 * 1024 * 1024 + 1))
    assert refused.value.codes == ("roster.too_large",)
    monkeypatch.setattr("gongkai.core.organisation.roster_files.LARGEST_UNPACKED", 100)
    with pytest.raises(Refused) as refused:
        sheets_of(workbook(units=[]))
    assert refused.value.codes == ("roster.too_large",)


def test_others_may_not_take_a_roster_over() -> None:
    load_demo_organisation()
    with pytest.raises(Refused) as refused:
        read_roster_in(by=make_user(Role.LEADER), source="x", sheets={})
    assert refused.value.codes == ("organisation.not_allowed",)


DIRECTORY = {"uri": "ldaps://ldap.example.cn", "base": "dc=example,dc=cn"}


class RecordedDirectory:
    """Answers as a recorded directory did, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def __call__(self, wanted: str, attributes: Sequence[str]) -> list[Any]:
        self.asked.append((wanted, tuple(attributes)))
        if "organizationalUnit" in wanted:
            return [
                ("ou=jxz,dc=example,dc=cn", {"ou": ["jxz"], "description": ["绩效组"]}),
                (
                    "ou=fwzx,dc=example,dc=cn",
                    {"ou": ["fwzx"], "description": ["示例省交通运输事务服务中心"]},
                ),
            ]
        return [
            (
                "uid=li,ou=jxz,dc=example,dc=cn",
                {"uid": ["li"], "cn": ["李航"], "mail": ["li@example.cn"], "departmentNumber": ["jxz"]},
            ),
            (
                "uid=wu,dc=example,dc=cn",
                {"uid": ["wu"], "cn": ["吴静"], "title": ["处长"], "departmentNumber": []},
            ),
        ]


def test_a_directory_is_read_like_a_workbook(office: User) -> None:
    directory = RecordedDirectory()
    sheets = sheets_of_directory(LdapSettings.read(DIRECTORY), directory)
    take(office, dict(sheets))
    new = Unit.objects.get(code="jxz")
    assert (new.name, new.kind, new.parent.code) == ("绩效组", "division", "jtt")
    centre = Unit.objects.get(code="fwzx")
    assert (centre.kind, centre.parent.code) == ("institution", "jtt"), "what was not read stays"
    assert User.objects.get(username="li").posts.get().unit.code == "jxz"
    assert not User.objects.get(username="wu").posts.exists()
    assert directory.asked[0] == ("(objectClass=organizationalUnit)", ("ou", "description"))
    assert "userPassword" not in json.dumps(directory.asked), "no password is ever asked for"


def test_the_real_client_pages_through_a_mocked_server(monkeypatch: pytest.MonkeyPatch) -> None:
    connection = ldap3.Connection(
        ldap3.Server("mock"), client_strategy=ldap3.MOCK_SYNC, raise_exceptions=True
    )
    entry = {"objectClass": "inetOrgPerson", "uid": "li", "cn": "李航", "mail": "li@example.cn"}
    connection.strategy.add_entry("uid=li,dc=example,dc=cn", entry)
    connection.bind()
    monkeypatch.setattr(roster_ldap, "_connected", lambda settings: connection)
    sheets = sheets_of_directory(LdapSettings.read(DIRECTORY))
    assert sheets["人员"][1:] == [["li", "李航", "li@example.cn", "", "", "", ""]]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        pytest.param({}, "roster.ldap_not_set_up", marks=pytest.mark.rule("roster.ldap_not_set_up")),
        ({"uri": "ldaps://x"}, "roster.ldap_not_set_up"),
        pytest.param(
            {**DIRECTORY, "uri": "ldap://127.0.0.1"},
            "roster.ldap_insecure",
            marks=pytest.mark.rule("roster.ldap_insecure"),
        ),
        pytest.param(
            {**DIRECTORY, "uri": "ldaps://127.0.0.1:9", "timeout": 1},
            "roster.ldap_unreachable",
            marks=pytest.mark.rule("roster.ldap_unreachable"),
        ),
        ({**DIRECTORY, "password_file": "/nowhere"}, "roster.ldap_unreachable"),
    ],
)
def test_a_directory_that_cannot_be_read_is_said(settings: dict[str, Any], code: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        sheets_of_directory(LdapSettings.read(settings))
    assert refused.value.codes == (code,)
    assert "example.cn" not in str(refused.value)


def test_every_change_of_a_roster_leaves_its_event(office: User) -> None:
    """Names, mail addresses and places of units are changed by the use cases that the screens use."""
    person = make_user(name="旧名")
    kjc, ysc, csc = (Unit.objects.get(code=code) for code in ("kjc", "ysc", "csc"))
    Unit.objects.filter(pk=ysc.pk).update(parent=kjc)
    units = [
        [ysc.code, ysc.name, ysc.short_name, ysc.get_kind_display(), csc.code, 77],
        [kjc.code, kjc.name, kjc.short_name, kjc.get_kind_display(), ysc.code, kjc.position],
    ]
    people = [
        [person.username, "新名", "new@example.org", "kjc", "", "", "2026-01-01"],
        ["fresh", "来人", "", "kjc", "", "", "2026-01-01"],
    ]
    take(office, sheets_of(workbook(units, people)))
    person.refresh_from_db()
    fresh = User.objects.get(username="fresh")
    assert (person.full_name, person.first_name, person.email) == ("新名", "新名", "new@example.org")
    assert (fresh.first_name, fresh.has_usable_password(), fresh.groups.count()) == ("来人", False, 0)
    ysc.refresh_from_db()
    kjc.refresh_from_db()
    assert (ysc.parent, ysc.position, kjc.parent) == (csc, 77, ysc)

    def noted(action: str, subject: Any) -> Any:
        return Event.objects.get(action=action, subject_id=str(subject.pk), actor_id=office.pk).data

    assert noted("accounts.edit", person)["changed"] == ["full_name", "email"]
    assert noted("accounts.create", fresh)["roles"] == []
    assert noted("organisation.edit_unit", ysc)["changed"] == ["parent", "position"]
    assert noted("organisation.edit_unit", kjc)["changed"] == ["parent"]


def test_reading_a_roster_and_putting_it_aside_leave_events(office: User) -> None:
    read_roster_in(by=office, source="x", sheets=sheets_of(workbook(people=[])))
    put_roster_aside(by=office)
    assert not RosterDraft.objects.exists()
    actions = Event.objects.filter(actor_id=office.pk).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["organisation.read_roster", "organisation.put_roster_aside"]
