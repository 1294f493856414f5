"""When the full review of an urgent paper can be sent."""

from __future__ import annotations

import pytest

from gongkai.clearance.rules.full_review import FullReviewFacts, reasons_against_full_review


@pytest.mark.parametrize(
    ("facts", "codes", "said"),
    [
        (FullReviewFacts("SC-1", True), [], ""),
        (FullReviewFacts("SC-1", False), ["clearance.full_review.not_owed"], "SC-1 不欠完整审查"),
        (FullReviewFacts("SC-1", False, "SC-2"), ["clearance.full_review.not_owed"], "SC-2 上补齐"),
        (
            FullReviewFacts("SC-1", True, gone=("图解", "解读")),
            ["clearance.full_review.not_the_same"] * 2,
            "《图解》已经不在了",
        ),
    ],
)
def test_reasons(facts, codes, said):
    reasons = reasons_against_full_review(facts)
    assert [reason.code for reason in reasons] == codes
    assert said in "".join(reason.message for reason in reasons)
    assert all(reason.remedy for reason in reasons)
