"""封存: what a purge for a suspected leak closes inside the house, and what opens it again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from gongkai.clearance import suppression
from gongkai.clearance.enums import ItemRole, PurgeCause, SlipState, Urgency, Verdict
from gongkai.clearance.models import Attachment, BasePage, DutyShift, ReviewSlip, Suppression, Unsealing
from gongkai.clearance.packaging import package_of, reasons_against_package
from gongkai.clearance.queries.sealing import is_sealed_for, sealed_ids, sealed_now, without_sealed
from gongkai.clearance.queries.unsealing import sealed_rows
from gongkai.clearance.rules.sealing import SEALED_TITLE
from gongkai.clearance.suppression import (
    FILE_NAME,
    copies,
    lines_lost,
    read_suppression_file,
    write_suppression_file,
)
from gongkai.clearance.todos import load_todos
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.full_review import send_full_review
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.sealing import lift_seal
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.clearance.verbs import PURGE
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from gongkai.core.audit.queries import events_visible_to
from gongkai.core.reasons import Refused
from gongkai.core.workbench import Todo
from gongkai.duties.policies.enums import DocumentKind
from gongkai.duties.policies.models import PolicyAttachment
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

pytestmark = pytest.mark.django_db
REASON = "经市保密局鉴定不涉密"


@pytest.fixture
def department() -> Department:
    return make_department()


@pytest.fixture
def column(department: Department) -> Any:
    return make_column(department)


@pytest.fixture
def page(department: Department, column: BasePage) -> Any:
    """A public document."""
    document = make_document(department, column)
    clear_and_release(department, [(document, ItemRole.POLICY)])
    return fresh(document)


def fresh(page: BasePage) -> Any:
    return BasePage.objects.get(pk=page.pk).specific


def anew(user: User) -> User:
    """A person as the next request loads them: what is sealed is kept on the object."""
    return User.objects.get(pk=user.pk)


def purge(department: Department, page: BasePage, cause: str = PurgeCause.SECRET) -> None:
    purge_document(by=department.office, target=fresh(page), cause=PurgeCause(cause))


@pytest.mark.parametrize("cause", PurgeCause.values)
def test_only_a_suspected_leak_seals(department: Department, page: Any, cause: str) -> None:
    purge(department, page, cause)
    assert is_sealed_for(anew(department.drafter), fresh(page)) is (cause == PurgeCause.SECRET)


@pytest.mark.parametrize("role", Role)
def test_for_whom_it_is_sealed(department: Department, page: Any, role: Role) -> None:
    purge(department, page)
    user = make_user(role)
    assert is_sealed_for(user, page) is (role not in PURGE.roles)
    assert without_sealed(BasePage.objects.filter(pk=page.pk), user).exists() is (role in PURGE.roles)


def test_neither_its_author_nor_a_superuser_is_excepted(department: Department, page: Any) -> None:
    purge(department, page)
    root = make_user()
    root.is_superuser = True
    root.save()
    for user in (anew(department.drafter), root, None):
        assert is_sealed_for(user, page)
        tester = page.permissions_for_user(user) if user else None
        assert tester is None or not any(
            (tester.can_edit(), tester.can_add_subpage(), tester.can_delete(), tester.can_move())
        )
    assert fresh(page).permissions_for_user(anew(department.office)).can_edit()


def test_what_lies_below_it_and_what_explains_it_is_sealed_with_it(
    department: Department, column: BasePage
) -> None:
    draft = make_document(department, column)
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    roles = [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]
    clear_and_release(department, roles)
    other = fresh(words).get_parent()
    purge(department, column)
    sealed = set(sealed_ids(anew(department.drafter), BasePage))
    assert sealed == {column.pk, draft.pk, policy.pk, words.pk, chart.pk}
    assert other.pk not in sealed


def test_a_draft_interpretation_is_sealed_with_its_document(department: Department, page: Any) -> None:
    words, chart = make_companions(department, page)
    purge(department, page)
    assert set(sealed_ids(None, BasePage)) == {page.pk, words.pk, chart.pk}
    lift_seal(by=make_user(Role.SECRECY), target=fresh(page), reason=REASON)
    assert sealed_ids(None, BasePage) == []


def test_an_interpretation_alone_does_not_seal_its_document(department: Department, column: BasePage) -> None:
    policy = make_document(department, column, kind=DocumentKind.NORMATIVE)
    words, chart = make_companions(department, policy)
    roles = [(policy, ItemRole.POLICY), (words, ItemRole.INTERPRETATION), (chart, ItemRole.INFOGRAPHIC)]
    clear_and_release(department, roles)
    purge(department, words)
    assert sealed_ids(None, BasePage) == [words.pk]
    members = [(fresh(member), role) for member, role in roles]
    reasons = reasons_against_package(
        by=department.drafter, package=package_of(members), kind="policy", unit=department.unit
    )
    assert [reason.code for reason in reasons] == ["clearance.sealing.package"]
    assert str(words) not in reasons[0].message + reasons[0].remedy


def test_its_files_are_sealed_by_their_bytes_and_no_others(department: Department, column: BasePage) -> None:
    file, other = (make_attachment(department.drafter, data=data) for data in (b"leak,1\n", b"other,1\n"))
    document = make_document(department, column)
    document.attachments = [PolicyAttachment(attachment=file)]
    document.save_revision(user=department.drafter)
    clear_and_release(department, [(fresh(document), ItemRole.POLICY)])
    purge(department, document)
    assert sealed_ids(anew(department.drafter), Attachment) == [file.pk]
    assert not is_sealed_for(anew(department.drafter), other)
    assert sealed_ids(anew(department.office), Attachment) == []


def test_slips_that_carry_it_are_sealed(department: Department, column: BasePage, page: Any) -> None:
    other = clear(department, [(make_document(department, column), ItemRole.POLICY)])
    purge(department, page)
    slips = without_sealed(ReviewSlip.objects.all(), anew(department.drafter))
    assert other in slips
    assert not slips.filter(items__object_id=str(page.pk)).exists()


@pytest.mark.rule("clearance.lift_seal.right")
@pytest.mark.rule("clearance.lift_seal.own")
@pytest.mark.rule("clearance.lift_seal.nothing")
@pytest.mark.rule("clearance.lift_seal.reason")
def test_another_holder_ends_it_with_a_reason_and_a_later_purge_seals_anew(
    department: Department, page: Any
) -> None:
    secrecy = make_user(Role.SECRECY)

    def refused(by: User, reason: str = REASON) -> set[str]:
        with pytest.raises(Refused) as refusal:
            lift_seal(by=by, target=fresh(page), reason=reason)
        return {code.removeprefix("clearance.lift_seal.") for code in refusal.value.codes}

    assert refused(secrecy) == {"nothing"}
    purge(department, page)
    assert refused(department.drafter) == {"right"}
    assert refused(department.office) == {"own"}
    assert refused(secrecy, " ") == {"reason"}
    assert refused(secrecy, "原件标有绝密★长期") == {"clearance.storing.secret_mark"}
    assert refused(secrecy, "原件标有绝密★长期") == {"clearance.storing.secret_mark"}
    assert is_sealed_for(anew(department.drafter), page)
    assert not Unsealing.objects.exists()
    row = lift_seal(by=secrecy, target=fresh(page), reason=f" {REASON} ")
    assert (row.reason, row.by, len(row.purges)) == (REASON, secrecy, 1)
    event = Event.objects.get(action="clearance.lift_seal")
    assert (event.subject_id, event.actor_id) == (str(page.pk), secrecy.pk)
    assert REASON not in str(event.data)
    assert not is_sealed_for(anew(department.drafter), page)
    assert not fresh(page).live
    assert refused(secrecy) == {"nothing"}
    purge(department, page)
    assert is_sealed_for(anew(department.drafter), page)


def test_two_purges_by_two_people_are_ended_by_a_third(department: Department, page: Any) -> None:
    purge(department, page)
    leader = make_user(Role.LEADER)
    purge_document(by=leader, target=fresh(page), cause=PurgeCause.SECRET)
    for by in (department.office, leader):
        with pytest.raises(Refused) as refused:
            lift_seal(by=by, target=fresh(page), reason=REASON)
        assert refused.value.codes == ("clearance.lift_seal.own",)
    assert len(lift_seal(by=make_user(Role.SECRECY), target=fresh(page), reason=REASON).purges) == 2
    assert not sealed_now()


def test_an_unsealing_is_only_ever_added(department: Department, page: Any) -> None:
    purge(department, page)
    row = lift_seal(by=make_user(Role.SECRECY), target=fresh(page), reason=REASON)
    for change in (lambda: Unsealing.objects.update(purges=[]), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_restored_backup_does_not_open_it(department: Department, page: Any) -> None:
    """The signed list outlives the database's rows; what merely bears the key of something purged is not sealed."""
    other = make_document(department, fresh(page).get_parent().specific)
    with transaction.atomic():
        purge(department, page)
        write_suppression_file()
        transaction.set_rollback(True)
    assert not Suppression.objects.exists()
    assert fresh(page).live
    assert is_sealed_for(anew(department.drafter), fresh(page))
    assert not is_sealed_for(anew(department.drafter), other)


@contextmanager
def restored() -> Iterator[None]:
    """Inside, purges are made that the database forgets and the signed list keeps: a backup from before is restored."""
    with transaction.atomic():
        yield
        write_suppression_file()
        transaction.set_rollback(True)
    assert not Suppression.objects.exists()


def test_a_restored_backup_still_knows_who_purged(department: Department, page: Any) -> None:
    with restored():
        purge(department, page)
    office = anew(department.office)
    with pytest.raises(Refused) as refused:
        lift_seal(by=office, target=fresh(page), reason=REASON)
    assert refused.value.codes == ("clearance.lift_seal.own",)
    assert [row.by for row in sealed_rows()] == [str(office)]
    list_kept = "".join((folder / FILE_NAME).read_text() for folder in copies()[:1])
    assert office.username not in list_kept
    assert office.full_name not in list_kept
    assert lift_seal(by=make_user(Role.SECRECY), target=fresh(page), reason=REASON).pk
    assert sealed_rows() == []


def test_an_account_that_got_another_key_in_the_restored_backup_is_known_too(
    department: Department, page: Any
) -> None:
    with restored():
        purge(department, page)
    User.objects.filter(pk=department.office.pk).update(username="was-here-before")
    again = make_user(Role.OFFICE)
    User.objects.filter(pk=again.pk).update(username=department.office.username)
    with pytest.raises(Refused) as refused:
        lift_seal(by=anew(again), target=fresh(page), reason=REASON)
    assert refused.value.codes == ("clearance.lift_seal.own",)


def test_a_line_of_before_the_list_said_who_still_holds_and_is_completed(
    department: Department, page: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def first_payload(row: Any) -> dict[str, Any]:
        return {name: value for name, value in payload(row).items() if name not in ("by", "account")}

    payload = suppression._payload
    monkeypatch.setattr(suppression, "_payload", first_payload)
    purge(department, page)
    assert write_suppression_file()
    monkeypatch.undo()
    (old,) = read_suppression_file()
    assert "by" not in old
    with pytest.raises(Refused):  # the row says who, as it always did
        lift_seal(by=department.office, target=fresh(page), reason=REASON)
    assert write_suppression_file()
    (line,) = read_suppression_file()
    assert (line["by"], line["number"], line["at"]) == (department.office.pk, 1, old["at"])
    assert lines_lost() == 0
    assert not write_suppression_file()


def test_nobody_sends_decides_or_releases_it(department: Department, page: Any) -> None:
    page.title += "（修订）"
    page.save_revision(user=department.drafter)
    slip = submit(department, [(page, ItemRole.POLICY)])
    purge(department, page)
    codes = []
    for act in (
        lambda: decide_step(
            by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意", grounds="第十七条"
        ),
        lambda: decide_step(by=department.head, slip=slip, verdict=Verdict.RETURNED, opinion="退回"),
        lambda: release_slip(by=department.web, slip=slip),
        lambda: submit(department, [(fresh(page), ItemRole.POLICY)]),
    ):
        with pytest.raises(Refused) as refused:
            act()
        codes += refused.value.codes
    assert codes == ["clearance.sealing.package"] * 4
    slip.refresh_from_db()
    assert slip.state == SlipState.CANCELLED
    todos: list[Todo] = load_todos(anew(department.head), timezone.localdate())
    assert todos == []
    lift_seal(by=make_user(Role.SECRECY), target=fresh(page), reason=REASON)
    again = submit(department, [(fresh(page), ItemRole.POLICY)])
    assert load_todos(anew(department.head), timezone.localdate())
    assert approve_all(department, again).state == SlipState.GRANTED


def test_what_lay_on_one_slip_with_it_is_free_again(
    department: Department, page: Any, column: BasePage
) -> None:
    """Nobody may open the slip any more, not even to send it back: it ends with the purge."""
    page.title += "（修订）"
    page.save_revision(user=department.drafter)
    rest = make_document(department, column)
    slip = submit(department, [(page, ItemRole.POLICY), (rest, ItemRole.PAGE)])
    purge(department, page)
    slip.refresh_from_db()
    assert (slip.state, slip.items.filter(is_open=True).count()) == (SlipState.CANCELLED, 0)
    assert Event.objects.filter(action="clearance.end_review", subject_id=str(slip.pk)).count() == 1
    assert submit(department, [(rest, ItemRole.PAGE)]).state == SlipState.IN_REVIEW


def test_a_full_review_brings_the_rest_alone_and_never_the_title_of_what_was_purged(
    department: Department, column: BasePage
) -> None:
    checker, leader = make_user(Role.OFFICE), make_user(Role.LEADER)
    DutyShift.objects.create(day=timezone.localdate(), leader=leader, checker=checker)
    leaked, rest = (make_document(department, column) for _ in range(2))
    members = [(leaked, ItemRole.POLICY), (rest, ItemRole.PAGE)]
    slip = submit(department, members, urgency=Urgency.URGENT, urgent_grounds="大桥塌陷")
    for person in (checker, leader):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    release_slip(by=department.web, slip=slip)
    purge(department, leaked)
    (todo,) = load_todos(anew(department.drafter), timezone.localdate())
    assert todo.title == f"急件补审：{SEALED_TITLE}"
    full = send_full_review(by=department.drafter, slip=slip)
    assert [item.object_id for item in full.items.all()] == [str(rest.pk)]
    assert full.title == rest.title
    assert not is_sealed_for(anew(department.drafter), full)


def test_nobody_sees_events_about_what_they_may_not_see(department: Department, page: Any) -> None:
    inspector, office = make_user(Role.INSPECTOR), department.office
    before = events_visible_to(inspector)
    assert before.filter(action="clearance.submit").exists()
    purge(department, page)
    slips = [str(pk) for pk in sealed_ids(None, ReviewSlip)]
    about = Event.objects.filter(subject_id__in=[str(page.pk)], action="clearance.purge")
    assert about.exists()
    seen = events_visible_to(anew(inspector))
    assert not seen.filter(action="clearance.purge").exists()
    assert not seen.filter(action__in=["clearance.submit", "clearance.grant"], subject_id__in=slips).exists()
    assert events_visible_to(anew(office)).filter(action="clearance.purge").exists()
