"""What a delivery must say, whose it is, and when a final text differs from what was signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliveryState
from gongkai.duties.dossiers.official.slip_codes import SlipCode, slip_code_in, written
from gongkai.duties.dossiers.rules.intake import (
    Handed,
    Places,
    difference_of,
    dossier_of,
    likely_of,
    reasons_against_again,
    reasons_against_clerk,
    reasons_against_final,
    reasons_against_form,
    reasons_against_mark,
    reasons_against_settling,
)
from gongkai.duties.dossiers.rules.intake_said import told_in
from gongkai.duties.dossiers.rules.intake_signed import reasons_against_unmarked, reasons_against_writer

SIGNED = "关于某事的通知\n各市交通运输局：\n要按期完成。\n示例省交通运输厅\n2026年11月27日"
HEAD, IMPRINT = "示例省交通运输厅文件\n示交办〔2026〕9号\n", "\n示例省交通运输厅办公室　2026年11月28日印发"


def test_what_oa_says_is_read_by_value_and_by_label() -> None:
    data = {"kind": "签批单", "code": " 2026-0001 ", "leader": "王某", "signed_at": "2026-11-27T15:00"}
    told, reasons = told_in(data)
    assert reasons == []
    assert told is not None
    assert (told.kind, told.code, told.leader_name) == (DeliveryKind.SLIP, "2026-0001", "王某")
    assert told.signed_at is not None
    assert told.signed_at.isoformat() == "2026-11-27T15:00:00+08:00"
    assert told_in({"kind": "number", "number": "示交办〔2026〕9号", "sha256": "x"})[1] == []


@pytest.mark.rule("dossiers.intake.form")
@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ([], [""]),
        ({}, ["kind"]),
        ({"kind": "批文"}, ["kind"]),
        ({"kind": []}, ["kind"]),
        ({"kind": "slip", "singed_at": "x"}, ["singed_at"]),
        ({"kind": "slip", "signed_at": "昨天"}, ["signed_at"]),
        ({"kind": "slip", "signed_at": 5}, ["signed_at"]),
        ({"kind": "slip", "code": 7}, ["code"]),
        ({"kind": "slip", "title": "字" * 256}, ["title"]),
    ],
)
def test_what_cannot_be_read_is_named(data: Any, fields: list[str]) -> None:
    told, reasons = told_in(data)
    assert told is None
    assert [one.field for one in reasons] == fields


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.dictionaries(st.text(), x)
    )
)
def test_nothing_that_json_can_say_breaks_it(data: Any) -> None:
    told, reasons = told_in(data)
    assert (told is None) == bool(reasons)


@pytest.mark.rule("dossiers.intake.form")
@pytest.mark.parametrize(
    ("told", "has_file", "fields"),
    [
        (Handed(DeliveryKind.SLIP), True, []),
        (Handed(DeliveryKind.SLIP), False, ["file"]),
        (Handed(DeliveryKind.NUMBER, number="x"), False, []),
        (Handed(DeliveryKind.NUMBER), False, ["number"]),
        (Handed(DeliveryKind.NUMBER, number="x"), True, ["file"]),
        (Handed(DeliveryKind.SLIP, leader_name="王某"), True, ["leader_name"]),
        (Handed(DeliveryKind.FINAL, opinion="同意"), True, ["leader_name", "leader_name"]),
    ],
)
def test_a_delivery_is_whole(told: Handed, has_file: bool, fields: list[str]) -> None:
    assert [one.field for one in reasons_against_form(told, has_file=has_file)] == fields


@pytest.mark.rule("dossiers.intake.dossier")
@pytest.mark.parametrize(
    ("places", "found"),
    [
        (Places("a", 1, "", None, None), 1),
        (Places("", None, "b", 2, None), 2),
        (Places("", None, "", None, 3), 3),
        (Places("a", 1, "a", 1, 1), 1),
        (Places("a", 1, "b", 2, None), None),
        (Places("a", 1, "", None, 3), None),
        (Places("a", None, "b", 2, None), None),
        (Places("", None, "b", None, 3), None),
        (Places("", None, "", None, None), None),
    ],
)
def test_one_dossier_or_a_person(places: Places, found: int | None) -> None:
    key, reasons = dossier_of(places)
    assert key == found
    assert bool(reasons) == (found is None)


@pytest.mark.rule("dossiers.intake.version")
def test_a_slip_is_of_the_text_as_it_is_now() -> None:
    mark = SlipCode("2026-0001", 2, "abcdef012345")
    digest = "abcdef0123456789"
    assert reasons_against_mark(None, version=1, digest="") == []
    assert reasons_against_mark(mark, version=2, digest=digest) == []
    assert reasons_against_mark(mark, version=3, digest=digest) != []
    assert reasons_against_mark(mark, version=2, digest="0" * 16) != []


@pytest.mark.rule("dossiers.intake.version")
@pytest.mark.parametrize(
    ("mark", "entered", "waits"),
    [
        (None, "2026-11-27T14:59:59+08:00", False),
        (None, "2026-11-27T07:00:00+00:00", False),
        (None, "2026-11-27T07:00:01+00:00", True),
        (SlipCode("2026-0001", 2, "abcdef012345"), "2026-11-28T10:00:00+08:00", False),
    ],
)
def test_a_slip_without_our_code_is_not_of_a_later_text(
    mark: SlipCode | None, entered: str, waits: bool
) -> None:
    signed_at, entered_at = datetime.fromisoformat("2026-11-27T15:00+08:00"), datetime.fromisoformat(entered)
    reasons = reasons_against_unmarked(mark, signed_at=signed_at, version=2, entered_at=entered_at)
    assert bool(reasons) == waits
    for one in reasons:
        assert "第 2 稿是 2026-11-27 15:00 提交的" in one.message
        assert "登记签发" in one.remedy
        assert "拒收" in one.remedy


@pytest.mark.rule("dossiers.sign.right")
@pytest.mark.parametrize(
    ("told", "waits"),
    [
        ("张三", True),
        (" 张　三 ", True),
        ("张三（副厅长）", True),
        ("厅领导(张三)", True),
        ("王某、张三", True),
        ("张三副厅长", True),
        ("党组书记张三", True),
        ("副处长 张三", True),
        ("张三丰", False),
        ("张三丰（副厅长）", False),
        ("王张三", False),
        ("王某（副厅长）", False),
        ("", False),
    ],
)
def test_a_signer_named_like_a_writer_is_for_a_person_to_judge(told: str, waits: bool) -> None:
    assert bool(reasons_against_writer(told, {"张三", ""})) == waits


@pytest.mark.rule("dossiers.intake.form")
def test_another_thing_under_the_same_number_is_not_lost() -> None:
    assert reasons_against_again(external_id="1", sha256="a", first=("1", "a")) == []
    assert reasons_against_again(external_id="", sha256="a", first=("", "a")) == []
    assert reasons_against_again(external_id="2", sha256="a", first=("1", "a")) == []
    assert reasons_against_again(external_id="1", sha256="b", first=("1", "a")) != []


@pytest.mark.rule("dossiers.intake.order")
def test_a_final_text_comes_after_the_signature() -> None:
    assert reasons_against_final(is_signed=True) == []
    assert reasons_against_final(is_signed=False) != []


@pytest.mark.rule("dossiers.intake.clerk")
def test_somebody_who_may_record_answers_for_oa() -> None:
    assert reasons_against_clerk(is_named=True, may_record=True, is_frozen=False) == []
    for facts in ((False, False, False), (True, False, False), (True, True, True)):
        assert reasons_against_clerk(is_named=facts[0], may_record=facts[1], is_frozen=facts[2]) != []


@pytest.mark.rule("dossiers.intake.right")
def test_a_delivery_is_settled_once_with_a_reason() -> None:
    assert reasons_against_settling(may_settle=True, state=DeliveryState.WAITING, reason=None) == []
    assert reasons_against_settling(may_settle=False, state=DeliveryState.WAITING, reason=None) != []
    assert reasons_against_settling(may_settle=True, state=DeliveryState.FILED, reason=None) != []
    assert reasons_against_settling(may_settle=True, state=DeliveryState.WAITING, reason=" ") != []


@pytest.mark.parametrize(
    ("final", "is_parted", "differs"),
    [
        (SIGNED, True, False),
        (SIGNED.replace("：", ":").replace("\n", " "), True, False),
        (SIGNED.replace("按期", "及时"), True, True),
        (HEAD + SIGNED, True, True),
        (HEAD + SIGNED + IMPRINT, False, False),
        (HEAD + SIGNED, False, False),
        (HEAD.replace("\n", "") + SIGNED.replace("关于", "关\n于") + IMPRINT, False, False),
        (HEAD + SIGNED.replace("按期", "及时") + IMPRINT, False, True),
        (HEAD + SIGNED + "\n另外还要报送。", False, True),
        (HEAD + SIGNED + "另" * 500 + "印发", False, True),
        ("", False, True),
    ],
)
def test_a_final_text_says_what_was_signed(final: str, is_parted: bool, differs: bool) -> None:
    found = difference_of(SIGNED, final, title="关于某事的通知", is_parted=is_parted)
    assert bool(found) == differs


def test_the_difference_is_shown_from_both_sides() -> None:
    found = difference_of(SIGNED, SIGNED.replace("按期", "及时"), title="", is_parted=True)
    assert "要按期完成" in found
    assert "要及时完成" in found


def test_likely_dossiers_come_best_first() -> None:
    assert likely_of("某", [(1, "a"), (2, "b"), (3, "c")], [70, 90, 10]) == [2, 1]
    assert likely_of("", [(1, "a")], [100]) == []


def test_the_code_of_a_slip_goes_there_and_back() -> None:
    text = written("2026-0012", 3, "abcdef0123456789" * 4)
    assert slip_code_in(["别的", text, text]) == SlipCode("2026-0012", 3, "abcdef012345")
    assert slip_code_in([text, written("2026-0013", 3, "a" * 64)]) is None
    assert slip_code_in([]) is None
