"""Chinese names of the dossier's actions; those of numbers and of reviews stand in modules of their own."""

from gongkai.clearance.enums import Disclosure
from gongkai.core.audit.readings import digest, words
from gongkai.core.audit.registry import define_action, define_data
from gongkai.duties.dossiers import events_archive, events_intake, events_numbers, events_review
from gongkai.duties.dossiers.enums import ExemptionGround, Mode, PaperKind, SigningMedium, Step, Trait
from gongkai.duties.policies.enums import DocumentKind, Signature

__all__ = ["events_archive", "events_intake", "events_numbers", "events_review"]

define_action("dossiers.add_paper", "材料入卷")
define_action("dossiers.void_paper", "作废卷内材料")
define_action("dossiers.open", "立项")
define_action("dossiers.change", "修改立项信息")
define_action("dossiers.drop", "终止办文")
define_action("dossiers.save_version", "提交文稿")
define_action("dossiers.record_step", "登记步骤")
define_action("dossiers.return", "退回公文")
define_action("dossiers.ask_exemption", "申请免办步骤")
define_action("dossiers.decide_exemption", "审批免办")
define_action("dossiers.revoke_exemption", "撤销免办")
define_action("dossiers.sign", "签发公文")
define_action("dossiers.confirm_sign_off", "补书面确认")
define_action("dossiers.make_page", "由签发稿生成公开页面")
define_action("dossiers.remake_page", "照签发稿重做页面草稿")
define_action("dossiers.adopt_history", "历史文件立卷")
define_action("dossiers.accept_correction", "认可历史文件更正")

_STEP = words(Step)
_CHANGED = words(
    {
        "mode": "办文方式",
        "title": "标题",
        "kind": "文件类别",
        "kind_reason": "类别认定理由",
        "signature": "署名",
        "issuer": "发文机关",
        "disclosure": "公开属性",
        "withheld_ground": "法定理由",
        "disclosure_reason": "不主动公开的理由",
        "effective_on": "施行日期",
        "expires_on": "失效日期",
        **dict(Trait.choices),
    }
)
define_data(
    "dossiers.open",
    kind=("文件类别", words(DocumentKind)),
    signature=("署名", words(Signature)),
    disclosure=("公开属性", words(Disclosure)),
    mode=("办文方式", words(Mode)),
)
define_data("dossiers.change", changed=("修改了", _CHANGED))
define_data("dossiers.save_version", version="稿次", digest=("摘要值", digest), source="来源材料编号")
define_data(
    "dossiers.add_paper",
    kind=("材料类别", words(PaperKind)),
    paper="材料编号",
    sha256=("文件指纹（SHA-256）", digest),
)
define_data("dossiers.void_paper", "dossiers.confirm_sign_off", paper="材料编号")
define_data("dossiers.record_step", step=("步骤", _STEP), holds="通过", paper="材料编号")
define_data("dossiers.return", from_step=("从哪一步", _STEP), to_step=("退到", _STEP))
define_data("dossiers.ask_exemption", step=("步骤", _STEP), ground=("事由", words(ExemptionGround)))
define_data("dossiers.revoke_exemption", step=("步骤", _STEP))
define_data("dossiers.decide_exemption", step=("步骤", _STEP), is_granted="批准")
define_data(
    "dossiers.sign", medium=("签发方式", words(SigningMedium)), version="稿次", digest=("摘要值", digest)
)
define_data("dossiers.remake_page", page="页面编号", revision="版本编号", version="稿次")
define_data("dossiers.make_page", "dossiers.adopt_history", page="页面编号")
define_data("dossiers.accept_correction", page="页面编号", revision="版本编号", digest=("摘要值", digest))
