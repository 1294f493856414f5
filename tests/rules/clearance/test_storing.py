"""No state secret enters: what is a mark and what only speaks of secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.clearance.screening import first_screen

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
