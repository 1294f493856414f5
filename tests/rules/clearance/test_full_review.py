"""When the full review of an urgent paper can be sent."""

from __future__ import annotations

import pytest

from gongkai.clearance.rules.full_review import FullReviewFacts, reasons_against_full_review


@pytest.mark.rule("clearance.full_review.not_owed")
@pytest.mark.rule("clearance.full_review.nothing_left")
@pytest.mark.parametrize(
    ("facts", "codes", "said"),
    [
        (FullReviewFacts("SC-1", True, 1, settled_on=""), [], ""),
        (
            FullReviewFacts("SC-1", False, 1, settled_on=""),
            ["clearance.full_review.not_owed"],
            "SC-1 不欠完整审查",
        ),
        (FullReviewFacts("SC-1", False, 1, "SC-2"), ["clearance.full_review.not_owed"], "SC-2 上补齐"),
        (
            FullReviewFacts("SC-1", True, 0, settled_on=""),
            ["clearance.full_review.nothing_left"],
            "没有可以补审的",
        ),
    ],
)
def test_reasons(facts, codes, said):
    reasons = reasons_against_full_review(facts)
    assert [reason.code for reason in reasons] == codes
    assert said in "".join(reason.message for reason in reasons)
    assert all(reason.remedy for reason in reasons)
