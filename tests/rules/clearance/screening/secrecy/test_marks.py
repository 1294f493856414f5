"""Marks of secrecy and internal marks: found as marks, passed over as words of a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.clearance.screening import Finding, Knowledge
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.screening.secrecy import find_secrecy, find_secrecy_in_table

KNOWN = Knowledge(on=date(2026, 11, 27))


def found_in(text: str) -> list[Finding]:
    return list(find_secrecy(text, KNOWN))


def levels(text: str, kind: str) -> list[str]:
    return sorted(one.level for one in found_in(text) if one.kind == kind)


@pytest.mark.rule("clearance.screen.classification_mark")
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("正文\n" * 1000 + "机密★10年\n正文", ["block"]),
        ("正文\n" * 1000 + "机密 10年\n正文", ["block"]),
        ("正文\n" * 1000 + "秘密\n正文", ["justify"]),
        ("份号：000012", ["block"]),
        ("份号 0000001", ["block"]),
        ("000123\n关于做好养护工作的通知", ["justify"]),
        ("保密期限：长期", ["block"]),
        ("所附材料密级为机密。", ["justify"]),
        ("国家秘密的密级分为绝密、机密、秘密三级，保密期限不超过三十年。", []),
        ("公民身份号码123456", []),
        ("核心密码保护信息的最高密级为绝密级。", []),
        ("坚持先审查、后公开，做好保密审查。", []),
    ],
)
def test_classification_marks(text: str, wanted: list[str]) -> None:
    assert levels(text, "classification_mark") == wanted


@pytest.mark.parametrize(
    "rows", [(("密级", "机密"),), (("密级", "事项"), ("秘密级", "甲")), (("份号", "000012"),)]
)
def test_a_table_says_it_in_two_cells(rows: tuple[tuple[str, ...], ...]) -> None:
    [one] = find_secrecy_in_table(Table("表1", rows), KNOWN)
    assert (one.kind, one.level) == ("classification_mark", "block")
    assert one.place.startswith("表1第")


def test_a_table_of_other_things_says_nothing() -> None:
    assert list(find_secrecy_in_table(Table("表1", (("密级", "见附件"), ("数量", "10年"))), KNOWN)) == []


@pytest.mark.rule("clearance.screen.internal_mark")
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("内部资料  注意保存\n正文", ["block"]),
        ("内 部 资 料", ["block"]),
        ("【内部使用】关于进展的说明", ["block"]),
        ("说明（内部文件，不得外传）", ["block"]),
        ("密级：内部", ["block"]),
        ("内部资料 第12期\n正文", ["block"]),
        ("本材料仅供内部参考", ["block"]),
        ("工作秘密", ["block"]),
        ("此件不公开", ["block"]),
        ("（此件依申请公开）", ["justify"]),
        ("会议材料不得外传，违者追究责任。", ["justify"]),
        ("特急\n关于", ["hint"]),
        ("特急·明电\n关于", ["hint"]),
        ("不得泄露国家秘密、工作秘密和敏感信息。", []),
        ("可以编印内部资料性出版物。", []),
        ("妥善保管\n", []),
        ("降低照明电耗，处理特急事项。", []),
        ("（此件主动公开）", []),
        ("《关于疫情防控的通知》（国办发明电〔2020〕5号）", []),
    ],
)
def test_internal_marks(text: str, wanted: list[str]) -> None:
    assert levels(text, "internal_mark") == wanted


@pytest.mark.parametrize(
    "text", ["机密★1年", "份号：000012", "【内部资料】", "此件不公开", "http://192.168.7.9/oa"]
)
def test_what_is_found_is_told_without_itself(text: str) -> None:
    for one in found_in(text):
        assert text[one.start : one.end] not in one.excerpt + one.note + one.suggestion


@pytest.mark.rule("clearance.screen.internal_address")
@pytest.mark.parametrize(
    "text",
    [
        "访问 http://192.168.1.5:8080/oa 即可",
        "IP 10.2.3.4",
        "网关172.20.3.4/24",
        "10.1.2.3:8080",
        "登录 oa.example.local 查看",
        "http://oa:8080/login",
        "政务内网地址：zw-portal/login",
        "fd12:3456:789a::1",
    ],
)
def test_addresses_of_private_networks(text: str) -> None:
    assert levels(text, "internal_address") == ["justify"]


@pytest.mark.parametrize(
    "text",
    [
        "第10.2.3.4条",
        "10.2.3.4 总则要求",
        "Oracle 10.2.0.4",
        "V10.0.0.1",
        "版本10.0.0.1",
        "172.40.3.4",
        "110.2.3.4",
        "https://www.gov.cn/zhengce",
        "http://www.example.com:8080/",
    ],
)
def test_versions_clauses_and_public_addresses_are_none(text: str) -> None:
    assert levels(text, "internal_address") == []


def test_one_mark_a_thousand_times_is_told_twenty_times_with_the_count() -> None:
    marks = [one for one in found_in("机密★\n" * 1000) if one.level == "block"]
    assert len(marks) == 20
    assert "1000" in marks[0].note
