"""What words of content the audit log can hold: none (invariant 12)."""

from gongkai.core.traces import Fate, enter_place

enter_place(
    Fate.NEVER,
    "audit.Event",
    "action subject_id codes data",
    "只记编号、摘要值和规则编码；写入时拒收个人信息，只追加、成链",
)
enter_place(Fate.NEVER, "audit.Seal", "previous digest", "摘要值")
enter_place(Fate.NEVER, "audit.Verification", "finding", "核验结果的编号和数目")
