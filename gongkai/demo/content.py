"""Invented documents, interpretations and infographics. No real department, person or document."""

from __future__ import annotations

from datetime import date
from typing import Any


def blocks(html: str) -> list[tuple[str, str]]:
    """Headings and text of a body, from short markup."""
    found: list[tuple[str, str]] = []
    for part in html.split("<h2>"):
        if "</h2>" in part:
            heading, part = part.split("</h2>", 1)
            found.append(("heading", heading))
        if part.strip():
            found.append(("text", part))
    return found


_LEVELS = "<h2>第一章　总则</h2>"

DOCUMENTS: tuple[dict[str, Any], ...] = (
    {
        "unit": "ysc",
        "drafter": "qicao",
        "head": "chuzhang",
        "document": {
            "slug": "platform-drivers",
            "title": "示例省交通运输新业态从业人员权益保障办法",
            "doc_number": "示交规〔2026〕9号",
            "index_number": "SJ-2026-0009",
            "kind": "normative",
            "kind_reason": "涉及网约车平台公司和驾驶员的权利义务，普遍适用、反复适用。",
            "issuer": "示例省交通运输厅",
            "written_on": date(2026, 11, 12),
            "printed_on": date(2026, 11, 16),
            "effective_on": date(2026, 11, 18),
            "expires_on": date(2031, 11, 17),
            "topic": "运输服务",
            "one_sentence": "网约车、网络货运司机：平台改抽成规则要提前 7 天说清，没说清的不算数。",
            "contact": "000-0001 2346（运输处）",
            "attachments": [
                {
                    "title": "平台规则调整告知书（样式）",
                    "file": "notice-form.csv",
                    "rows": [
                        ["项目", "填写"],
                        ["调整前", ""],
                        ["调整后", ""],
                        ["理由", ""],
                        ["告知日期", ""],
                        ["生效日期（告知后第 7 日起）", ""],
                    ],
                }
            ],
            "points": [
                ("point", "平台改抽成、派单、计价规则，要提前 7 天告知司机；没告知的，对司机不生效。"),
                ("point", "连续接单满 4 小时，平台要停止派单 20 分钟，不得因此扣分。"),
                ("point", "司机对扣款有异议，平台 5 个工作日内答复；不答复的，先退款。"),
            ],
            "body": _LEVELS
            + "<p><b>第一条</b>　为了保障交通运输新业态从业人员的合法权益，规范平台公司经营行为，制定本办法。</p>"
            "<p><b>第二条</b>　本省行政区域内从事网络预约出租汽车、网络平台道路货物运输经营的平台公司，适用本办法。</p>"
            "<h2>第二章　收入与规则</h2>"
            "<p><b>第七条</b>　平台公司调整抽成比例、派单和计价规则的，应当提前 7 日以显著方式告知从业人员，"
            "并说明理由。未按规定告知的，对从业人员不发生效力。</p>"
            "<p><b>第八条</b>　平台公司应当公开抽成比例上限，不得以任何名目变相提高。</p>"
            "<h2>第三章　休息与安全</h2>"
            "<p><b>第十一条</b>　从业人员连续接单满 4 小时的，平台公司应当停止派单不少于 20 分钟，不得因此降低其服务评分。</p>"
            "<h2>第四章　申诉</h2>"
            "<p><b>第十五条</b>　从业人员对扣款、封禁有异议的，平台公司应当自收到之日起 5 个工作日内答复；逾期未答复的，先行退还。</p>"
            "<h2>第五章　附则</h2><p><b>第二十条</b>　本办法自 2026 年 11 月 18 日起施行，有效期五年。</p>",
        },
        "interpretation": {
            "slug": "platform-drivers-text",
            "title": "抽成怎么改、累了怎么歇、扣错了怎么办：新业态从业人员权益保障办法解读",
            "interpreter": "运输处负责人",
            "lead_in": "办法只管一件事：让平台和司机之间的规则讲在前面、讲得清楚。",
            "contact": "000-0001 2346",
            "points": [
                ("point", "谁要看：网约车、网络货运的司机和平台。"),
                ("point", "从哪天起：2026 年 11 月 18 日。"),
            ],
            "body": "<h2>为什么要出这个办法</h2><p>过去一年，12328 收到关于抽成突然变化的来电 1240 件，司机大多是结算时才发现。</p>"
            "<h2>和以前有什么不同</h2><p>以前只要求“告知”，没说提前几天，也没说不告知怎么办。现在定了 7 天，没告知就不算数。</p>"
            "<h2>遇到问题怎么办</h2><p>先向平台提出，平台要在 5 个工作日内答复。不答复，打 12328，我们按投诉办理。</p>",
        },
        "infographic": {
            "slug": "platform-drivers-chart",
            "title": "图解：网约车、货运平台改规则，先跟司机说清",
            "headline": "改抽成，先说清再执行",
            "facts": [
                (
                    "number",
                    {
                        "label": "提前",
                        "value": "7",
                        "unit": "天",
                        "sentence": "抽成改动，先说清",
                        "clause": "第七条",
                    },
                ),
                (
                    "number",
                    {
                        "label": "满",
                        "value": "4",
                        "unit": "小时",
                        "sentence": "必须停下来歇",
                        "clause": "第十一条",
                    },
                ),
                (
                    "number",
                    {
                        "label": "最多",
                        "value": "5",
                        "unit": "工作日",
                        "sentence": "扣款有异议要答复",
                        "clause": "第十五条",
                    },
                ),
                (
                    "change",
                    {
                        "subject": "改抽成",
                        "before": "结算时才知道",
                        "after": "提前 7 天；没告知不算数",
                        "clause": "第七条",
                    },
                ),
                (
                    "change",
                    {
                        "subject": "要休息",
                        "before": "少接单会掉分",
                        "after": "停派 20 分钟，不许扣分",
                        "clause": "第十一条",
                    },
                ),
                ("step", {"name": "先找平台", "how": "线上申诉", "who": "司机", "clause": "第十五条"}),
                ("step", {"name": "等答复", "how": "5 个工作日内", "who": "平台", "clause": "第十五条"}),
                ("step", {"name": "打 12328", "how": "不答复就投诉", "who": "司机", "clause": "第十五条"}),
                ("scope", {"applies": True, "who": "网约车平台和司机", "clause": "第二条"}),
                ("scope", {"applies": True, "who": "网络货运平台和司机", "clause": "第二条"}),
                ("scope", {"applies": False, "who": "巡游出租车", "clause": "第二条"}),
                ("date", {"date": date(2026, 11, 18), "what": "办法开始施行"}),
                ("date", {"date": date(2031, 11, 17), "what": "有效期满"}),
                ("contact", {"phone": "12328", "hours": "24 小时", "url": ""}),
            ],
        },
        "state": "live",
    },
    {
        "unit": "ysc",
        "drafter": "qicao",
        "head": "chuzhang",
        "document": {
            "slug": "one-inspection",
            "title": "关于进一步优化普通货运车辆年度审验和综合性能检验检测流程、推行“一次上线、一次检测、一次收费”的实施意见",
            "doc_number": "示交规〔2026〕8号",
            "index_number": "SJ-2026-0008",
            "kind": "normative",
            "kind_reason": "调整货车年审和检验检测的办理流程，涉及车主和检测站权利义务。",
            "issuer": "示例省交通运输厅",
            "written_on": date(2026, 11, 3),
            "printed_on": date(2026, 11, 5),
            "effective_on": date(2027, 1, 1),
            "topic": "运输服务",
            "one_sentence": "货车车主：年审、安检、环检三合一，只跑一趟、只交一次费，省内异地也能办。",
            "contact": "000-0001 2346（运输处）",
            "points": [
                ("point", "2027 年 1 月 1 日起，三项检测合并，一次上线办完。"),
                ("point", "省内任何一家具备资格的检测站都能办，不限车籍地。"),
            ],
            "body": "<h2>一、总体要求</h2><p>（一）自 2027 年 1 月 1 日起，普通货运车辆综合性能检测、安全技术检验、排放检验合并办理。</p>"
            "<h2>二、主要措施</h2><p>（二）车主一次上线、一次检测、一次缴费，检测结果互认。</p>"
            "<p>（三）省内具备资格的检测机构均可受理，不受车籍地限制。</p>"
            "<h2>三、保障措施</h2><p>（四）检测机构应当公示收费标准，不得重复收费。</p>",
        },
        "interpretation": {
            "slug": "one-inspection-text",
            "title": "货车年审三件事，一趟办完：实施意见解读",
            "interpreter": "运输处负责人",
            "lead_in": "一年跑三趟检测线的日子，到年底为止。",
            "contact": "000-0001 2346",
            "points": [
                ("point", "谁受影响：省内普通货车车主和检测站。"),
                ("point", "什么时候开始：2027 年 1 月 1 日。"),
            ],
            "body": "<h2>改了什么</h2><p>以前综合性能、安全、环保三项各检各的，要排三次队、交三次费。现在一次上线，三项一起出结果。</p>"
            "<h2>车在外地怎么办</h2><p>省内任何一家有资格的检测站都可以办，结果全省互认。</p>",
        },
        "infographic": {
            "slug": "one-inspection-chart",
            "title": "图解：货车年审三检合一",
            "headline": "三检合一，只跑一趟",
            "facts": [
                (
                    "number",
                    {
                        "label": "合成",
                        "value": "1",
                        "unit": "次",
                        "sentence": "三项检测一次办",
                        "clause": "第（一）条",
                    },
                ),
                (
                    "change",
                    {
                        "subject": "检测",
                        "before": "跑三趟，交三次",
                        "after": "跑一趟，交一次",
                        "clause": "第（二）条",
                    },
                ),
                (
                    "change",
                    {
                        "subject": "地点",
                        "before": "只能回车籍地",
                        "after": "省内哪家都能办",
                        "clause": "第（三）条",
                    },
                ),
                ("step", {"name": "预约", "how": "网上或电话", "who": "车主", "clause": "第（二）条"}),
                ("step", {"name": "上线检测", "how": "三项一起做", "who": "检测站", "clause": "第（二）条"}),
                ("step", {"name": "取结果", "how": "全省互认", "who": "车主", "clause": "第（三）条"}),
                ("scope", {"applies": True, "who": "普通货运车辆", "clause": "第（一）条"}),
                ("scope", {"applies": False, "who": "危险货物运输车辆", "clause": "第（一）条"}),
                ("date", {"date": date(2027, 1, 1), "what": "三检合一开始施行"}),
                ("contact", {"phone": "12328", "hours": "24 小时", "url": ""}),
            ],
        },
        "state": "live",
    },
    {
        "unit": "zfc",
        "drafter": "qicao2",
        "head": "chuzhang2",
        "document": {
            "slug": "rural-subsidy",
            "title": "示例省农村客运运营补贴实施细则",
            "doc_number": "示交规〔2026〕10号",
            "kind": "normative",
            "kind_reason": "规定农村客运补贴的条件和标准，涉及经营者权益。",
            "issuer": "示例省交通运输厅",
            "written_on": date(2026, 11, 20),
            "effective_on": date(2026, 12, 20),
            "topic": "运输服务",
            "one_sentence": "村里坐车的人和客运公司：补贴从按车数发，改为按实际跑的班次发。",
            "contact": "000-0001 2347（政法处）",
            "points": [("point", "跑多少班，补多少钱。")],
            "body": "<p><b>第一条</b>　为了稳定农村客运，制定本细则。</p><p><b>第三条</b>　补贴按实际完成的班次核定。</p>",
        },
        "interpretation": {
            "slug": "rural-subsidy-text",
            "title": "补贴按班次发：农村客运运营补贴实施细则解读",
            "interpreter": "政法处负责人",
            "lead_in": "跑多少班，补多少钱。",
            "contact": "000-0001 2347",
            "points": [("point", "谁受影响：农村客运经营者和沿线村民。")],
            "body": "<h2>改了什么</h2><p>以前按车数发补贴，停在场里的车也领钱。以后按实际班次核定。</p>",
        },
        "infographic": {
            "slug": "rural-subsidy-chart",
            "title": "图解：农村客运补贴按班次发",
            "headline": "跑多少班，补多少钱",
            "facts": [
                (
                    "number",
                    {
                        "label": "按",
                        "value": "班次",
                        "unit": "",
                        "sentence": "补贴跟着班次走",
                        "clause": "第三条",
                    },
                ),
                (
                    "change",
                    {"subject": "补贴", "before": "按车数发", "after": "按实际班次发", "clause": "第三条"},
                ),
                ("scope", {"applies": True, "who": "农村客运班线经营者", "clause": "第二条"}),
                ("contact", {"phone": "12328", "hours": "24 小时", "url": ""}),
            ],
        },
        "state": "in_review",
    },
)

ROUTINE_DOCUMENT: dict[str, Any] = {
    "slug": "winter-safety",
    "title": "关于做好今冬明春水路运输安全工作的通知",
    "doc_number": "示交办〔2026〕31号",
    "kind": "work_plan",
    "kind_reason": "布置系统内部工作，不增减公众权利义务。",
    "issuer": "示例省交通运输厅办公室",
    "written_on": date(2026, 11, 9),
    "printed_on": date(2026, 11, 10),
    "topic": "安全监督",
    "one_sentence": "冬季大风、结冰期，渡船停航标准和值班安排。",
    "contact": "000-0001 2348（安监处）",
    "body": "<p>各市交通运输局，厅直属各单位：</p><p>一、风力达到 7 级的，渡船一律停航。</p><p>二、结冰水域提前公布停航时间。</p>",
}
