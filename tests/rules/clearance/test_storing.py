"""No state secret enters: what is a mark and what only speaks of secrets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.rules.storing import reasons_against_disguise, reasons_against_storing
from gongkai.clearance.screening import first_screen
from gongkai.core.basis import Certainty

SAMPLES = Path(__file__).resolve().parents[3] / "samples" / "screening"

MARKS = [
    "机密★1年",
    "秘密★长期",
    "绝密★",
    "机密 ★ 10年",
    "机　密★5年",
    "机\u200b密★5年",
    "秘密☆3年",
    "密级：秘密",
    "密级: 机密",
    "机密\n关于某事的报告",
    "绝密 30年\n",
    "发文〔2023〕1号 机密★1年 特急",
    "【机密】某办法",
    "某办法【 秘密 】.docx",
    "[绝密 长期]某办法",
    "（机密）关于某事的报告",
    "本件为秘密级文件",
    "此文件属 机密 件，请妥善保管",
]
PROSE = [
    "防止泄露国家秘密、工作秘密和敏感信息。",
    "依照保密法的规定进行保密审查。",
    "商业秘密和个人隐私",
    "绝密级国家秘密的保密期限不超过三十年",
    "机密文件应当在保密室阅读，不得带出。",
    "好评★★★★★",
    "国家秘密的密级（绝密、机密、秘密）由定密责任人确定。",
    "涉及国家秘密（机密）事项的会议",
    "本办法所称秘密载体，是指以文字记载国家秘密的物品。",
    "本条为保密义务的规定",
    "【机密性】加密保存密码",
    "",
]


@pytest.mark.rule("clearance.storing.secret_mark")
@pytest.mark.parametrize("text", MARKS)
def test_a_mark_is_refused_and_never_repeated(text):
    reasons = reasons_against_storing([("正文", text)])
    assert [reason.code for reason in reasons] == ["clearance.storing.secret_mark"]
    assert "★" not in reasons[0].message
    assert text.strip()[:3] not in reasons[0].message


@pytest.mark.parametrize("text", PROSE)
def test_prose_about_secrecy_passes(text):
    assert reasons_against_storing([("正文", text)]) == []


@given(st.text(alphabet="公开政府信息办法第一条。，\n 年度保审查", max_size=200), st.integers(0, 200))
def test_a_mark_is_found_wherever_it_stands(text, at):
    spoiled = text[:at] + "机密★1年" + text[at:]
    assert first_screen(spoiled)


@given(st.text(max_size=500))
def test_it_never_fails_and_its_places_lie_in_the_text(text):
    for finding in first_screen(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] not in finding.excerpt


PE = b"MZ\x90\x00\x03" + b"\x00" * 60 + b"PE\x00\x00"
PROGRAMS = {
    "windows": PE,
    "linux": b"\x7fELF\x02\x01\x01" + b"\x00" * 9,
    "mac": b"\xcf\xfa\xed\xfe\x07\x00\x00\x01",
    "old mac": b"\xfe\xed\xfa\xce\x00\x00\x00\x07",
    "java": b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
    "link": b"L\x00\x00\x00\x01\x14\x02\x00\x00\x00",
    "shell": b"#!/bin/sh\nrm -rf /\n",
}
ENDINGS = ("", ".txt", ".csv", ".pdf", ".docx", ".doc", ".png", ".ofd", ".zip", ".bin", ".exe")
PK, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"


@pytest.mark.rule("clearance.storing.disguised")
@pytest.mark.parametrize("kind", PROGRAMS)
def test_a_program_is_refused_under_any_name(kind: str) -> None:
    for ending in ENDINGS:
        (reason,) = reasons_against_disguise(f"证据{ending}", PROGRAMS[kind])
        assert (reason.code, "程序" in reason.message) == ("clearance.storing.disguised", True)
        assert reason.remedy
        assert reason.basis.certainty == Certainty.HOUSE


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"\x01\x00\x02"),
        ("a.csv", b"\xff\xff\xff\x80"),
        ("a.pdf", b"hello"),
        ("a.pdf", PNG),
        ("a.png", JPEG),
        ("a.jpg", PNG),
        ("a.JPEG", b"BM"),
        ("a.tif", JPEG),
        ("a.docx", b"hello"),
        ("a.docx", OLE),
        ("a.xlsx", b"%PDF-1.7"),
        ("a.ofd", b"%PDF-1.7"),
        ("a.zip", b"Rar!\x1a\x07\x00"),
    ],
)
def test_bytes_of_another_format_are_refused_with_the_way_out(name: str, data: bytes) -> None:
    (reason,) = reasons_against_disguise(name, data)
    assert name in reason.message
    assert "请" in reason.remedy
    assert ("密码" in reason.remedy) == (data == OLE)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "MZ 是型号。".encode()),
        ("a.txt", "#!注意：要报送。".encode()),
        ("a.txt", "正文".encode("gb18030")),
        ("a.txt", "正文".encode("utf-16")),
        ("a.csv", b"\xef\xbb\xbfa,b\n"),
        ("a.csv", b"a\x0cb"),
        ("a.pdf", b"%PDF-1.4"),
        ("a.pdf", b"\r\n%PDF-1.4"),
        ("扫描.png", PNG),
        ("扫描.jpg", JPEG),
        ("扫描.tif", b"II*\x00"),
        ("扫描.tiff", b"MM\x00*"),
        ("a.docx", PK),
        ("a.ofd", PK),
        ("空.zip", b"PK\x05\x06" + b"\x00" * 18),
        ("a.doc", OLE),
        ("a.xls", b"<html><table>"),  # as many systems export it
        ("a.wps", OLE),
        ("a.rtf", b"{\\rtf1"),
        ("a.bin", b"\x00\x01"),
        ("a", b"\x00\x01"),
    ],
)
def test_what_is_honest_is_taken(name: str, data: bytes) -> None:
    assert reasons_against_disguise(name, data) == []


def test_the_sample_named_as_a_text_is_a_program() -> None:
    name = "其实是程序.txt"
    (reason,) = reasons_against_disguise(name, (SAMPLES / name).read_bytes())
    assert reason.code == "clearance.storing.disguised"
