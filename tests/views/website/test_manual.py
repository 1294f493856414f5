"""The user manual on the staff side: for everybody who can sign in, every link and picture of it alive."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse

from gongkai.core.accounts.enums import Role
from gongkai.website.manual import FOLDER, chapters
from tests.permissions import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_everybody_on_the_staff_side_reads_it(client: Any, role: Role) -> None:
    sign_in(client, role)
    home, address = client.get(reverse("wagtailadmin_home")), reverse("website_manual")
    assert client.get(address).status_code == home.status_code
    assert (address in home.content.decode()) is (role is not Role.OPERATOR)


def test_nobody_else_does(client: Any) -> None:
    for address in (reverse("website_manual"), reverse("website_manual_picture", args=["工作台.png"])):
        assert client.get(address).status_code == 302


def test_every_chapter_is_there_and_nothing_in_it_leads_nowhere(client: Any) -> None:
    sign_in(client, Role.DRAFTER)
    files = {path.stem for path in FOLDER.glob("*.md")}
    assert {chapter.name for chapter in chapters()} == files
    for chapter in chapters():
        html = client.get(chapter.url).content.decode()
        assert f"<h1>{chapter.title}</h1>" in html
        targets = re.findall(r'(?:href|src)="([^"]+)"', str(chapter.body))
        for target in targets:
            address, _, anchor = target.partition("#")
            page = client.get(unquote(address) or chapter.url)
            assert page.status_code == 200, (chapter.name, target)
            assert not anchor or f'id="{anchor}"' in page.content.decode(), (chapter.name, target)


@pytest.mark.parametrize("name", ["没有", "..%2Fstart", "README.md", "图"])
def test_what_is_no_chapter_is_not_found(client: Any, name: str) -> None:
    sign_in(client, Role.DRAFTER)
    assert client.get(f"/admin/manual/{name}/").status_code == 404


def test_only_its_own_pictures_are_given_out(client: Any) -> None:
    sign_in(client, Role.DRAFTER)
    for name in ("../README.md", "..%2f..%2fstart.md", "工作台.jpg"):
        assert client.get(f"/admin/manual/pictures/{name}").status_code in (301, 302, 404)


def test_every_section_of_the_source_is_a_section() -> None:
    for chapter in chapters():
        source = (FOLDER / f"{chapter.name}.md").read_text(encoding="utf-8")
        wanted = [line.removeprefix("## ").strip() for line in source.splitlines() if line.startswith("## ")]
        assert [title for _, title in chapter.sections] == wanted
        assert str(chapter.body).count("<li>") == len(re.findall(r"^ *(?:-|\d+\.) ", source, re.M))


def test_lines_of_the_source_leave_no_gaps() -> None:
    """Chinese has no spaces between words; a wrapped line of the source must not leave one."""
    for chapter in chapters():
        assert not re.search(r"[\u4e00-\u9fff]\n+[\u4e00-\u9fff]", str(chapter.body)), chapter.name
