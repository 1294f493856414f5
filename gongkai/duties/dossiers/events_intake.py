"""Chinese names of what is done with deliveries from OA."""

from gongkai.core.audit.readings import digest, words
from gongkai.core.audit.registry import define_action, define_data
from gongkai.duties.dossiers.enums_intake import DeliveryKind, DeliverySource

define_action("dossiers.receive_delivery", "收到 OA 来件")
define_action("dossiers.file_delivery", "OA 来件归卷")
define_action("dossiers.claim_delivery", "认领 OA 来件")
define_action("dossiers.refuse_delivery", "拒收 OA 来件")
define_action("dossiers.remove_marked_delivery", "移除标有密级的来件")
define_action("dossiers.set_oa_access", "设置 OA 对接")
define_action("dossiers.end_oa_access", "停用 OA 对接")
define_action("dossiers.print_slip", "打印签批单")

_KIND, _SOURCE = ("类别", words(DeliveryKind)), ("来源", words(DeliverySource))
define_data("dossiers.receive_delivery", kind=_KIND, source=_SOURCE, sha256=("文件指纹（SHA-256）", digest))
define_data("dossiers.file_delivery", delivery="来件编号", kind=_KIND, differs="与签发稿不一致")
define_data("dossiers.claim_delivery", dossier="公文卷编号")
define_data("dossiers.refuse_delivery", kind=_KIND)
define_data("dossiers.remove_marked_delivery", source=_SOURCE, files="文件数")
define_data("dossiers.set_oa_access", clerk="登记人员编号", over_net="有接口口令")
define_data("dossiers.end_oa_access", ended="停用的设置数")
define_data("dossiers.print_slip", version="稿次", sha256=("文件指纹（SHA-256）", digest))
