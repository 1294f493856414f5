"""Numbers of persons are found at their very place however they are written; what only looks alike is not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.personal import find_personal
from tests.rules.clearance.screening.personal.made import (
    KNOWLEDGE,
    ON,
    card,
    credit_code,
    findings,
    found,
    identity,
    off_by_one,
    wide,
)

ID = identity()
WITH_X = "11010519491231002X"  # the sample of the standard (dossier I1)


@pytest.mark.rule("clearance.screen.id_card")
@pytest.mark.parametrize(
    "written",
    [
        ID,
        WITH_X,
        WITH_X.lower(),
        wide(ID),
        f"{ID[:6]} {ID[6:14]} {ID[14:]}",
        f"{ID[:6]}-{ID[6:14]}-{ID[14:]}",
        f"{ID[:6]}\u3000{ID[6:14]}\u3000{ID[14:]}",
        "\u200b".join(ID),
        "\u202c".join(ID),
        "\u2069".join(ID),
        "\ufe0f".join(ID),
        " ".join(ID),
        identity(county="210299"),  # a county code that no table has must not hide a number
        identity(county="930110"),  # permanent residence of foreigners
        identity(born="20260101"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after"), [("身份证号：", "，"), ("", ""), ("ID", "。"), ("（", "）"), ("是", "的")]
)
def test_an_identity_number_is_found_however_it_is_written(written: str, before: str, after: str) -> None:
    assert found(before + written + after) == [("id_card", written)]


@pytest.mark.rule("clearance.screen.id_card")
@pytest.mark.parametrize(
    "number",
    [
        off_by_one(ID),
        off_by_one(WITH_X),
        identity(born="19900230"),
        identity(born="20261128"),  # born tomorrow
        identity(born="17000101"),
        identity(county="990102")[:17] + "9",
        f"1{ID}",
        f"{ID}1",
    ],
)
def test_a_number_that_cannot_be_one_is_not_found(number: str) -> None:
    assert [kind for kind, _ in found(f"编号{number}。")] in ([], ["bank_card"])


def test_the_old_form_is_certain_only_beside_a_word() -> None:
    old = "210102900101123"
    (said,), (alone,) = findings(f"身份证：{old}"), findings(f"见{old}。")
    assert (said.kind, said.level, alone.level) == ("id_card", "block", "hint")
    assert found("身份证：210102901301123") == []


@pytest.mark.parametrize(("born", "is_child"), [("20121127", False), ("20121128", True)])
def test_a_number_of_a_child_says_so(born: str, is_child: bool) -> None:
    (one,) = findings(identity(born=born))
    assert ("不满十四周岁" in one.note) is is_child


@pytest.mark.parametrize("text", [f"统一社会信用代码（身份证号）：{ID}", f"信用代码或者身份证号码{ID}"])
def test_a_number_under_a_heading_for_both_is_a_persons(text: str) -> None:
    assert found(text) == [("id_card", ID)]


@pytest.mark.rule("clearance.screen.mobile")
@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("电话13912345678。", "13912345678"),
        ("139 1234 5678", "139 1234 5678"),
        ("139-1234-5678", "139-1234-5678"),
        ("139 123 45678", "139 123 45678"),
        ("+86 139 1234 5678", "+86 139 1234 5678"),
        ("0086-13912345678", "0086-13912345678"),
        ("8613912345678", "8613912345678"),
        ("１３９１２３４５６７８", "１３９１２３４５６７８"),
        ("139\u00a01234\u00a05678", "139\u00a01234\u00a05678"),
        ("tel:13912345678", "13912345678"),
        ("手机 013912345678", "013912345678"),
        ("1 3 9 1 2 3 4 5 6 7 8", "1 3 9 1 2 3 4 5 6 7 8"),
        ("2.13912345678", "13912345678"),
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text: str, hit: str) -> None:
    assert found(text) == [("mobile", hit)]


def test_two_numbers_beside_each_other_are_two() -> None:
    assert [hit for _, hit in found("13912345678/13812345678 13712345678、15012345678 1812345")] == [
        "13912345678",
        "13812345678",
        "13712345678",
        "15012345678",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "139****5678",
        "12912345678",
        "213912345678",
        "139123456789",
        "投资13912345678元",
        "产量13912345678 吨",
        "0.13912345678",
        "123.13912345678",
        "LNJT13912345678",
        "t20231231_13912345678.html",
        "2023-139-1234-5678",
        "14 15 16 17 18 1",
        "电话13800001111",  # published
    ],
)
def test_what_is_no_personal_mobile_number_is_not_found(text: str) -> None:
    assert found(text) == []


@pytest.mark.rule("clearance.screen.landline")
@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("024-22334455", "024-22334455"),
        ("(024)22334455", "024)22334455"),
        ("（024）2233 4455", "024）2233 4455"),
        ("0411-82334455-801", "0411-82334455-801"),
        ("0427-2233445", "0427-2233445"),
        ("+86-24-22334455", "+86-24-22334455"),
        ("电话：02422334455", "02422334455"),
        ("电话：22334455", "22334455"),
        ("传真 2233-4455", "2233-4455"),
    ],
)
def test_a_landline_is_a_question(text: str, hit: str) -> None:
    (one,) = findings(text)
    assert (one.kind, one.level, text[one.start : one.end]) == ("landline", "hint", hit)


@pytest.mark.parametrize(
    "text",
    [
        "024-23456789",  # published, as below
        "电话：23456789",
        "（024）8686 1234转801",
        "+86 24 23456789",
        "拨打12345、12328、12315、110、95598、400-123-4567、800-810-1234",
        "024-12345",
        "02422334455",  # no word says that it is a telephone
        "电话：20231231",
        "2022-22334455",
        "机构代码 D2143569-X，12345678-9",
        "邮编110000",
    ],
)
def test_published_and_service_numbers_are_no_persons(text: str) -> None:
    assert found(text) == []


@pytest.mark.rule("clearance.screen.bank_card")
def test_a_card_needs_its_check_digit_and_a_word() -> None:
    number = card()
    assert [(one.kind, one.level) for one in findings(f"银行卡号{number}")] == [("bank_card", "block")]
    assert [(one.kind, one.level) for one in findings(f"见{number}。")] == [("bank_card", "hint")]
    assert found(f"银行卡号{off_by_one(number)}") == []
    spaced = f"{number[:4]} {number[4:8]} {number[8:12]} {number[12:]}"
    assert found(f"收款账户：{spaced}") == [("bank_card", spaced)]
    long = card("621700123456789012")
    assert found(f"卡号 {long}") == [("bank_card", long)]


@pytest.mark.rule("clearance.screen.passport")
@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("护照号码：E12345678", "block"),
        ("护照EA1234567", "block"),
        ("见E12345678。", "hint"),
        ("港澳居民来往内地通行证H12345678", "block"),
        ("台胞证 12345678", "block"),
        ("通行证C12345678", "block"),
    ],
)
def test_passports_and_permits_are_found(text: str, level: str) -> None:
    assert [(one.kind, one.level) for one in findings(text)] == [("passport", level)]


@pytest.mark.parametrize("text", ["H12345678", "型号AE12345678", "E123456789", "12345678", "E1234567"])
def test_codes_of_another_shape_are_no_passports(text: str) -> None:
    assert found(text) == []


@pytest.mark.rule("clearance.screen.plate")
@pytest.mark.parametrize(
    "plate",
    [
        "辽A12345",
        "辽A·12345",
        "辽A 12345",
        "京AD12345",
        "沪A12345D",
        "辽A1234学",
        "粤Z1234港",
        "辽a12345",
        "皖AB1C23",
        "辽Ａ１２３４５",
    ],
)
@pytest.mark.parametrize(("before", "after"), [("驾驶", "小型汽车"), ("", ""), ("车牌号为", "。")])
def test_a_plate_is_found(plate: str, before: str, after: str) -> None:
    assert found(before + plate + after) == [("plate", plate)]


@pytest.mark.parametrize(
    "text",
    [
        "新A12345型",
        "苏ABCDE1",
        "辽A1234",
        "辽A1234567",
        "贵州G101",
        "京K12+345",
        "云API12",
        "国道G101",
        "川I12345",
    ],
)
def test_ordinary_words_and_codes_are_no_plates(text: str) -> None:
    assert found(text) == []


@pytest.mark.rule("clearance.screen.credit_code")
def test_a_credit_code_is_recognised_and_not_masked() -> None:
    for code in ("91350100M000100Y43", credit_code(), credit_code("N2210100MF1234567")):
        (one,) = findings(f"统一社会信用代码：{code}")
        assert (one.kind, one.level, one.suggestion) == ("credit_code", "hint", "")
        assert "不须遮盖" in one.note
        assert "校验不对" not in one.note
    (wrong,) = findings(f"统一社会信用代码：{off_by_one(credit_code())}")
    assert "校验不对" in wrong.note


@pytest.mark.rule("clearance.screen.email")
def test_mail_addresses_but_the_departments_own() -> None:
    assert found("发至someone.x@example.com。") == [("email", "someone.x@example.com")]
    assert found("gw@jtt.gov.cn gw@gov.cn") == []
    assert found("gw@notgov.cn") == [("email", "gw@notgov.cn")]
    assert found("a@b @某某 x@") == []
    own = Knowledge(on=ON, own_domains=("example.com",))
    assert found("gw@mail.example.com", own) == []


@pytest.mark.parametrize(
    "text",
    [
        "示例交发〔2023〕231号",
        "2023年12月31日，20231231，2023-12-31 12:30:45",
        "GB/T 9704-2012、JTG 3450-2019、GB 11643-1999",
        "ISBN 978-7-114-12345-6，ISSN 1002-0268，统一书号15114·1234",
        "项目代码2023-210102-48-01-012345",
        "K1234+567至K2345+678",
        "东经123.43256789，北纬41.80567890",
        "投资123456789.00元，占98.7654321%",
        "1,234,567,890元",
        "第一百二十三条、第12345678号",
    ],
)
def test_numbers_of_official_texts_are_no_persons(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f"证号{ID}", "210102************"),
        (f"1990年1月1日出生，证号{ID}", "210***************"),
        ("电话13912345678", "139****5678"),
        ("电话024-22334455", "024-2233****"),
        (f"卡号{card()}", "************" + card()[-4:]),
        ("护照E12345678", "E******78"),
        ("车牌辽A12345", "辽A****5"),
        ("someone@example.com", "s***@example.com"),
    ],
)
def test_a_masked_form_is_proposed_and_the_hit_never_shown(text: str, masked: str) -> None:
    (one,) = findings(text)
    hit = text[one.start : one.end]
    assert one.suggestion == masked
    assert masked in one.excerpt
    assert hit not in repr(one)


def test_no_excerpt_shows_a_number_that_is_no_finding() -> None:
    (one,) = findings(f"编号88887777 {ID}")
    assert "88887777" not in one.excerpt


def test_no_excerpt_shows_a_neighbour() -> None:
    text = f"{ID} 13912345678 024-22334455 2101029001011 辽A12345"
    shown = "".join(one.excerpt for one in findings(text))
    for hit in (ID, "13912345678", "22334455", "2101029001011", "12345"):
        assert hit not in shown


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("210102********0123，1990年1月1日出生", 1),
        ("210102********0123", 0),
        ("210***********0123，1990年1月1日出生", 0),
    ],
)
def test_both_ends_beside_a_date_of_birth_are_too_much(text: str, count: int) -> None:
    """Dossier I9."""
    assert [one.level for one in findings(text)] == ["justify"] * count


LAW = "县级以上人民政府交通运输主管部门应当自受理之日起20个工作日内作出决定（2023年修订）"
DIGITS = st.text("0123456789", min_size=1, max_size=30)


@given(
    order=st.integers(0, 999),
    born=st.dates(min_value=ON.replace(year=1930), max_value=ON),
    place=st.integers(0, len(LAW)),
)
def test_a_planted_number_is_found_at_its_place(order: int, born: object, place: int) -> None:
    number = identity(born=f"{born:%Y%m%d}", order=f"{order:03d}")
    before = LAW[:place].rstrip("0123456789")
    text = f"{before}{number}，{LAW[place:]}"
    assert ("id_card", len(before), len(before) + 18) in [(f.kind, f.start, f.end) for f in findings(text)]


@given(st.integers(0, 10**6), st.integers(1, 12), st.integers(1, 28))
def test_dates_amounts_and_articles_in_law_are_nothing(number: int, month: int, day: int) -> None:
    text = f"{LAW}{number}.{number % 100:02d}万元，第{number}条，2023年{month}月{day}日，〔2023〕{number}号"
    assert found(text) == []


@given(st.text(max_size=300))
def test_nothing_in_a_text_raises_and_places_are_inside(text: str) -> None:
    for one in findings(text):
        assert 0 <= one.start < one.end <= len(text)


@given(st.text("0123456789Xx -—（）.+*@１２Ａ辽A室号组·\u200b", max_size=200))
def test_nothing_made_of_signs_of_numbers_raises(text: str) -> None:
    spans = sorted((one.start, one.end) for one in findings(text))
    assert all(end <= after for (_, end), (after, _) in pairwise(spans))


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
@pytest.mark.parametrize("cut", [1, 6, 10, 17])
def test_a_number_that_a_line_end_cuts_is_found_whole(end: str, cut: int) -> None:
    text = f"联系人身份证号{ID[:cut]}{end}{ID[cut:]}，请核对。"
    found = list(find_personal(text, KNOWLEDGE))
    assert [(one.kind, text[one.start : one.end]) for one in found] == [
        (FindingKind.ID_CARD, f"{ID[:cut]}{end}{ID[cut:]}")
    ]
    assert ID[6:] not in found[0].excerpt


@pytest.mark.parametrize(
    "text",
    [
        f"{ID[:10]}\n\n{ID[10:]}",  # two paragraphs
        f"{ID[:10]}\n{ID[10:17]}{'0' if ID[17] != '0' else '1'}",  # its check sign is wrong
        "完成投资1101\n完成投资199001011234",
        "\n".join("2023110512345678" for _ in range(5)),
    ],
)
def test_figures_on_two_lines_are_no_number(text: str) -> None:
    assert not [one for one in find_personal(text, KNOWLEDGE) if "\n" in text[one.start : one.end]]
