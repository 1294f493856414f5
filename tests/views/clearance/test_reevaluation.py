"""The screens of 定期评估, with ordinary accounts: entered, imported, concluded, looked at, confirmed, closed, traced."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from gongkai.clearance.enums import Disclosure, ItemRole, PurgeCause
from gongkai.clearance.enums_reevaluation import ItemState
from gongkai.clearance.models import (
    BasePage,
    ClosedItem,
    Opening,
    ReevaluationItem,
    ReevaluationParameter,
    ReevaluationRound,
    RegisterDraft,
)
from gongkai.clearance.reevaluation import PARAMETERS
from gongkai.clearance.rules.reevaluation_register import COLUMNS
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.clearance.verbs import KEEP_REGISTER, READ_REEVALUATION, RUN_REEVALUATION
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.audit.models import Event
from tests.factories.gate import clear_and_release, make_column, make_document
from tests.factories.people import make_unit, make_user, post
from tests.factories.reevaluation import OPEN, House, conclude, enter, make_house, open_round
from tests.permissions import BACKEND, assert_opens, role_cases

pytestmark = pytest.mark.django_db
HERE = "/admin/clearance/reevaluation/"
REGISTER = f"{HERE}register/"


@pytest.fixture
def house() -> House:
    return make_house()


def sign(client: Client, user: User) -> None:
    client.force_login(User.objects.get(pk=user.pk), backend=BACKEND)


def words(response: Any) -> str:
    if response.streaming:
        return b"".join(response.streaming_content).decode("utf-8-sig")
    text: str = response.content.decode()
    return text


# -- who -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "rounds/", "register/", "openings/"])
@pytest.mark.parametrize(("who", "allowed"), role_cases(READ_REEVALUATION))
def test_who_reads(client: Client, who: Any, allowed: bool, place: str) -> None:
    assert_opens(client, who, HERE + place, allowed=allowed)


@pytest.mark.parametrize("place", ["register/new/", "register/import/", "register/sheet/"])
@pytest.mark.parametrize(("who", "allowed"), role_cases(KEEP_REGISTER))
def test_who_enters(client: Client, who: Any, allowed: bool, place: str) -> None:
    assert_opens(client, who, HERE + place, allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(RUN_REEVALUATION))
def test_who_sets_the_parameters(client: Client, who: Any, allowed: bool) -> None:
    assert_opens(client, who, HERE + "parameters/", allowed=allowed)


@pytest.mark.parametrize(("who", "allowed"), role_cases(RUN_REEVALUATION))
def test_who_closes(client: Client, house: House, who: Any, allowed: bool) -> None:
    turn = open_round(house)
    assert_opens(client, who, f"{HERE}rounds/{turn.pk}/close/", allowed=allowed)


def test_others_do_not_open_a_round(client: Client) -> None:
    for role in READ_REEVALUATION.roles - RUN_REEVALUATION.roles:
        sign(client, make_user(role))
        assert "开始一次评估" not in words(client.get(HERE + "rounds/"))
        answer = client.post(HERE + "rounds/", {"year": timezone.localdate().year, "due_on": ""})
        assert answer.status_code == 409
        assert "年度评估由厅办公室开始" in words(answer)
    assert not ReevaluationRound.objects.exists()


def test_empty_screens_say_what_comes_next(client: Client) -> None:
    sign(client, make_user(Role.OFFICE))
    assert "去开始评估" in words(client.get(HERE))
    assert "还没有登记" in words(client.get(REGISTER))
    assert "没有要转为公开的" in words(client.get(HERE + "openings/"))
    assert client.get(HERE + "batch/?act=propose").status_code == 302
    assert client.get(HERE + "batch/?act=nonsense").status_code == 404
    sign(client, make_user(Role.DRAFTER))
    assert "厅办公室开始评估后" in words(client.get(HERE))


# -- the register --------------------------------------------------------------------------------


def test_entering_changing_and_striking_out(client: Client, house: House) -> None:
    sign(client, house.drafter)
    unit = house.department.unit
    data = {
        "title": "某审查意见",
        "unit": unit.pk,
        "formed_on": "2024-03-01",
        "disclosure": "withheld",
        "ground": "",
        "given_times": "",
    }
    lacking = client.post(REGISTER + "new/", data)
    assert lacking.status_code == 409
    assert "不予公开须写明法定理由" in words(lacking)
    secret = {**data, "ground": "art14_secret"}
    refused = client.post(REGISTER + "new/", secret)
    assert refused.status_code == 409
    assert "国家秘密不能写名称" in words(refused)
    marked = client.post(REGISTER + "new/", {**data, "title": "某文件 机密★5年", "ground": "art16_process"})
    assert marked.status_code == 409
    assert not ClosedItem.objects.exists()
    assert client.post(REGISTER + "new/", {**data, "ground": "art16_process"}).status_code == 302
    entry = ClosedItem.objects.get()
    assert "某审查意见" in words(client.get(REGISTER))
    assert "某审查意见" in words(client.get(REGISTER + "?q=审查&ground=art16_process"))
    assert "没有符合条件的登记" in words(client.get(REGISTER + "?q=没有这个"))
    url = f"{REGISTER}{entry.pk}/"
    assert "某审查意见" in words(client.get(url))
    changed = {**data, "title": "改名的意见", "ground": "art16_process", "given_times": "4"}
    assert client.post(url, changed).status_code == 302
    assert "改名的意见" in words(client.get(REGISTER + "?export=csv"))
    assert client.post(url + "strike/", {"reason": ""}).status_code == 409
    assert client.post(url + "strike/", {"reason": "已经公开"}).status_code == 302
    assert "已经公开" in words(client.get(REGISTER + "?standing=struck"))
    assert client.post(url, changed).status_code == 409


def test_others_entries_are_not_there(client: Client, house: House) -> None:
    entry = enter(house, title="别的处的意见")
    stranger = make_user(Role.DRAFTER)
    post(stranger, make_unit())
    sign(client, stranger)
    assert "别的处的意见" not in words(client.get(REGISTER))
    assert "别的处的意见" not in words(client.get(REGISTER + "?export=csv"))
    assert client.get(f"{REGISTER}{entry.pk}/").status_code == 404
    assert client.post(f"{REGISTER}{entry.pk}/strike/", {"reason": "x"}).status_code == 404


def sheet(*rows: list[Any]) -> SimpleUploadedFile:
    book, output = Workbook(), BytesIO()
    for row in (list(COLUMNS), *rows):
        book.active.append(row)
    book.save(output)
    return SimpleUploadedFile("登记.xlsx", output.getvalue())


def test_importing_line_by_line(client: Client, house: House) -> None:
    sign(client, house.drafter)
    url = REGISTER + "import/"
    assert client.post(url, {}).status_code == 409
    broken = client.post(url, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04x")})
    assert broken.status_code == 409
    assert "文件已损坏" in words(broken)  # told by the gate, before anything reads it as a sheet
    file = sheet(
        ["好的", "", "运输处", "2024-03-01", "不予公开", "过程性信息"],
        ["坏的", "", "不存在处", "去年", "不予公开", "过程性信息"],
        ["-甲乙", "", "运输处", "2024-03-01", "依申请公开"],
        ["", "", "运输处", "", "不予公开", "第十四条：国家秘密", "B-1"],
    )
    assert client.post(url, {"file": file}).status_code == 302
    seen = words(client.get(url))
    assert "3 行没有问题" in seen
    assert "第 3 行" in seen
    assert "“去年”不是日期" in seen
    bad = words(client.get(REGISTER + "sheet/?bad=1"))
    assert "坏的" in bad
    assert "保管单位：" in bad
    assert client.post(url, {"take": "1"}).status_code == 302
    assert set(ClosedItem.objects.values_list("title", flat=True)) == {"好的", "-甲乙", ""}
    assert "'-甲乙" in words(client.get(REGISTER + "?export=csv"))
    assert "坏的" in words(client.get(url))
    assert client.post(url, {"aside": "1"}).status_code == 302
    assert not RegisterDraft.objects.exists()
    assert client.post(url, {"take": "1"}).status_code == 404
    assert client.get(REGISTER + "sheet/?bad=1").status_code == 404


def test_the_sample_sheet_can_be_imported_itself(client: Client, house: House) -> None:
    sign(client, house.drafter)
    content = b"".join(client.get(REGISTER + "sheet/").streaming_content)
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    file = SimpleUploadedFile("样表.xlsx", content)
    assert client.post(REGISTER + "import/", {"file": file}).status_code == 302
    assert "1 行没有问题" in words(client.get(REGISTER + "import/"))


def test_a_mark_in_a_sheet_is_refused_and_nothing_kept(client: Client, house: House) -> None:
    sign(client, house.drafter)
    file = sheet(["某文件 秘密★长期", "", "运输处", "2024-03-01", "不予公开", "过程性信息"])
    answer = client.post(REGISTER + "import/", {"file": file})
    assert answer.status_code == 409
    assert "疑似密级标志" in words(answer)
    assert "秘密★长期" not in words(answer)
    assert not RegisterDraft.objects.exists()


# -- the round -----------------------------------------------------------------------------------


def test_from_the_opening_to_the_closing(client: Client, house: House) -> None:
    first, second = enter(house, title="甲意见"), enter(house, title="乙意见")
    sign(client, house.office)
    form = words(client.get(HERE + "rounds/"))
    assert "开始一次评估" in form
    year = timezone.localdate().year
    lacking = client.post(HERE + "rounds/", {"year": year, "due_on": "2020-01-01"})
    assert lacking.status_code == 409
    assert "办完日期须在今天之后" in words(lacking)
    due = timezone.localdate() + timezone.timedelta(days=45)
    assert client.post(HERE + "rounds/", {"year": year, "due_on": due.isoformat()}).status_code == 302
    turn = ReevaluationRound.objects.get()
    sign(client, house.drafter)
    assert "甲意见" in words(client.get(HERE))
    items = {item.closed_id: item for item in turn.items.all()}
    chosen = {"chosen": [item.pk for item in items.values()], "act": "propose"}
    assert "乙意见" in words(client.get(HERE + "batch/", chosen))
    data = {**chosen, "conclusion": "maintain", "reason": "还在讨论。", "check": ""}
    refused = client.post(HERE + "batch/", data)
    assert refused.status_code == 409
    assert "请选原来的法定理由" in words(refused)
    assert client.post(HERE + "batch/", {**data, "check": "holds"}).status_code == 302
    assert set(turn.items.values_list("state", flat=True)) == {ItemState.READY}
    assert client.post(HERE + "batch/", {**chosen, "act": "confirm"}).status_code == 409
    sign(client, house.office)
    back = items[second.pk]
    one = f"{HERE}items/{back.pk}/"
    assert client.post(one, {"note": "", "refuse": "1"}).status_code == 409
    assert client.post(one, {"note": "写清楚", "refuse": "1"}).status_code == 302
    confirm = {"chosen": [items[first.pk].pk], "act": "confirm", "note": ""}
    assert client.post(HERE + "batch/", confirm).status_code == 302
    close = f"{HERE}rounds/{turn.pk}/close/"
    assert "运输处：1 件" in words(client.get(close))
    early = client.post(close)
    assert early.status_code == 409
    assert "运输处还有 1 件没有确认结论" in words(early)
    sign(client, house.drafter)
    assert "退回：写清楚" in words(client.get(HERE))
    proposal = {"conclusion": "partial", "check": "holds", "reason": "隐去报价。"}
    assert client.post(one, proposal).status_code == 302
    for person in (house.legality, house.secrecy):
        sign(client, person)
        assert client.post(one, {"note": "同意", "accept": "1"}).status_code == 302
    sign(client, house.other_office)
    assert client.post(one, {"note": "", "accept": "1"}).status_code == 302
    csv = words(client.get(f"{HERE}?round={turn.pk}&export=csv"))
    assert "部分公开（区分处理）" in csv
    assert "法制员" in csv
    assert client.post(close).status_code == 302
    assert "办结" in words(client.get(HERE))
    assert "对选中的" not in words(client.get(HERE))


def test_nothing_chosen_is_dropped_unsaid(client: Client, house: House) -> None:
    enter(house, title="甲意见")
    enter(house, title="乙意见")
    first, second = open_round(house).items.all()
    sign(client, house.drafter)
    one = {"conclusion": "maintain", "check": "holds", "reason": "还在讨论。"}
    assert client.post(f"{HERE}items/{first.pk}/", one).status_code == 302
    sign(client, house.office)
    answer = client.post(HERE + "batch/", {"act": "confirm", "chosen": [first.pk, second.pk], "note": ""})
    assert answer.status_code == 409
    told = words(answer)
    assert "已办" in told
    assert "《乙意见》现在是“待提出结论”，不在这一步" in told
    first.refresh_from_db()
    assert first.state == ItemState.CONCLUDED


def test_who_took_part_is_told_so_before(client: Client, house: House) -> None:
    enter(house)
    item = open_round(house).items.get()
    sign(client, house.office)
    one = f"{HERE}items/{item.pk}/"
    proposal = {"conclusion": "maintain", "check": "holds", "reason": "还在讨论。"}
    assert client.post(one, proposal).status_code == 302
    assert "提出是您办的" in words(client.get(one))
    refused = client.post(one, {"note": "", "accept": "1"})
    assert refused.status_code == 409
    assert "这一步不能再由您办" in words(refused)
    sign(client, house.drafter)
    assert "现在等厅办公室办" in words(client.get(one))


def test_what_is_to_be_opened_is_traced(client: Client, house: House) -> None:
    enter(house, title="甲意见")
    conclude(house, open_round(house).items.get(), OPEN)
    opening = Opening.objects.get()
    column = make_column(house.department)
    page = make_document(house.department, column, title="甲意见公开版")
    sign(client, house.drafter)
    assert "甲意见" not in words(client.get(REGISTER))
    assert "年评估决定主动公开" in words(client.get(REGISTER + "?standing=opened"))
    listed = words(client.get(HERE + "openings/"))
    assert "还没有建稿" in listed
    url = f"{HERE}openings/{opening.pk}/"
    assert "甲意见公开版" in words(client.get(url))
    assert client.post(url, {"page": ""}).status_code == 409
    assert client.post(url, {"page": page.pk}).status_code == 302
    assert "起草中" in words(client.get(HERE + "openings/"))
    clear_and_release(house.department, [(page, ItemRole.PAGE)])
    assert "没有要转为公开的" in words(client.get(HERE + "openings/"))
    assert "已上线" in words(client.get(HERE + "openings/?all=1"))
    assert "已上线" in words(client.get(HERE + "openings/?export=csv"))


def test_parameters_are_set(client: Client, house: House) -> None:
    sign(client, house.office)
    data = {key: str(one.default) for key, one in PARAMETERS.items()}
    assert client.post(HERE + "parameters/", {**data, "due_days": "0"}).status_code == 409
    assert client.post(HERE + "parameters/", {**data, "due_days": "30"}).status_code == 302
    assert ReevaluationParameter.objects.get(key="due_days").value == 30
    assert Event.objects.filter(action="clearance.set_reevaluation_parameters").exists()


def test_odd_addresses_are_answered(client: Client, house: House) -> None:
    enter(house)
    turn = open_round(house)
    sign(client, house.office)
    odd = "?state=no&conclusion=no&unit=²&ground=no&hints=x&p=zz"
    for place in ("", "register/", "openings/"):
        assert client.get(HERE + place + odd).status_code == 200
    assert client.get(f"{HERE}?round=99999").status_code == 404
    assert client.get(f"{HERE}?round=99999999999999999999").status_code == 200
    assert client.get(f"{HERE}batch/?act=confirm&chosen=x&chosen=²").status_code == 302
    assert client.get(f"{HERE}items/99999/").status_code == 404
    assert client.get(f"{HERE}openings/99999/").status_code == 404
    assert client.get(f"{HERE}?round={turn.pk}&hints=1&state=waiting&own=1").status_code == 200


@pytest.mark.parametrize("count", [3])
def test_lists_take_a_fixed_number_of_queries(client: Client, house: House, count: int) -> None:
    column = make_column(house.department)

    def fill() -> None:
        for _ in range(count):
            enter(house)
            make_document(house.department, column, disclosure=Disclosure.ON_REQUEST)

    places = ("", "?export=csv", "register/", "openings/?all=1", "rounds/")
    counts = []
    sign(client, house.office)
    fill()
    year = timezone.localdate().year
    for number in range(2):
        turn = open_round(house, year - 1 + number)
        for item in turn.items.all():
            if item.conclusion == "" and number == 0:
                conclude(house, item)
        if number == 0:
            with CaptureQueriesContext(connection):
                pass
        for place in places:
            words(client.get(HERE + place))
        with CaptureQueriesContext(connection) as taken:
            for place in places:
                words(client.get(HERE + place))
        counts.append(len(taken))
        if number == 0:
            ReevaluationRound.objects.update(closed_at=timezone.now(), closed_by=house.office)
            fill()
    assert counts[0] == counts[1]


def test_what_is_sealed_is_in_no_list(client: Client, house: House) -> None:
    department = house.department
    page = make_document(
        department, make_column(department), title="不该公开的标题", disclosure=Disclosure.ON_REQUEST
    )
    turn = open_round(house)
    sign(client, house.drafter)
    assert "不该公开的标题" in words(client.get(HERE))
    item = ReevaluationItem.objects.get(page=page.pk)
    page.disclosure = Disclosure.PROACTIVE
    page.save_revision(user=department.drafter)
    clear_and_release(department, [(page, ItemRole.PAGE)])
    fresh = BasePage.objects.get(pk=page.pk).specific
    purge_document(by=house.office, target=fresh, cause=PurgeCause.SECRET)
    sign(client, house.drafter)
    for place in ("", f"?round={turn.pk}&export=csv", "register/", "openings/?all=1"):
        assert "不该公开的标题" not in words(client.get(HERE + place)), place
    assert client.get(f"{HERE}items/{item.pk}/").status_code == 404
