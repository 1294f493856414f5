"""Near-duplicates are found, and texts that only share phrases are not."""

from __future__ import annotations

import pytest

from gongkai.website.nearness import near_pairs

LONG = "".join(
    f"第{n}条 道路运输经营者应当在{n}日内办结事项{n * 7}，并公开结果{n * 13}。" for n in range(1, 20)
)
OTHER = "".join(
    f"第{n}款 港口企业每{n}个月检查泊位{n * 3}，记录水深{n * 11}米和设备{n * 17}台。" for n in range(1, 20)
)


@pytest.mark.rule("website.upkeep.near")
def test_pairs() -> None:
    changed = LONG.replace("第3条", "第三条") + "附则。"
    pairs = list(near_pairs([LONG, OTHER, changed, "短", "短"]))
    assert [(pair.one, pair.other) for pair in pairs] == [(0, 2)]
    assert 95 <= pairs[0].percent <= 100


def test_blanks_and_marks_make_no_difference() -> None:
    pairs = list(near_pairs([LONG, LONG.replace("。", "。\n　")]))
    assert [(pair.one, pair.other, pair.percent) for pair in pairs] == [(0, 1, 100)]
