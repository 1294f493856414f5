"""数据汇聚: what combines does not go on without an assessment; the index forgets what is taken down."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from gongkai.clearance.aggregation_keys import key_is_private, keyed
from gongkai.clearance.enums import ContentKind, ItemRole, PurgeCause, Verdict
from gongkai.clearance.models import (
    AggregationAssessment,
    AggregationParameter,
    Attachment,
    Dataset,
    FileTables,
    PublicProfile,
)
from gongkai.clearance.queries import aggregation_contents
from gongkai.clearance.queries.aggregation import evidence_for, public_profiles
from gongkai.clearance.shapes import shape_of
from gongkai.clearance.usecases.aggregation import decide_assessment, request_assessment, set_parameters
from gongkai.clearance.usecases.aggregation_index import rebuild_index, refresh_index
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.removing import remove_secret_file
from gongkai.clearance.usecases.withdrawal import purge_document, withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.home import home_path
from gongkai.core.reasons import Refused
from gongkai.duties.policies.models import PolicyAttachment
from tests.factories.aggregation import (
    PHONES,
    POSTS,
    add_version,
    assess,
    bridges,
    make_list,
    publish,
)
from tests.factories.gate import Department, approve_all, make_attachment, make_document, submit
from tests.factories.people import make_user
from tests.factories.screening import tables_here, use_no_finders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture(autouse=True)
def _no_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    use_no_finders(monkeypatch)


def send(department: Department, dataset: Dataset) -> Any:
    return submit(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)


@pytest.fixture
def posts(department: Department) -> Dataset:
    """A public list of who has which post."""
    dataset = make_list(department, POSTS)
    publish(department, dataset)
    return Dataset.objects.get(pk=dataset.pk)


@pytest.fixture
def phones(department: Department, posts: Dataset) -> Dataset:
    """A list about to be public that adds mobile numbers and addresses of the same people."""
    return make_list(department, PHONES)


@pytest.mark.rule("clearance.aggregation.not_assessed")
def test_what_combines_is_not_sent_without_an_assessment(department: Department, phones: Dataset) -> None:
    with pytest.raises(Refused) as refused:
        send(department, phones)
    assert refused.value.codes == ("clearance.aggregation.not_assessed",)
    assert "6 人" in str(refused.value)
    assert "甲1" not in str(refused.value)
    row = request_assessment(by=department.drafter, subject=phones, purpose="公布联系方式")
    with pytest.raises(Refused) as waiting:
        send(department, phones)
    assert "等待汇聚评估" in str(waiting.value)
    decide_assessment(by=make_user(Role.SECRECY), assessment=row, decision="open", grounds="依职权公开")
    release_slip(by=department.web, slip=approve_all(department, send(department, phones)))
    assert Dataset.objects.get(pk=phones.pk).live_version_id is not None


def test_what_combines_with_nothing_goes_its_way(department: Department, posts: Dataset) -> None:
    alone = make_list(department, [{"姓名": "乙一", "单位": "公路处", "手机": "13900000001"}])
    publish(department, alone)
    hint = make_list(department, [{"单位": "运输处", "人数": "2"}])
    publish(department, hint)
    assert AggregationAssessment.objects.count() == 0


@pytest.mark.rule("clearance.aggregation.against")
@pytest.mark.parametrize(
    ("decision", "said"),
    [
        ("closed", {}),
        ("refer", {}),
        ("coarsen", {"conditions": "删去住址"}),
        ("partial", {"conditions": "只公开处长"}),
    ],
)
def test_any_other_decision_holds_it_back(
    department: Department, phones: Dataset, decision: str, said: dict[str, str]
) -> None:
    assess(department, phones, decision, **said)
    with pytest.raises(Refused) as refused:
        send(department, phones)
    assert refused.value.codes == ("clearance.aggregation.against",)
    assert said.get("conditions", "") in str(refused.value)


def test_a_list_cut_down_as_asked_goes_on_and_one_that_is_not_is_assessed_anew(
    department: Department, phones: Dataset
) -> None:
    assess(department, phones, "coarsen", conditions="删去手机、住址")
    add_version(phones, [{**row, "住址": ""} for row in PHONES])
    with pytest.raises(Refused) as refused:
        send(department, phones)
    assert refused.value.codes == ("clearance.aggregation.grown",)
    add_version(phones, [{"姓名": row["姓名"], "单位": row["单位"]} for row in PHONES])
    publish(department, phones)


@pytest.mark.rule("clearance.aggregation.grown")
def test_an_assessment_is_of_one_digest(department: Department, phones: Dataset) -> None:
    assess(department, phones)
    add_version(phones, [*PHONES, {**PHONES[0], "姓名": "甲7"}])
    with pytest.raises(Refused) as refused:
        send(department, phones)
    assert refused.value.codes == ("clearance.aggregation.grown",)


def test_it_is_asked_again_at_approval_and_release(department: Department, posts: Dataset) -> None:
    """Two lists under review at once: the second to go out is laid beside the first."""
    first = make_list(department, [{"姓名": "乙一", "单位": "公路处", "职务": "科员"}])
    second = make_list(department, [{"姓名": "乙一", "单位": "公路处", "手机": "13900000001"}])
    granted = approve_all(department, send(department, second))
    under_way = send(department, make_list(department, [{"姓名": "乙一", "单位": "公路处", "住址": "某村"}]))
    publish(department, first)
    with pytest.raises(Refused) as refused:
        release_slip(by=department.web, slip=granted)
    assert refused.value.codes == ("clearance.aggregation.not_assessed",)
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=under_way, verdict=Verdict.APPROVED, opinion="同意")
    assert "clearance.aggregation.not_assessed" in refused.value.codes
    decide_step(by=department.head, slip=under_way, verdict=Verdict.RETURNED, opinion="先评估")
    assess(department, second)
    release_slip(by=department.web, slip=granted)


def test_what_it_stands_beside_grew_by_another_list(department: Department) -> None:
    publish(department, make_list(department, bridges(20)))
    second = make_list(department, bridges(20, start=20))
    assess(department, second)
    slip = send(department, second)
    third = make_list(department, bridges(12, start=60))
    assess(department, third)
    publish(department, third)
    with pytest.raises(Refused) as refused:
        decide_step(by=department.head, slip=slip, verdict=Verdict.APPROVED, opinion="同意")
    assert refused.value.codes == ("clearance.aggregation.grown",)
    assert "新增 1 份相关内容" in str(refused.value)


def test_a_table_in_a_page_is_laid_beside_a_data_set(
    department: Department, column: Any, posts: Dataset
) -> None:
    data = [["姓名", "单位", "住址"], *([row["姓名"], row["单位"], row["住址"]] for row in PHONES)]
    page = make_document(department, column)
    page.body = [*page.body.raw_data, {"type": "table", "value": {"data": data}}]
    page.save_revision(user=department.drafter)
    with pytest.raises(Refused) as refused:
        submit(department, [(page, ItemRole.POLICY)])
    assert refused.value.codes == ("clearance.aggregation.not_assessed",)
    assess(department, page)
    slip = approve_all(department, submit(department, [(page, ItemRole.POLICY)]))
    release_slip(by=department.web, slip=slip)
    assert PublicProfile.objects.filter(object_id=str(page.pk), place="第1张表", rows=6).count() == 1


# -- who ----------------------------------------------------------------------------------------------


@pytest.mark.rule("clearance.aggregation.request_right")
@pytest.mark.rule("clearance.aggregation.purpose")
def test_who_may_ask_and_with_a_purpose(department: Department, phones: Dataset) -> None:
    for by, purpose, code in (
        (make_user(Role.DRAFTER), "用途", "clearance.aggregation.request_right"),
        (make_user(Role.SECRECY), "用途", "clearance.aggregation.request_right"),
        (department.drafter, "  ", "clearance.aggregation.purpose"),
    ):
        with pytest.raises(Refused) as refused:
            request_assessment(by=by, subject=phones, purpose=purpose)
        assert refused.value.codes == (code,)
    with pytest.raises(Refused):
        request_assessment(by=department.drafter, subject=phones, purpose="机密★1年")
    assert AggregationAssessment.objects.count() == 0


@pytest.mark.rule("clearance.aggregation.needless")
@pytest.mark.rule("clearance.aggregation.waiting")
def test_it_is_asked_for_once_and_only_where_it_is_needed(
    department: Department, posts: Dataset, phones: Dataset
) -> None:
    with pytest.raises(Refused) as refused:
        request_assessment(by=department.drafter, subject=posts, purpose="用途")
    assert refused.value.codes == ("clearance.aggregation.needless",)
    first = request_assessment(by=department.drafter, subject=phones, purpose="用途")
    with pytest.raises(Refused) as refused:
        request_assessment(by=department.drafter, subject=phones, purpose="用途")
    assert refused.value.codes == ("clearance.aggregation.waiting",)
    add_version(phones, PHONES[:5])
    second = request_assessment(by=department.drafter, subject=phones, purpose="用途")
    assert list(AggregationAssessment.objects.values_list("pk", flat=True)) == [second.pk]
    assert first.number != second.number


@pytest.mark.rule("clearance.aggregation.right")
@pytest.mark.rule("clearance.aggregation.own")
@pytest.mark.rule("clearance.aggregation.grounds")
@pytest.mark.rule("clearance.aggregation.conditions")
def test_who_decides_and_with_what(department: Department, posts: Dataset) -> None:
    writer = make_user(Role.OFFICE, Role.SECRECY)
    dataset = make_list(department, PHONES, by=writer)
    asker = make_user(Role.WEB, Role.SECRECY)
    row = request_assessment(by=asker, subject=dataset, purpose="用途")
    for by, decision, grounds, codes in (
        (make_user(Role.OFFICE), "open", "理由", ("clearance.aggregation.right",)),
        (writer, "open", "理由", ("clearance.aggregation.own",)),
        (asker, "open", "理由", ("clearance.aggregation.own",)),
        (make_user(Role.SECRECY), "", " ", ("clearance.aggregation.grounds",) * 2),
        (make_user(Role.SECRECY), "coarsen", "理由", ("clearance.aggregation.conditions",)),
        (make_user(Role.SECRECY), "maybe", "理由", ("clearance.aggregation.grounds",)),
    ):
        with pytest.raises(Refused) as refused:
            decide_assessment(by=by, assessment=row, decision=decision, grounds=grounds)
        assert refused.value.codes == codes
    row.refresh_from_db()
    assert row.decision == ""


@pytest.mark.rule("clearance.aggregation.stale")
@pytest.mark.rule("clearance.aggregation.decided")
def test_what_was_looked_at_is_what_is_decided_and_once(department: Department, phones: Dataset) -> None:
    secrecy = make_user(Role.SECRECY)
    row = request_assessment(by=department.drafter, subject=phones, purpose="用途")
    seen = evidence_for(phones, shape_of(phones).latest()).fingerprint
    with pytest.raises(Refused) as refused:
        decide_assessment(by=secrecy, assessment=row, decision="open", grounds="理由", seen="0" * 64)
    assert refused.value.codes == ("clearance.aggregation.stale",)
    add_version(phones, PHONES[:5])
    with pytest.raises(Refused) as refused:
        decide_assessment(by=secrecy, assessment=row, decision="open", grounds="理由", seen=seen)
    assert refused.value.codes == ("clearance.aggregation.stale",)
    again = request_assessment(by=department.drafter, subject=phones, purpose="用途")
    decided = decide_assessment(by=secrecy, assessment=again, decision="open", grounds="理由")
    with pytest.raises(Refused) as refused:
        decide_assessment(by=secrecy, assessment=decided, decision="closed", grounds="理由")
    assert refused.value.codes == ("clearance.aggregation.decided",)


def test_the_database_keeps_a_decision_and_two_people(department: Department, phones: Dataset) -> None:
    row = assess(department, phones)
    rows = AggregationAssessment.objects.filter(pk=row.pk)
    for act in (lambda: rows.update(decision="closed"), rows.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    open_row = AggregationAssessment.objects.create(
        number="x",
        content_type=row.content_type,
        object_id=row.object_id,
        fingerprint="f",
        requested_by=department.drafter,
        requested_at=row.requested_at,
        purpose="p",
    )
    whole = {"decision": "open", "grounds": "g", "decided_at": row.requested_at}
    with pytest.raises(IntegrityError), transaction.atomic():
        AggregationAssessment.objects.filter(pk=open_row.pk).update(decided_by=department.drafter, **whole)
    with pytest.raises(IntegrityError), transaction.atomic():
        AggregationAssessment.objects.filter(pk=open_row.pk).update(decision="open")


def test_nothing_of_the_lists_is_stored_or_audited(department: Department, phones: Dataset) -> None:
    assess(department, phones)
    publish(department, phones)
    row = AggregationAssessment.objects.get()
    kept = repr([row.scope, row.risks])
    kept += repr(list(PublicProfile.objects.values_list("data", "columns", "topic")))
    kept += repr(list(Event.objects.values_list("data", flat=True)))
    assert row.risks
    for value in ("甲1", "13800000001", "某路1号", "运输处"):
        assert value not in kept
    actions = set(Event.objects.values_list("action", flat=True))
    assert {"clearance.request_assessment", "clearance.assess_aggregation"} <= actions


# -- the index ----------------------------------------------------------------------------------------


def test_the_index_follows_release_and_withdrawal(department: Department, posts: Dataset) -> None:
    (row,) = public_profiles()
    assert (row.rows, row.is_current, row.columns) == (6, True, ["name", "position", "unit"])
    add_version(posts, POSTS[:4])
    publish(department, posts)
    assert sorted((one.rows, one.is_current) for one in public_profiles()) == [(4, True), (6, False)]
    withdraw_document(by=department.office, target=Dataset.objects.get(pk=posts.pk), reason="内容调整")
    assert public_profiles() == []


@pytest.mark.parametrize("cause", PurgeCause.values)
def test_a_purge_leaves_nothing_in_the_index(department: Department, posts: Dataset, cause: str) -> None:
    assert PublicProfile.objects.exists()
    purge_document(by=department.office, target=posts, cause=PurgeCause(cause))
    assert not PublicProfile.objects.exists()
    call_command("aggregation", "rebuild")
    assert refresh_index() == 0
    assert not PublicProfile.objects.exists()


def test_the_index_can_be_made_anew(department: Department, posts: Dataset) -> None:
    add_version(posts, POSTS[:4])
    publish(department, posts)
    before = sorted((row.rows, row.is_current, row.version, str(row.data)) for row in public_profiles())
    assert rebuild_index() == 2
    assert (
        sorted((row.rows, row.is_current, row.version, str(row.data)) for row in public_profiles()) == before
    )
    PublicProfile.objects.filter(is_current=True).delete()
    assert refresh_index() == 1
    assert refresh_index() == 0
    mark = public_profiles()[0].key_mark
    call_command("aggregation", "rebuild", "--new-key")
    assert {row.key_mark for row in public_profiles()} != {mark}
    assert len(public_profiles()) == 2


def test_what_was_taken_down_before_comes_not_back_by_a_rebuild(
    department: Department, posts: Dataset
) -> None:
    withdraw_document(by=department.office, target=posts, reason="内容调整")
    add_version(posts, POSTS[:3])
    publish(department, Dataset.objects.get(pk=posts.pk))
    rebuild_index()
    assert [row.rows for row in public_profiles()] == [3]


def test_the_key_is_a_file_of_its_own_that_others_cannot_read() -> None:
    keyed("x")
    place = home_path("keys", "aggregation_key")
    assert place.stat().st_mode & 0o077 == 0
    assert key_is_private() == []
    place.chmod(0o644)
    assert [one.id for one in key_is_private()] == ["clearance.E001"]
    place.chmod(0o600)


# -- the numbers --------------------------------------------------------------------------------------


@pytest.mark.rule("clearance.aggregation.parameter")
@pytest.mark.rule("clearance.aggregation.parameter_right")
def test_numbers_are_set_with_grounds_and_a_trace(department: Department) -> None:
    for by, values, grounds, code in (
        (make_user(Role.SECRECY), {"points": 5}, "会议决定", "clearance.aggregation.parameter_right"),
        (department.office, {"points": 5}, " ", "clearance.aggregation.parameter"),
        (department.office, {"group": 1}, "会议决定", "clearance.aggregation.parameter"),
        (department.office, {"nothing": 1}, "会议决定", "clearance.aggregation.parameter"),
    ):
        with pytest.raises(Refused) as refused:
            set_parameters(by=by, values=values, grounds=grounds)
        assert refused.value.codes == (code,)
    assert set_parameters(by=department.office, values={"points": 5, "people": 500}, grounds="会议决定") == {
        "points": [30, 5]
    }
    assert AggregationParameter.objects.get().value == 5
    assert Event.objects.filter(action="clearance.set_aggregation").count() == 1
    with pytest.raises(Refused) as refused:
        send(department, make_list(department, bridges(6)))
    assert "超过 5 个" in str(refused.value)
    assert set_parameters(by=department.office, values={"points": 5}, grounds="") == {}


# -- attachments --------------------------------------------------------------------------------------


def with_list_attached(department: Department, column: Any) -> Any:
    lines = ["姓名,单位,住址", *(f"{row['姓名']},{row['单位']},{row['住址']}" for row in PHONES)]
    attachment = make_attachment(department.drafter, data="\n".join(lines).encode(), name="list.csv")
    page = make_document(department, column)
    page.attachments = [PolicyAttachment(attachment=attachment, title="名单")]
    page.save_revision(user=department.drafter)
    return page


def test_a_list_in_an_attachment_is_laid_beside_a_data_set(
    department: Department, column: Any, posts: Dataset
) -> None:
    page = with_list_attached(department, column)
    assert aggregation_contents.unread_attachments(shape_of(page).latest()) == []
    with pytest.raises(Refused) as refused:
        submit(department, [(page, ItemRole.POLICY)])
    assert refused.value.codes == ("clearance.aggregation.not_assessed",)
    assess(department, page)
    release_slip(
        by=department.web, slip=approve_all(department, submit(department, [(page, ItemRole.POLICY)]))
    )
    row = PublicProfile.objects.get(object_id=str(page.pk))
    assert row.rows == 6
    purge_document(by=department.office, target=page, cause=PurgeCause.PERSONAL)
    assert not PublicProfile.objects.filter(object_id=str(page.pk)).exists()


def test_an_attachment_that_nothing_reads_is_told(
    department: Department, column: Any, posts: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_list_attached(department, column)
    FileTables.objects.all().delete()
    monkeypatch.setattr(aggregation_contents, "MAX_FILE", 10)
    assert aggregation_contents.unread_attachments(shape_of(page).latest()) == ["list.csv"]
    submit(department, [(page, ItemRole.POLICY)])


def test_what_an_attachment_tells_is_kept_beside_its_scan_and_no_request_reads_the_file(
    department: Department, column: Any, posts: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = with_list_attached(department, column)
    attachment = page.attachments.get().attachment
    kept = FileTables.objects.get(sha256=attachment.sha256)
    assert kept.is_whole
    assert PHONES[0]["姓名"] not in json.dumps(kept.profiles, ensure_ascii=False)

    def read(path: Any, *, name: str) -> Any:
        raise AssertionError(name)

    monkeypatch.setattr(aggregation_contents, "tables_in", read)
    assert evidence_for(page, shape_of(page).latest()).risks
    Attachment.objects.filter(pk=attachment.pk).update(title="改了名的名单")
    monkeypatch.undo()
    monkeypatch.setattr(aggregation_contents, "tables_in", tables_here)
    refresh_index()
    assert set(FileTables.objects.values_list("title", flat=True)) == {attachment.title, "改了名的名单"}
    remove_secret_file(by=make_user(Role.SECRECY), file=attachment, sha256=attachment.sha256)
    assert not FileTables.objects.exists()
