"""The page on which a file is cleaned and masked: who opens it, what it says, and that nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.models import FileCleaning
from gongkai.clearance.queries.cleaning import mask_choices, scan_of_file
from gongkai.core.accounts.enums import Role
from tests.factories.cleaning import CLEAN, LIST, REVISED, clean_in_this_process
from tests.factories.gate import make_attachment
from tests.factories.people import make_user
from tests.permissions import FROZEN, NOBODY, sign_in, was_refused
from tools.screening_samples.others import photo
from tools.screening_samples.packing import ID

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.GONGKAI_SCAN_AT_ONCE = True
    clean_in_this_process(monkeypatch)


def address(file: Any, kind: str = "attachment") -> str:
    return reverse("clearance:clean_file", args=[kind, file.pk])


@pytest.mark.parametrize("who", [*Role, NOBODY, FROZEN])
def test_who_may_not_edit_the_file_does_not_open_it(client: Any, who: Any) -> None:
    file = make_attachment(make_user(Role.DRAFTER), data=REVISED, name="修订.docx")
    user = sign_in(client, who)
    response = client.get(address(file))
    policy_says = user is not None and who != FROZEN and may_change(user, file)
    assert was_refused(response) is not policy_says
    posted = client.post(address(file), {"act": "clean", "sha256": file.sha256})
    assert (posted.status_code == 302 and FileCleaning.objects.exists()) is policy_says


def may_change(user: Any, file: Any) -> bool:
    from gongkai.clearance.queries.cleaning import may_change_file

    return may_change_file(user, file)


def test_look_preview_and_clean(client: Any) -> None:
    drafter = sign_in(client, Role.DRAFTER)
    file = make_attachment(drafter, data=REVISED, name="修订.docx")
    page = client.get(address(file)).content.decode()
    assert "1 条批注" in page
    assert "系统清除" in page
    assert "还没有清理、遮盖过" in page
    preview = client.post(address(file), {"act": "preview", "sha256": file.sha256}).content.decode()
    assert "清理预览（还没有改动文件）" in preview
    assert "去掉 1 条批注" in preview
    assert not FileCleaning.objects.exists()
    done = client.post(address(file), {"act": "clean", "sha256": file.sha256}, follow=True).content.decode()
    assert "已清理，新文件已换上" in done
    assert "没有查到隐藏内容" in done
    again = client.post(address(file), {"act": "clean", "sha256": file.sha256})
    assert again.status_code == 409
    assert "被更换过" in again.content.decode()


def test_mask_what_was_found_and_what_was_typed(client: Any) -> None:
    drafter = sign_in(client, Role.DRAFTER)
    file = make_attachment(drafter, data=LIST, name="名单.csv")
    page = client.get(address(file)).content.decode()
    assert "身份证号" in page
    assert ID not in page
    nothing = client.post(address(file), {"act": "redact", "sha256": file.sha256})
    assert nothing.status_code == 409
    assert "没有选要遮盖的内容" in nothing.content.decode()
    key = next(one.key for one in mask_choices(scan_of_file(file)) if one.pick.kind == "id_card")
    data = {"act": "redact", "sha256": file.sha256, "findings": [key], "words": "没有的话"}
    refused = client.post(address(file), data)
    assert refused.status_code == 409
    assert "有 1 处在文件里没有找到" in refused.content.decode()
    assert "没有的话" in refused.content.decode()
    assert f'value="{key}" checked' in refused.content.decode()
    done = client.post(address(file), {**data, "words": "甲某某"}, follow=True).content.decode()
    assert "已遮盖 2 处" in done
    assert ID not in done
    assert client.post(address(file), {**data, "findings": ["x"], "words": ""}).status_code == 409


def test_a_tick_means_the_same_finding_after_another_scan(client: Any) -> None:
    drafter = sign_in(client, Role.DRAFTER)
    file = make_attachment(drafter, data=LIST, name="名单.csv")
    client.get(address(file))
    scan = scan_of_file(file)
    assert scan is not None
    ticked = next(one for one in mask_choices(scan) if one.pick.kind == "id_card")
    earlier = {**scan.findings[0], "kind": "term", "place": "第1行", "start": 0, "end": 2}
    scan.findings = [earlier, *scan.findings]
    assert [one for one in mask_choices(scan) if one.key == ticked.key] == [ticked]


def test_a_photograph_and_a_file_without_anything_hidden(client: Any) -> None:
    from django.core.files.base import ContentFile

    from gongkai.clearance.models import Picture

    drafter = sign_in(client, Role.DRAFTER)
    picture = Picture.objects.create(
        title="照片", uploaded_by_user=drafter, file=ContentFile(photo(), name="a.jpg")
    )
    page = client.get(address(picture, "picture")).content.decode()
    assert "坐标" in page
    done = client.post(address(picture, "picture"), {"act": "clean", "sha256": picture.sha256}, follow=True)
    assert "拍摄信息" in done.content.decode()
    fine = make_attachment(drafter, data=CLEAN, name="干净.docx")
    assert "没有查到隐藏内容" in client.get(address(fine)).content.decode()
    refused = client.post(address(fine), {"act": "clean", "sha256": fine.sha256})
    assert "没有系统能清除的隐藏内容" in refused.content.decode()
    assert client.get(reverse("clearance:clean_file", args=["other", fine.pk])).status_code == 404


def test_the_way_there_stands_on_the_page_of_the_file(client: Any) -> None:
    drafter = sign_in(client, Role.DRAFTER)
    file = make_attachment(drafter, data=CLEAN, name="干净.docx")
    page = client.get(reverse("wagtaildocs:edit", args=[file.pk])).content.decode()
    assert address(file) in page
