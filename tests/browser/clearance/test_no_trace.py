"""What bears a classification mark is refused whichever way it comes, and nothing of it stays (保密法; design invariant 8).

Searched are the rows and the raw pages of the database, every file of the installation and of the machine's folder for
temporary files (archives opened), and what was logged. That the search finds what is there is shown by the same text
without its mark.
"""

from __future__ import annotations

import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse
from docx import Document
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from gongkai.clearance.models import Attachment, FileScan
from gongkai.core.audit.models import Event
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.gate import make_column, make_department

WORD = "柘" + "木岭隧道"
MARK = "机" + "密★5年"
REFUSED = "发现疑似密级标志"
TEXT = f"{WORD}值守安排如下。"


def docx(*paragraphs: str) -> bytes:
    document, out = Document(), BytesIO()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(out)
    return out.getvalue()


def xlsx(*cells: str) -> bytes:
    book, out = Workbook(), BytesIO()
    for number, one in enumerate(cells, start=1):
        book.active.cell(number, 1, one)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "."), data)
    return out.getvalue()


def uploads() -> dict[str, bytes]:
    """The same secret in every format that is taken."""
    return {
        "值守.txt": f"{MARK}\n{TEXT}".encode(),
        "值守.docx": docx(MARK, TEXT),
        "值守.xlsx": xlsx(MARK, TEXT),
        "值守.zip": zipped(a_docx=docx(MARK, TEXT), b_txt=b"x"),
        f"{WORD}（{MARK}）.txt": TEXT.encode(),
    }


def contents(data: bytes) -> Iterator[bytes]:
    """The bytes of a file, and of what is packed in it."""
    yield data
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                for name in archive.namelist():
                    yield name.encode()
                    yield from contents(archive.read(name))
        except zipfile.BadZipFile:
            return


def files() -> Iterator[Path]:
    """Every file of the installation (its database with it, where that is one file) and every temporary one."""
    for folder in {Path(os.environ["GONGKAI_HOME"]), Path(tempfile.gettempdir())}:
        for root, folders, names in os.walk(folder):
            folders[:] = [one for one in folders if not one.startswith(("playwright", ".org.chromium"))]
            yield from (Path(root) / name for name in names if "pytest-of" not in root)


def rows() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from (repr(row) for row in cursor.fetchall())


def traces(word: str, since: float) -> list[str]:
    """Where a word stands, written plainly, in JSON, or in UTF-16."""
    forms = [word.encode(), word.encode("unicode_escape"), word.encode("utf-16-le")]
    plain = [form.decode("latin-1") for form in forms] + [word]
    found = [row[:80] for row in rows() if any(form in row for form in plain)]
    for path in files():
        try:
            if path.stat().st_mtime < since or not path.is_file():
                continue
            data = path.read_bytes()
        except OSError:
            continue  # gone since
        if any(form in one for one in contents(data) for form in forms) or word in path.name:
            found.append(str(path))
    return found


def test_nothing_of_a_secret_stays_whichever_way_it_comes(
    page: Page,
    sign_in: Callable[[Any], None],
    check: Callable[[str], None],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    department = make_department()
    column = make_column(department)
    since = tmp_path.stat().st_mtime
    sign_in(department.drafter)
    for name, data in uploads().items():
        upload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        page.goto(reverse("wagtaildocs:add"))
        page.set_input_files("input[type=file]", upload)  # type: ignore[arg-type]
        page.fill("input[name=title]", "值守表")
        with page.expect_navigation():
            page.click("form[enctype] button[type=submit]")
        expect(page.locator("body")).to_contain_text(REFUSED)
        expect(page.locator("body")).not_to_contain_text(MARK)
    check("clearance_refused_upload")
    page.goto(f"/admin/pages/add/policies/policydocument/{column.pk}/")
    page.fill("[name=title]", "关于值守的通知")
    body = page.locator("[contenteditable=true]").first
    body.click()
    page.keyboard.type(f"{TEXT}（{MARK}）")
    page.wait_for_timeout(600)  # the editor of rich text hands over what was typed after a while
    page.get_by_role("button", name="保存草稿").first.click()
    expect(page.locator(".gk-screened")).to_contain_text("您填的内容都还在这一页")
    assert not Attachment.objects.exists()
    assert not FileScan.objects.exists()
    refused = Event.objects.filter(action="clearance.secret_refused")
    assert refused.count() == len(uploads()) + 1
    assert traces(WORD, since) == []
    assert WORD not in caplog.text
    assert MARK not in caplog.text

    body.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(TEXT)
    page.wait_for_timeout(600)
    page.locator("[name=kind]").select_option("work_plan")
    with page.expect_navigation():
        page.get_by_role("button", name="保存草稿").first.click()
    assert PolicyDocument.objects.filter(title="关于值守的通知").exists()
    assert traces(WORD, since) != []
