"""What the protection of personal data stands on."""

from datetime import date

from gongkai.core.basis import Certainty, define_basis

_PIPL = "中华人民共和国个人信息保护法"
_IN_FORCE = date(2021, 11, 1)

PURPOSE = define_basis(
    "personaldata.pipl_6",
    _PIPL,
    "第六条",
    "处理个人信息应当具有明确、合理的目的，并应当与处理目的直接相关，采取对个人权益影响最小的方式。",
    since=_IN_FORCE,
)
SHORTEST_TIME = define_basis(
    "personaldata.pipl_19",
    _PIPL,
    "第十九条",
    "除法律、行政法规另有规定外，个人信息的保存期限应当为实现处理目的所必要的最短时间。",
    since=_IN_FORCE,
)
ERASURE = define_basis(
    "personaldata.pipl_47",
    _PIPL,
    "第四十七条",
    "保存期限已届满的，个人信息处理者应当主动删除个人信息；删除从技术上难以实现的，应当停止除存储和采取必要的"
    "安全保护措施之外的处理。",
    since=_IN_FORCE,
)
SAFEGUARDS = define_basis(
    "personaldata.pipl_51",
    _PIPL,
    "第五十一条",
    "个人信息处理者应当分类管理个人信息，采取加密、去标识化等安全技术措施，合理确定操作权限。",
    since=_IN_FORCE,
)
NETWORK_LOGS = define_basis(
    "personaldata.cybersecurity_21",
    "中华人民共和国网络安全法",
    "第二十一条",
    "网络运营者应当按照规定留存相关的网络日志不少于六个月。",
    since=date(2017, 6, 1),
)
HOUSE = define_basis(
    "personaldata.house",
    "个人信息保护规则",
    "",
    "个人信息逐项加密存放，读取须有目的并留痕，密钥只在本机保存。",
    certainty=Certainty.HOUSE,
)
