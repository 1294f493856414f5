"""What the archive of dossiers stands on."""

from gongkai.core.basis import Certainty, define_basis

RETENTION_SCHEDULE = define_basis(
    "dossiers.retention_schedule",
    "机关文件材料归档范围和文书档案保管期限规定",
    "（国家档案局令第8号）",
    "文书档案的保管期限分为永久和定期两种，定期一般分为 30 年、10 年。",
    certainty=Certainty.SEEN_IN_PART,
)
PACKAGE_PROVES_ITSELF = define_basis(
    "dossiers.package_proves_itself",
    "本系统办文规则",
    "",
    "归档包列明每个文件的摘要值并签名，离开本系统也能核对；写成后先核对再移交。",
    certainty=Certainty.HOUSE,
)
LEGALITY_OUTSIDE = define_basis(
    "dossiers.legality_outside",
    "任务分解通知",
    "第四项",
    "以省政府（办公厅）名义印发的，送审时附公开征求意见的证明；未征求意见的，原则上不予合法性审查。",
)
