"""Which duty's evidence is likely to prove a task: a suggestion for the reviewer, never a decision."""

from __future__ import annotations

_WORDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (7, ("公共交通企业", "公交企业", "客运企业")),
    (8, ("收费",)),
    (6, ("效果评价", "政策评价", "政策评估", "效果评估")),
    (4, ("征求社会意见", "征求意见", "公众参与决策")),
    (5, ("调查征集", "问卷", "调查研究功能")),
    (2, ("解读", "图解")),
    (1, ("规范性文件", "政策文件库", "文件集中公开")),
    (10, ("联系电话", "咨询电话", "公开电话")),
    (9, ("诉求", "12345", "12328", "厅长信箱", "热线")),
    (12, ("新媒体", "公众号", "视频号")),
    (13, ("审查", "保密", "泄密", "清理")),
    (3, ("专题", "专栏", "三年行动")),
    (11, ("网站", "门户")),
    (14, ("调查研究", "自查", "调研", "评估考核")),
)


def suggested_duty(title: str, text: str) -> int | None:
    """The number of the duty whose words stand in the title, else in the first sentences; none if unsure."""
    for place in (title, text[:80]):
        for number, words in _WORDS:
            if any(word in place for word in words):
                return number
    return None
