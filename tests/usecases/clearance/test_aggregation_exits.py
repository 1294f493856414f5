"""批量出口: never open without an assessment, and no longer than it covers what goes out."""

from __future__ import annotations

import pytest

from gongkai.clearance.enums_aggregation import ExitKind
from gongkai.clearance.models import Dataset, OpenExit
from gongkai.clearance.queries.aggregation import is_standing_open, reasons_against_opening
from gongkai.clearance.usecases.aggregation import decide_assessment, request_assessment
from gongkai.clearance.usecases.aggregation_exits import close_exit, open_exit, register_exit
from gongkai.clearance.usecases.withdrawal import withdraw_document
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.reasons import Refused
from tests.factories.aggregation import POSTS, add_version, assess, make_list, publish
from tests.factories.gate import Department
from tests.factories.people import make_user
from tests.factories.screening import use_no_finders

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]


@pytest.fixture(autouse=True)
def _no_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    use_no_finders(monkeypatch)


ROWS = [{"线路": f"{n}路", "首班": "6:00"} for n in range(20)]
TWENTY = [{**POSTS[0], "姓名": f"甲{n}"} for n in range(20)]


@pytest.fixture
def posts(department: Department) -> Dataset:
    dataset = make_list(department, TWENTY)
    publish(department, dataset)
    return Dataset.objects.get(pk=dataset.pk)


@pytest.fixture
def row(department: Department, posts: Dataset) -> OpenExit:
    return register_exit(by=department.office, kind=ExitKind.ZIP, title="整包", datasets=[posts])


@pytest.mark.rule("clearance.exit.right")
@pytest.mark.rule("clearance.exit.empty")
def test_who_enters_an_exit_and_with_what(department: Department, posts: Dataset) -> None:
    for by, title, datasets, code in (
        (department.web, "整包", [posts], "clearance.exit.right"),
        (department.office, " ", [posts], "clearance.exit.empty"),
        (department.office, "整包", [], "clearance.exit.empty"),
    ):
        with pytest.raises(Refused) as refused:
            register_exit(by=by, kind=ExitKind.ZIP, title=title, datasets=datasets)
        assert refused.value.codes == (code,)
    assert OpenExit.objects.count() == 0


@pytest.mark.rule("clearance.exit.state")
def test_an_exit_opens_after_its_assessment_and_closes_by_hand(department: Department, row: OpenExit) -> None:
    with pytest.raises(Refused) as refused:
        open_exit(by=department.office, row=row)
    assert refused.value.codes == ("clearance.aggregation.not_assessed",)
    assess(department, row)
    with pytest.raises(Refused) as refused:
        open_exit(by=department.web, row=row)
    assert refused.value.codes == ("clearance.exit.right",)
    row = open_exit(by=department.office, row=row)
    assert is_standing_open(row)
    with pytest.raises(Refused) as refused:
        open_exit(by=department.office, row=row)
    assert refused.value.codes == ("clearance.exit.state",)
    row = close_exit(by=department.office, row=row)
    assert not is_standing_open(row)
    with pytest.raises(Refused):
        close_exit(by=department.office, row=row)
    row = open_exit(by=department.office, row=row)
    assert is_standing_open(row)
    actions = list(Event.objects.filter(subject_id=str(row.pk)).values_list("action", flat=True))
    assert actions.count("clearance.open_exit") == 2
    assert actions.count("clearance.close_exit") == 1


@pytest.mark.parametrize("decision", ["closed", "refer"])
def test_an_exit_stays_shut_with_any_other_decision(
    department: Department, row: OpenExit, decision: str
) -> None:
    assess(department, row, decision)
    with pytest.raises(Refused) as refused:
        open_exit(by=department.office, row=row)
    assert refused.value.codes == ("clearance.aggregation.against",)


@pytest.mark.parametrize(("rows", "stands"), [(20, True), (22, True), (23, False)])
def test_an_exit_closes_by_itself_when_it_grows(
    department: Department, row: OpenExit, posts: Dataset, rows: int, stands: bool
) -> None:
    assess(department, row)
    row = open_exit(by=department.office, row=row)
    add_version(posts, [{**POSTS[0], "姓名": f"甲{n}"} for n in range(rows)])
    publish(department, posts)
    assert is_standing_open(row) is stands
    if not stands:
        (reason,) = reasons_against_opening(row)
        assert "行数从 20 增到 23" in reason.message
        assess(department, row)
        assert is_standing_open(row)  # assessed anew, it answers again


def test_a_new_column_closes_it_too(department: Department, row: OpenExit, posts: Dataset) -> None:
    assess(department, row)
    row = open_exit(by=department.office, row=row)
    add_version(posts, [{**one, "性别": "女"} for one in TWENTY])
    publish(department, posts)
    (reason,) = reasons_against_opening(row)
    assert "新增列：性别" in reason.message


def test_an_exit_of_everything_closes_when_a_list_comes_in(department: Department, posts: Dataset) -> None:
    row = register_exit(
        by=department.office, kind=ExitKind.OPEN_DATA, title="开放数据", datasets=[], is_whole=True
    )
    assess(department, row)
    row = open_exit(by=department.office, row=row)
    publish(department, make_list(department, [{"姓名": "乙一", "单位": "公路处", "手机": "13900000001"}]))
    (reason,) = reasons_against_opening(row)
    assert "新增 1 份相关内容" in reason.message


def test_an_exit_of_nothing_public_stays_shut(department: Department, row: OpenExit, posts: Dataset) -> None:
    assess(department, row)
    withdraw_document(by=department.office, target=posts, reason="内容调整")
    assert [reason.code for reason in reasons_against_opening(row)] == ["clearance.exit.empty"]


def test_a_data_set_without_a_list_needs_an_assessment_too(department: Department) -> None:
    """A bulk way out always asks for one."""
    dataset = make_list(department, ROWS)
    publish(department, dataset)
    row = register_exit(by=department.office, kind=ExitKind.API, title="线路接口", datasets=[dataset])
    with pytest.raises(Refused) as refused:
        open_exit(by=department.office, row=row)
    assert refused.value.codes == ("clearance.aggregation.not_assessed",)
    assess(department, row)
    assert is_standing_open(open_exit(by=department.office, row=row))


def test_who_entered_it_does_not_assess_it(department: Department, posts: Dataset) -> None:
    both = make_user(Role.OFFICE, Role.SECRECY)
    row = register_exit(by=both, kind=ExitKind.ZIP, title="整包", datasets=[posts])
    sheet = request_assessment(by=department.office, subject=row, purpose="方便下载")
    with pytest.raises(Refused) as refused:
        decide_assessment(by=both, assessment=sheet, decision="open", grounds="理由")
    assert refused.value.codes == ("clearance.aggregation.own",)
