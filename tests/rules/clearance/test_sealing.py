"""What a seal forbids, and who may end one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.clearance.rules.sealing import (
    UnsealFacts,
    copy_reason,
    list_reason,
    reasons_against_package,
    reasons_against_unsealing,
    sealed_reason,
)

FINE = UnsealFacts(may_unseal=True, is_sealed=True, is_own=False, reason="经鉴定不涉密")


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (FINE, []),
        (replace(FINE, reason=None), []),
        (replace(FINE, may_unseal=False), ["clearance.lift_seal.right"]),
        (replace(FINE, is_sealed=False), ["clearance.lift_seal.nothing"]),
        (replace(FINE, is_own=True), ["clearance.lift_seal.own"]),
        (replace(FINE, reason=" \n"), ["clearance.lift_seal.reason"]),
        (
            UnsealFacts(may_unseal=False, is_sealed=False, is_own=True, reason=""),
            [f"clearance.lift_seal.{name}" for name in ("right", "nothing", "own", "reason")],
        ),
    ],
)
def test_who_may_end_a_seal(facts: UnsealFacts, codes: list[str]) -> None:
    assert [reason.code for reason in reasons_against_unsealing(facts)] == codes


@pytest.mark.parametrize(("sealed", "codes"), [(0, []), (1, ["clearance.sealing.package"])])
def test_a_package_with_something_sealed_goes_no_further(sealed: int, codes: list[str]) -> None:
    reasons = reasons_against_package(sealed)
    assert [reason.code for reason in reasons] == codes
    assert all("保密审查人员" in reason.remedy for reason in reasons)


@pytest.mark.rule("clearance.sealing.sealed")
@pytest.mark.rule("clearance.sealing.not_copied")
def test_every_refusal_says_whom_to_ask_or_what_to_do() -> None:
    assert "保密审查人员" in sealed_reason().remedy
    assert "保密审查人员" in list_reason().remedy
    assert "解除封存" in copy_reason().remedy
    assert (sealed_reason().code, copy_reason().code) == (
        "clearance.sealing.sealed",
        "clearance.sealing.not_copied",
    )
