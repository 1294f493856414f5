"""What of the chain is of this system's own design: no law says it, and none is cited for it."""

from gongkai.core.basis import Basis, Certainty, define_basis


def _house(code: str, text: str) -> Basis:
    return define_basis(f"dossiers.{code}", "本系统办文规则", "", text, certainty=Certainty.HOUSE)


STEPS_IN_ORDER = _house(
    "steps_in_order", "步骤按先后办，办完的不重复办；要重办的写明理由退回，退回以前的记录保留。"
)
STEPS_RECORDED = _house("steps_recorded", "在系统外办的步骤由有权的人登记，写明结果、日期，附上凭据。")
DRAFTS_KEPT = _house("drafts_kept", "文稿由起草单位写，每改一次留一稿，后改的先看前一稿。")
LISTED_IN_FORCE = _house("listed_in_force", "文件库列出本厅公开的有效文件，效力由施行、失效的日期算出。")
PAPERS_KEPT = _house("papers_kept", "材料由办理的人入卷，入卷后不删除，误入的写明原因作废。")
FINAL_CHECKED = _house("final_checked", "正式文本在签发以后归卷，与签发的文稿核对；机器读不出的由人核对。")
ARCHIVED_ONCE = _house(
    "archived_once", "各步办完以后由厅办公室立卷、移交，取用和接收留下记录，归档以后只能查看。"
)
MISPRINTS_MENDED = _house(
    "misprints_mended",
    "印发以后发现的录入、排印错误，由厅办公室凭审批的材料认可更正（已归档的卷不再放材料，写明凭的是哪一份）；增删合计不超过 20 个字，不改变内容；改内容的另立新卷。",
)
THIRTY_FOR_ALL = _house("thirty_for_all", "公开征求意见不论哪类文件都按不少于 30 日办；缩短的写明理由。")
