"""Re-evaluation: hints, conclusions, steps, rounds, the register and its sheet. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.clearance.enums import Disclosure, WithheldGround
from gongkai.clearance.enums_reevaluation import (
    MAINTAIN_ON_REQUEST,
    OPENING,
    Conclusion,
    GroundCheck,
    ItemState,
    ThirdParty,
    conclusion_label,
)
from gongkai.clearance.rules.reevaluation import (
    ProposalFacts,
    StepFacts,
    needs_review,
    reasons_against_proposing,
    reasons_against_step,
)
from gongkai.clearance.rules.reevaluation_hints import HintFacts, hints_for, suggested, years_between
from gongkai.clearance.rules.reevaluation_register import (
    COLUMNS,
    GONE,
    EntryFacts,
    day_in,
    flaws_of_cells,
    ground_in,
    read_lines,
    reasons_against_entering,
    reasons_against_striking,
)
from gongkai.clearance.rules.reevaluation_round import (
    BoundFacts,
    ClosingFacts,
    LinkFacts,
    OpeningFacts,
    reasons_against_closing_round,
    reasons_against_linking,
    reasons_against_opening_round,
    reasons_against_parameter,
)

TODAY = date(2026, 11, 27)
PROCESS, SECRET = WithheldGround.PROCESS.value, WithheldGround.STATE_SECRET.value
WITHHELD, ON_REQUEST = Disclosure.WITHHELD.value, Disclosure.ON_REQUEST.value


def codes(reasons: list[Any]) -> list[str]:
    return [reason.code.rpartition(".")[2] for reason in reasons]


# -- hints ---------------------------------------------------------------------------------------

PLAIN = HintFacts(
    disclosure=WITHHELD,
    ground=PROCESS,
    is_stub=False,
    formed_on=date(2025, 1, 1),
    process_ended_on=None,
    secrecy_until=None,
    given_times=0,
    old_years=5,
    often=3,
)


@pytest.mark.rule("clearance.reevaluation.process_ended")
@pytest.mark.rule("clearance.reevaluation.asked_by_many")
@pytest.mark.rule("clearance.reevaluation.old")
@pytest.mark.rule("clearance.reevaluation.term_ended")
@pytest.mark.rule("clearance.reevaluation.ungrounded")
@pytest.mark.parametrize(
    ("changes", "expected", "conclusion"),
    [
        ({}, [], "maintain"),
        ({"process_ended_on": TODAY}, ["process_ended"], "to_proactive"),
        ({"process_ended_on": TODAY + timedelta(1)}, [], "maintain"),
        ({"process_ended_on": TODAY, "ground": WithheldGround.INTERNAL}, [], "maintain"),
        ({"given_times": 2}, [], "maintain"),
        ({"given_times": 3}, ["asked_by_many"], "to_proactive"),
        ({"given_times": 3, "disclosure": ON_REQUEST, "ground": ""}, ["asked_by_many"], "to_proactive"),
        ({"formed_on": date(2021, 11, 27)}, ["old"], "maintain"),
        ({"formed_on": date(2021, 11, 28)}, [], "maintain"),
        ({"formed_on": None}, [], "maintain"),
        ({"ground": ""}, ["ungrounded"], "maintain"),
        ({"ground": "", "disclosure": ON_REQUEST}, [], "maintain"),
        (
            {"given_times": 9, "process_ended_on": TODAY, "formed_on": date(2000, 1, 1)},
            ["asked_by_many", "process_ended", "old"],
            "to_proactive",
        ),
    ],
)
def test_hints(changes: dict[str, Any], expected: list[str], conclusion: str) -> None:
    hints = hints_for(replace(PLAIN, **changes), today=TODAY)
    assert [hint.code.rpartition(".")[2] for hint in hints] == expected
    assert suggested(hints) == conclusion
    assert all(hint.as_data()["basis"] for hint in hints)


def test_of_a_secret_only_the_end_of_its_term_is_told_and_nothing_is_decided() -> None:
    stub = replace(PLAIN, is_stub=True, ground=SECRET, given_times=99, formed_on=date(1999, 1, 1))
    assert hints_for(stub, today=TODAY) == []
    assert hints_for(replace(stub, secrecy_until=TODAY), today=TODAY) == []
    (hint,) = hints_for(replace(stub, secrecy_until=TODAY - timedelta(1)), today=TODAY)
    assert "不作判断" in hint.text
    assert hint.suggests == ""
    assert suggested([hint]) == Conclusion.MAINTAIN


@given(st.dates(date(1949, 10, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_years_are_full_years(first: date, years: int) -> None:
    try:
        anniversary = first.replace(year=first.year + years)
    except ValueError:  # 29 February
        anniversary = date(first.year + years, 3, 1)
    assert years_between(first, anniversary) == years
    assert years_between(first, anniversary - timedelta(1)) == years - 1


# -- conclusions ---------------------------------------------------------------------------------

PROPOSED = ProposalFacts(
    label="《某意见》",
    is_own=True,
    state=ItemState.WAITING,
    is_round_open=True,
    disclosure=WITHHELD,
    ground=PROCESS,
    is_stub=False,
    conclusion=Conclusion.MAINTAIN,
    check=GroundCheck.HOLDS,
    new_ground="",
    third_party="",
    reason="还在讨论。",
)


@pytest.mark.rule("clearance.reevaluation.conclusion")
@pytest.mark.rule("clearance.reevaluation.ground_checked")
@pytest.mark.rule("clearance.reevaluation.contradicts")
@pytest.mark.rule("clearance.reevaluation.same")
@pytest.mark.rule("clearance.reevaluation.third_party")
@pytest.mark.rule("clearance.reevaluation.off_system")
@pytest.mark.rule("clearance.reevaluation.parts")
@pytest.mark.rule("clearance.reevaluation.holder")
@pytest.mark.rule("clearance.reevaluation.state")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"check": ""}, ["ground_checked"]),
        ({"check": GroundCheck.GONE}, ["contradicts"]),
        ({"check": GroundCheck.CHANGED}, ["ground_checked"]),
        ({"check": GroundCheck.CHANGED, "new_ground": PROCESS}, ["ground_checked"]),
        ({"check": GroundCheck.CHANGED, "new_ground": WithheldGround.INTERNAL}, []),
        ({"check": GroundCheck.CHANGED, "new_ground": SECRET}, ["off_system"]),
        ({"ground": ""}, ["ground_checked"]),
        ({"conclusion": Conclusion.TO_PROACTIVE}, ["contradicts"]),
        ({"conclusion": Conclusion.TO_PROACTIVE, "check": GroundCheck.GONE}, []),
        ({"conclusion": Conclusion.TO_REQUEST, "check": GroundCheck.GONE}, []),
        ({"conclusion": Conclusion.PARTIAL}, []),
        ({"conclusion": Conclusion.PARTIAL, "check": GroundCheck.GONE}, ["parts"]),
        ({"conclusion": "", "reason": " "}, ["conclusion", "conclusion"]),
        ({"conclusion": "nonsense"}, ["conclusion"]),
        ({"is_own": False}, ["holder"]),
        ({"state": ItemState.READY}, ["state"]),
        ({"is_round_open": False}, ["state"]),
        ({"is_own": False, "is_round_open": False, "reason": ""}, ["holder", "state", "conclusion"]),
        ({"disclosure": ON_REQUEST, "ground": "", "check": ""}, []),
        (
            {"disclosure": ON_REQUEST, "ground": "", "check": "", "conclusion": Conclusion.TO_REQUEST},
            ["same"],
        ),
        ({"disclosure": ON_REQUEST, "ground": "", "check": "", "conclusion": Conclusion.TO_PROACTIVE}, []),
        (
            {
                "ground": WithheldGround.THIRD_PARTY,
                "check": GroundCheck.GONE,
                "conclusion": Conclusion.TO_PROACTIVE,
            },
            ["third_party"],
        ),
        (
            {
                "ground": WithheldGround.THIRD_PARTY,
                "check": GroundCheck.GONE,
                "conclusion": Conclusion.TO_PROACTIVE,
                "third_party": ThirdParty.CONSENT,
            },
            [],
        ),
        ({"is_stub": True, "ground": SECRET}, []),
        (
            {
                "is_stub": True,
                "ground": SECRET,
                "conclusion": Conclusion.TO_PROACTIVE,
                "check": GroundCheck.GONE,
            },
            ["off_system"],
        ),
    ],
)
def test_proposing(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(reasons_against_proposing(replace(PROPOSED, **changes))) == expected


@given(
    st.sampled_from(Conclusion.values),
    st.sampled_from(["", *GroundCheck.values]),
    st.sampled_from(WithheldGround.values),
)
def test_no_withheld_ground_both_stands_and_is_opened(conclusion: str, check: str, ground: str) -> None:
    facts = replace(
        PROPOSED,
        conclusion=conclusion,
        check=check,
        ground=ground,
        new_ground=WithheldGround.INTERNAL,
        third_party=ThirdParty.CONSENT,
        is_stub=ground == SECRET,
    )
    if reasons_against_proposing(facts):
        return
    assert not (ground == SECRET and conclusion in OPENING)
    assert (check == GroundCheck.GONE) == (conclusion in (Conclusion.TO_PROACTIVE, Conclusion.TO_REQUEST))


def test_what_opens_something_is_reviewed() -> None:
    assert [needs_review(one) for one in Conclusion.values] == [False, True, True, True]
    assert conclusion_label("maintain", ON_REQUEST) == MAINTAIN_ON_REQUEST
    assert conclusion_label("maintain", WITHHELD) == "维持不予公开"
    assert conclusion_label("", WITHHELD) == ""


STEP = StepFacts(
    label="《某意见》",
    may=True,
    who_may="厅办公室",
    state=ItemState.READY,
    wanted=(ItemState.READY,),
    is_round_open=True,
    is_done_already=False,
    took_part="",
    agrees=True,
    note="",
)


@pytest.mark.rule("clearance.reevaluation.right")
@pytest.mark.rule("clearance.reevaluation.two_people")
@pytest.mark.rule("clearance.reevaluation.note")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"may": False}, ["right"]),
        ({"state": ItemState.WAITING}, ["state"]),
        ({"is_round_open": False}, ["state"]),
        ({"is_done_already": True}, ["state"]),
        ({"took_part": "提出"}, ["two_people"]),
        ({"agrees": False}, ["note"]),
        ({"agrees": False, "note": "再想想"}, []),
        ({"may": False, "took_part": "提出", "agrees": False}, ["right", "two_people", "note"]),
    ],
)
def test_steps(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(reasons_against_step(replace(STEP, **changes))) == expected


# -- rounds --------------------------------------------------------------------------------------

OPENING_ROUND = OpeningFacts(
    may=True,
    year=2026,
    today=TODAY,
    due_on=TODAY + timedelta(45),
    is_year_taken=False,
    open_year=None,
)


@pytest.mark.rule("clearance.reevaluation.yearly")
@pytest.mark.rule("clearance.reevaluation.one_at_a_time")
@pytest.mark.rule("clearance.reevaluation.due_day")
@pytest.mark.rule("clearance.reevaluation.office")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"year": 2025}, []),
        ({"year": 2024}, ["yearly"]),
        ({"year": 2027}, ["yearly"]),
        ({"is_year_taken": True}, ["yearly"]),
        ({"is_year_taken": True, "open_year": 2026}, ["yearly"]),
        ({"open_year": 2025}, ["one_at_a_time"]),
        ({"due_on": None}, ["due_day"]),
        ({"due_on": TODAY}, ["due_day"]),
        ({"due_on": TODAY + timedelta(184)}, ["due_day"]),
        ({"may": False, "due_on": None}, ["office", "due_day"]),
    ],
)
def test_opening_a_round(changes: dict[str, Any], expected: list[str]) -> None:
    assert codes(reasons_against_opening_round(replace(OPENING_ROUND, **changes))) == expected


@pytest.mark.rule("clearance.reevaluation.all_concluded")
@pytest.mark.rule("clearance.reevaluation.intact")
def test_closing_a_round_names_every_unit_that_owes() -> None:
    facts = ClosingFacts(may=True, year=2026, is_open=True, is_list_intact=True, left=())
    assert reasons_against_closing_round(facts) == []
    owed = replace(facts, left=(("运输处", 3), ("政法处", 1)), is_list_intact=False)
    reasons = reasons_against_closing_round(owed)
    assert codes(reasons) == ["all_concluded", "all_concluded", "intact"]
    assert "运输处还有 3 件" in reasons[0].message
    assert codes(reasons_against_closing_round(replace(facts, may=False, is_open=False))) == [
        "office",
        "one_at_a_time",
    ]


@pytest.mark.rule("clearance.reevaluation.bounds")
@pytest.mark.parametrize(("value", "wrong"), [(6, True), (7, False), (180, False), (181, True)])
def test_parameters_have_bounds(value: int, wrong: bool) -> None:
    assert bool(reasons_against_parameter(BoundFacts("几天内办完", value, 7, 180, "due_days"))) is wrong


LINK = LinkFacts(
    label="《某意见》",
    is_own=True,
    is_done=False,
    found=True,
    is_document=True,
    is_pages_unit_own=True,
    taken_by="",
)


@pytest.mark.rule("clearance.reevaluation.right_page")
@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"is_own": False}, 1),
        ({"is_done": True}, 1),
        ({"found": False}, 1),
        ({"is_document": False}, 1),
        ({"is_pages_unit_own": False, "taken_by": "《另一件》"}, 2),
    ],
)
def test_linking(changes: dict[str, Any], count: int) -> None:
    assert codes(reasons_against_linking(replace(LINK, **changes))) == ["right_page"] * count


# -- the register --------------------------------------------------------------------------------

ENTRY = EntryFacts(
    title="某意见",
    number="",
    code="",
    disclosure=WITHHELD,
    ground=PROCESS,
    formed_on=date(2023, 4, 3),
    process_ended_on=None,
    secrecy_until=None,
    given_times=0,
    unit_known=True,
    is_own=True,
    is_there_already=False,
    today=TODAY,
)
STUB: dict[str, Any] = {"title": "", "formed_on": None, "ground": SECRET, "code": "A-1"}


@pytest.mark.rule("clearance.register.complete")
@pytest.mark.rule("clearance.register.ground")
@pytest.mark.rule("clearance.register.stub")
@pytest.mark.rule("clearance.register.once")
@pytest.mark.rule("clearance.register.own")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"title": "", "formed_on": None}, ["complete", "complete"]),
        ({"formed_on": TODAY + timedelta(1)}, ["complete"]),
        ({"unit_known": False}, ["complete"]),
        ({"is_own": False}, ["own"]),
        ({"disclosure": "proactive"}, ["complete"]),
        ({"ground": ""}, ["ground"]),
        ({"disclosure": ON_REQUEST}, ["ground"]),
        ({"disclosure": ON_REQUEST, "ground": ""}, []),
        ({"process_ended_on": TODAY}, []),
        ({"process_ended_on": TODAY, "ground": WithheldGround.INTERNAL}, ["ground"]),
        ({"is_there_already": True}, ["once"]),
        ({"code": "A-1"}, ["stub"]),
        ({"secrecy_until": TODAY}, ["stub"]),
        ({"given_times": 10000}, ["complete"]),
        (STUB, []),
        (STUB | {"secrecy_until": TODAY}, []),
        (STUB | {"title": "写了名称"}, ["stub"]),
        (STUB | {"number": "示交密〔2023〕1号"}, ["stub"]),
        (STUB | {"formed_on": TODAY}, ["stub"]),
        (STUB | {"code": ""}, ["stub"]),
    ],
)
def test_entering(changes: dict[str, Any], expected: list[str]) -> None:
    reasons = reasons_against_entering(replace(ENTRY, **changes))
    assert codes(reasons) == expected
    assert all(reason.field for reason in reasons)


@pytest.mark.rule("clearance.register.strike")
def test_striking() -> None:
    assert reasons_against_striking(label="《某》", is_own=True, is_struck=False, reason="重复") == []
    found = reasons_against_striking(label="《某》", is_own=False, is_struck=True, reason=" ")
    assert codes(found) == ["own", "strike", "strike"]


HEAD = list(COLUMNS)


def test_a_sheet_is_read_row_by_row_with_the_numbers_of_the_sheet() -> None:
    row = ["某意见", "", "运输处", date(2023, 4, 3), "不予公开", "过程性信息", "", "", "", 2.0, ""]
    lines, wrong = read_lines([[], HEAD, row, [""] * 11, ["另一件", "", "运输处"]])
    assert wrong == ""
    assert [line.number for line in lines] == [3, 5]
    assert lines[0].cells["形成日期"] == "2023-04-03"
    assert lines[0].cells["依申请提供次数"] == "2"
    assert not lines[0].is_secret
    assert flaws_of_cells(lines[0], TODAY) == []
    assert lines[1].cells["公开方式"] == ""


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([], "文件是空的"),
        ([[""], []], "文件是空的"),
        ([["名称", "文号"]], "缺少列：保管单位、形成日期、公开方式"),
        ([[*HEAD, "名称"]], "列重复：名称"),
        ([HEAD], "没有数据行"),
        ([HEAD, *[["甲"]] * 5001], "一次最多 5000 行"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_why(rows: list[list[Any]], says: str) -> None:
    lines, wrong = read_lines(rows)
    assert lines == []
    assert says in wrong


@pytest.mark.parametrize(
    ("cells", "heads"),
    [
        ({"形成日期": "去年"}, ["形成日期"]),
        ({"形成日期": "2023-02-30"}, ["形成日期"]),
        ({"形成日期": "0023-02-03"}, ["形成日期"]),
        ({"形成日期": GONE}, []),
        ({"公开方式": "主动公开"}, ["公开方式"]),
        ({"法定理由": "领导不让"}, ["法定理由"]),
        ({"依申请提供次数": "好几次"}, ["依申请提供次数"]),
        ({"依申请提供次数": "²"}, ["依申请提供次数"]),
        ({"名称": "长" * 301, "文号": "长" * 61}, ["名称", "文号"]),
    ],
)
def test_cells_that_cannot_be_read_are_told_by_name(cells: dict[str, str], heads: list[str]) -> None:
    (line,), _ = read_lines([HEAD, [cells.get(name, "x" if name == "责任人" else "") for name in HEAD]])
    assert [name for name, _ in flaws_of_cells(line, TODAY)] == heads


@pytest.mark.parametrize("text", ["2023-04-03", "2023/4/3", "2023.4.3", "2023年4月3日", " 2023-04-03 "])
def test_days_in_many_hands(text: str) -> None:
    assert day_in(text, TODAY) == date(2023, 4, 3)


def test_grounds_go_by_their_usual_names() -> None:
    for ground in WithheldGround:
        assert ground_in(ground.value) == ground_in(str(ground.label)) == ground.value
        assert ground_in(str(ground.label).partition("：")[2]) == ground.value
    assert ground_in("商业秘密") == WithheldGround.THIRD_PARTY
    assert ground_in("第十六条：国家秘密") == ""


@given(st.lists(st.lists(st.one_of(st.text(max_size=8), st.none(), st.floats(), st.dates()), max_size=13)))
def test_no_sheet_breaks_the_reading(rows: list[list[Any]]) -> None:
    lines, _ = read_lines([HEAD, *rows])
    for line in lines:
        flaws_of_cells(line, TODAY)
