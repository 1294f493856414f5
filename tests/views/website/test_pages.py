"""What Django answers itself in the public look: reading modes, search, refusals, what was not found."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from gongkai.core.accounts.enums import Role
from gongkai.core.basis import Basis
from gongkai.core.reasons import Reason, Refused
from gongkai.website import finding, search
from gongkai.website.views import forbidden
from tests.factories.people import make_user
from tests.factories.website import make_facts, make_home, make_news_column

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> None:
    make_facts()
    make_news_column(make_home())


def test_mode_is_remembered_and_leads_back(client: Client) -> None:
    answer = client.get("/mode/set/", {"size": "large", "back": "/news/"})
    assert (answer.status_code, answer["Location"]) == (302, "/news/")
    cookie = answer.cookies["mode"]
    assert (cookie.value, cookie["samesite"], cookie["httponly"]) == ("large", "Lax", True)
    answer = client.get("/mode/set/", {"look": "night", "back": "/"})
    assert answer.cookies["mode"].value == "night-large"


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "x"]
)
def test_mode_never_leads_away(client: Client, back: str) -> None:
    assert client.get("/mode/set/", {"size": "large", "back": back})["Location"] == "/"


@pytest.mark.parametrize("values", [{"size": "'; --"}, {"look": "../../x"}, {}])
def test_mode_takes_bad_input_calmly(client: Client, values: dict[str, str]) -> None:
    assert client.get("/mode/set/", values).cookies["mode"].value == "standard"


def test_mode_page_marks_the_present_choice(client: Client, site: None) -> None:
    client.cookies["mode"] = "contrast-large"
    html = client.get("/mode/").content.decode()
    assert 'value="large" checked' in html
    assert 'value="contrast" checked' in html


def test_mode_page_refuses_post(client: Client) -> None:
    assert client.post("/mode/set/", {"size": "large"}).status_code == 405


def test_search_without_an_index_says_so(client: Client, site: None, monkeypatch: Any) -> None:
    def down(*args: Any, **kwargs: Any) -> Any:
        raise finding.SearchDownError("gone")

    monkeypatch.setattr(search, "find_public", down)
    answer = client.get("/search/", {"q": "公路"})
    assert answer.status_code == 200
    assert "搜索暂时不能用" in answer.content.decode()


def hit(title: str) -> dict[str, Any]:
    return {
        "path": "/a/",
        "title": finding.pieces_of(title, ["公路"]),
        "number": "",
        "column": "",
        "kind": "信息",
        "on": None,
        "pieces": [],
    }


@pytest.mark.parametrize(
    ("values", "page"),
    [
        ({"q": "公路"}, 1),
        ({"q": "公路", "page": "2"}, 2),
        ({"q": "公路", "page": "-1"}, 1),
        ({"q": "公路", "page": "x"}, 1),
    ],
)
def test_search_shows_hits_marked_and_escaped(
    client: Client, site: None, monkeypatch: Any, values: dict[str, str], page: int
) -> None:
    asked: list[Any] = []

    def find(query: str, number: int, **options: Any) -> Any:
        asked.append((query, number))
        return 45, [hit("公路<b>养护")]

    monkeypatch.setattr(search, "find_public", find)
    html = client.get("/search/", values).content.decode()
    assert asked == [("公路", page)]
    assert "<mark>公路</mark>&lt;b&gt;养护" in html
    assert "找到 45 条" in html


@pytest.mark.parametrize("query", ["", "  ", "\x00", "<script>", "长" * 500, "%", "'\"", "〔2024〕6号"])
def test_search_takes_any_input(client: Client, site: None, monkeypatch: Any, query: str) -> None:
    monkeypatch.setattr(search, "find_public", lambda *a, **k: (0, []))
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_unknown_address_is_a_kind_404(client: Client, site: None) -> None:
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "没有找到这个页面" in answer.content.decode()
    assert "看网站地图" in answer.content.decode()


def test_gallery_exists_in_development_only(client: Client, site: None, settings: Any) -> None:
    settings.GONGKAI_SHOW_GALLERY = False
    assert client.get("/dev/components/").status_code == 404
    settings.GONGKAI_SHOW_GALLERY = True
    assert client.get("/dev/components/").status_code == 200


BASIS = Basis("sample", "政府信息公开条例", "第十七条", "公开前应当审查。")
REFUSAL = Refused(
    [
        Reason("a", "没有图解。", BASIS, "补一个图解。", url="/admin/x/"),
        Reason("b", "附件<2>没有审查。", BASIS, "请办公室复审。"),
    ],
    act="公布",
)


@pytest.mark.parametrize("who", ["nobody", "staff"])
def test_refusal_lists_every_reason_in_the_right_look(
    client: Client, site: None, monkeypatch: Any, who: str
) -> None:
    from gongkai.website import views

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise REFUSAL

    path = "/mode/"
    if who == "staff":
        client.force_login(make_user(Role.OFFICE, name="办公室"))
        path = "/admin/"
        monkeypatch.setattr("wagtail.admin.views.home.HomeView.get_context_data", refuse)
    else:
        monkeypatch.setattr(views, "render_public", refuse)
    answer = client.get(path, HTTP_REFERER="http://testserver/before/")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "原因有 2 个" in html
    assert "附件&lt;2&gt;没有审查。" in html
    assert html.count("《政府信息公开条例》第十七条") == 2
    assert 'href="/admin/x/"' in html
    assert "返回上一页" in html
    assert ("data-wagtail-sidebar" in html) is (who == "staff")


def test_refusal_without_a_page_before_leads_home(client: Client, site: None, monkeypatch: Any) -> None:
    from gongkai.website import views

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise REFUSAL

    monkeypatch.setattr(views, "render_public", refuse)
    html = client.get("/mode/").content.decode()
    assert "返回上一页" not in html
    assert 'href="/"' in html


def test_admin_wears_our_name_and_sheets(client: Client) -> None:
    client.force_login(make_user(Role.OFFICE, name="办公室"))
    html = client.get("/admin/").content.decode()
    assert "公开 工作台" in html
    assert "website/css/staff.css" in html
    assert "- 公开</title>" in html


def test_a_page_number_of_thousands_of_digits_is_no_error(client: Client, site: None) -> None:
    assert client.get("/search/", {"q": "公路", "page": "9" * 5000}).status_code == 200


def test_a_fetch_without_the_right_is_refused_in_json(client: Client, site: None) -> None:
    client.force_login(make_user(Role.HOTLINE))
    answer = client.get("/admin/users/", headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403
    assert "没有权限" in answer.json()["error_message"]


def test_a_refusal_of_djangos_own_is_a_page_in_the_public_look(rf: RequestFactory, site: None) -> None:
    answer = forbidden(rf.get("/x/"))
    assert answer.status_code == 403
    assert "没有权限" in answer.content.decode()
    assert "主导航" in answer.content.decode()


def test_a_fault_is_written_down_as_the_error_page_says(
    client: Client, site: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fall(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("故障样例")

    monkeypatch.setattr(search, "find_public", fall)
    client.raise_request_exception = False
    answer = client.get("/search/", {"q": "公路"})
    assert answer.status_code == 500
    assert "故障已经记下" in answer.content.decode()
    assert "ZeroDivisionError: 故障样例" in caplog.text
    assert settings.LOGGING["root"]["handlers"] == ["stderr"]
