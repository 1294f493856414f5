"""What staff write in their own words names no person's numbers."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.clearance.basis import PERSONAL_INFORMATION, SENSITIVE_PERSONAL
from gongkai.clearance.rules.free_texts import PERSONAL, personal_data_in, reasons_against_personal_data
from gongkai.clearance.screening import Knowledge
from gongkai.core.reasons import Reason

TODAY = date(2026, 11, 27)
KNOWN = Knowledge(on=TODAY, office_phones=frozenset({"13900001111"}))
# Made up: the check digits fit, no such person, card or passport is known.
REFUSED = {
    "身份证号": ("申请人身份证号11010519491231002X已核实。", "11010519491231002X"),
    "手机号": ("请电联13812345678核实。", "13812345678"),
    "银行卡号": ("退款打到银行卡号6222021234567890128。", "6222021234567890128"),
    "护照、通行证号": ("护照号E12345678，请核。", "E12345678"),
    "姓名与住址": ("当事人王小明家住辽A市和平区南京街道文化路5号3单元201室。", "3单元201室"),
}
FINE = [
    "",
    "同意，依据条例第十条。",
    "第2段所列号码为单位公布电话，依法公开。",
    "厅值班电话0951-6076789。",
    "请拨打12328或12345。",
    "办公室手机13900001111已公布。",
    "交办〔2026〕15号文，2026年11月27日前办结。",
    "统一社会信用代码91110000100000000X。",
    "邮箱office@example.gov.cn。",
    "共3处，见第12页第3段。",
]


def reasons(text: str) -> list[Reason]:
    return reasons_against_personal_data("审查意见", "opinion", personal_data_in(text, KNOWN))


@pytest.mark.rule("clearance.free_text.personal")
@pytest.mark.parametrize("kind", REFUSED)
def test_personal_data_is_refused_and_not_repeated(kind: str) -> None:
    text, number = REFUSED[kind]
    found = reasons(text)
    assert [one.code for one in found] == [PERSONAL.code]
    reason = found[0]
    assert f"“审查意见”里有{kind}" in reason.message
    assert reason.field == "opinion"
    assert "请改写为" in reason.remedy
    assert "所列" in reason.remedy
    assert number not in reason.message + reason.remedy
    assert reason.basis in (PERSONAL_INFORMATION, SENSITIVE_PERSONAL)
    assert reason.basis.citation in reason.message


@pytest.mark.parametrize("text", FINE)
def test_published_numbers_and_plain_words_pass(text: str) -> None:
    assert reasons(text) == []


def test_each_kind_is_told_once_with_how_many() -> None:
    found = reasons("电联13812345678、13812345679，身份证号11010519491231002X。")
    assert len(found) == 2
    assert any("等 2 处" in one.message for one in found)
