"""Each kind of finding with its level, its rule and what it stands on. Pure.

Levels are this house's defaults (dossier [D]); a term of a list brings its own.
"""

from __future__ import annotations

from gongkai.clearance.basis import (
    AGGREGATION,
    ALL_OF_IT,
    CORRECTNESS,
    MAP_NUMBER,
    NO_SECRETS,
    PERSONAL_INFORMATION,
    SENSITIVE_PERSONAL,
    WORK_SECRETS,
)
from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.findings import Finding
from gongkai.core.basis import Basis
from gongkai.core.reasons import Rule, define_rule

CLEANABLE = "可以由系统清除后使用。"
"""The note of what is hidden and can be taken out (:mod:`gongkai.clearance.cleaning`)."""

LEVELS: dict[str, FindingLevel] = {}
RULES_BY_KIND: dict[str, Rule] = {}


def _define(kind: FindingKind, level: FindingLevel, basis: Basis, text: str) -> None:
    LEVELS[kind] = level
    RULES_BY_KIND[kind] = define_rule(f"clearance.screen.{kind.value}", 13, text, basis)


_define(
    FindingKind.CLASSIFICATION_MARK,
    FindingLevel.BLOCK,
    NO_SECRETS,
    "公开内容不得带有密级标志；有标志的不进入本系统。",
)
_define(
    FindingKind.INTERNAL_MARK,
    FindingLevel.BLOCK,
    WORK_SECRETS,
    "标有内部资料、不得外传、工作秘密等字样的内容不得公开。",
)
_define(
    FindingKind.UNPUBLISHED_REFERENCE,
    FindingLevel.BLOCK,
    ALL_OF_IT,
    "公开内容不得引用不公开文件的标题、文号和原文。",
)
_define(
    FindingKind.UNKNOWN_REFERENCE,
    FindingLevel.HINT,
    ALL_OF_IT,
    "引用本系统不知道的文号时，提示核对该文件是否公开。",
)
_define(
    FindingKind.INTERNAL_ADDRESS,
    FindingLevel.JUSTIFY,
    WORK_SECRETS,
    "内部网络地址、专网系统地址疑似工作秘密，须由保密审查确认。",
)
_define(
    FindingKind.ID_CARD,
    FindingLevel.BLOCK,
    PERSONAL_INFORMATION,
    "公开内容不得出现完整的居民身份证号。",
)
_define(
    FindingKind.MOBILE,
    FindingLevel.BLOCK,
    PERSONAL_INFORMATION,
    "公开内容不得出现个人手机号；单位公布的电话除外。",
)
_define(
    FindingKind.LANDLINE,
    FindingLevel.HINT,
    PERSONAL_INFORMATION,
    "不在公布电话之列的固定电话，提示核对是不是个人电话。",
)
_define(
    FindingKind.BANK_CARD,
    FindingLevel.BLOCK,
    SENSITIVE_PERSONAL,
    "公开内容不得出现个人银行卡号。",
)
_define(
    FindingKind.PASSPORT,
    FindingLevel.BLOCK,
    PERSONAL_INFORMATION,
    "公开内容不得出现护照、港澳台通行证号码。",
)
_define(
    FindingKind.PLATE,
    FindingLevel.JUSTIFY,
    PERSONAL_INFORMATION,
    "出现车牌号的，须说明公开的法定依据。",
)
_define(
    FindingKind.CREDIT_CODE,
    FindingLevel.HINT,
    PERSONAL_INFORMATION,
    "统一社会信用代码不是个人信息，不须遮盖；校验不对的提示核对。",
)
_define(
    FindingKind.EMAIL,
    FindingLevel.HINT,
    PERSONAL_INFORMATION,
    "单位以外的电子邮箱，提示核对是不是个人邮箱。",
)
_define(
    FindingKind.NAME_WITH_ADDRESS,
    FindingLevel.JUSTIFY,
    PERSONAL_INFORMATION,
    "姓名与住址同时出现的，须说明公开的法定依据。",
)
_define(
    FindingKind.SENSITIVE_CLASS,
    FindingLevel.JUSTIFY,
    SENSITIVE_PERSONAL,
    "名单里有医疗健康、宗教信仰、金融账户、行踪轨迹、未满十四周岁等敏感个人信息的，须说明依据。",
)
_define(
    FindingKind.PERSON_TABLE,
    FindingLevel.JUSTIFY,
    PERSONAL_INFORMATION,
    "逐人列出个人情况的名单，须说明公开的法定依据并去标识化。",
)
_define(
    FindingKind.HIDDEN_DATA,
    FindingLevel.BLOCK,
    ALL_OF_IT,
    "附件不得带有读者看不见的内容：隐藏的表、行、列，批注，修订，白字，内嵌文件，图层。",
)
_define(
    FindingKind.METADATA,
    FindingLevel.HINT,
    ALL_OF_IT,
    "附件的文件属性带有作者、单位、修订人等信息的，提示清除。",
)
_define(
    FindingKind.GPS,
    FindingLevel.BLOCK,
    ALL_OF_IT,
    "图片不得带有拍摄位置。",
)
_define(
    FindingKind.TITLE_ERROR,
    FindingLevel.JUSTIFY,
    CORRECTNESS,
    "领导姓名、职务须与任职时间表一致。",
)
_define(
    FindingKind.NAME_ERROR,
    FindingLevel.JUSTIFY,
    CORRECTNESS,
    "机构、地名须写全写对。",
)
_define(
    FindingKind.FIXED_PHRASE,
    FindingLevel.JUSTIFY,
    CORRECTNESS,
    "固定表述须按规范写法，次序、字词不得改动。",
)
_define(
    FindingKind.MISPRINT,
    FindingLevel.HINT,
    CORRECTNESS,
    "疑似错别字，提示核对。",
)
_define(
    FindingKind.DATE_ERROR,
    FindingLevel.JUSTIFY,
    CORRECTNESS,
    "日期须存在，星期须与日期相符。",
)
_define(
    FindingKind.FORMAT,
    FindingLevel.HINT,
    CORRECTNESS,
    "文号、数字、标点的写法提示核对。",
)
_define(
    FindingKind.SUM_MISMATCH,
    FindingLevel.JUSTIFY,
    CORRECTNESS,
    "表格合计须与各项之和一致。",
)
_define(
    FindingKind.TERM,
    FindingLevel.HINT,
    CORRECTNESS,
    "命中词库的用语，按该词所在层级处理。",
)
_define(
    FindingKind.MAP_WITHOUT_NUMBER,
    FindingLevel.JUSTIFY,
    MAP_NUMBER,
    "公开的地图须有审图号。",
)
_define(
    FindingKind.UNREADABLE,
    FindingLevel.BLOCK,
    NO_SECRETS,
    "机器不能读取、人也没有核对的部分不得公开。",
)
_define(
    FindingKind.UNREAD_TABLES,
    FindingLevel.JUSTIFY,
    AGGREGATION,
    "附件里的表没有读完、没有与已公开内容放在一起比对的，须说明人工核对的结果。",
)


def found(
    kind: FindingKind,
    start: int,
    end: int,
    excerpt: str,
    *,
    place: str = "",
    level: FindingLevel | None = None,
    suggestion: str = "",
    note: str = "",
) -> Finding:
    """A finding of this kind at its usual level and under its rule; ``excerpt`` is masked by whoever found it."""
    return Finding(
        kind=kind.value,
        level=(level or LEVELS[kind]).value,
        rule=RULES_BY_KIND[kind].code,
        excerpt=excerpt,
        start=start,
        end=end,
        place=place,
        suggestion=suggestion,
        note=note,
    )
