"""Invented facts, columns, news and entries of the site. No real department, person or figure."""

from __future__ import annotations

from typing import Any

REGULATIONS_BODY = [
    ("heading", "依据"),
    (
        "text",
        "<p>本厅公开工作依据《中华人民共和国政府信息公开条例》。公开为常态、不公开为例外，该公开的都公开。</p>",
    ),
    ("heading", "审查"),
    (
        "text",
        "<p>公开前一事一审：起草处室负责人初审，办公室会同保密审查复审，分管厅领导终审。没有审完的内容，任何渠道都不发布。</p>",
    ),
    ("heading", "更正"),
    (
        "text",
        "<p>发现公开的信息不准确，可以打页面底部的公开电话告诉我们。核实后更正，并在原处说明改了什么、什么时候改的。</p>",
    ),
    ("heading", "监督"),
    ("text", "<p>认为本厅没有依法公开的，可以向上一级机关或者政府信息公开工作主管部门投诉、举报。</p>"),
]

SITE_FACTS = {
    "name": "示例省交通运输厅",
    "slogan": "看得懂，找得到，问得着",
    "domain": "jtt.example.gov.cn",
    "id_code": "0000000000",
    "icp": "示例ICP备00000000号",
    "police": "示例公网安备 00000000000000号",
    "organiser": "示例省交通运输厅",
    "undertaker": "示例省交通运输事务服务中心",
    "address": "示例省示例市畅行大道 1 号",
    "postcode": "000000",
    "phone": "000-0001 2345",
    "phone_hours": "工作日 8:30–17:00",
    "hotline": "12328",
    "government_name": "示例省人民政府",
    "note": "本站为演示，机构、文件与数据均为虚构。",
}

COLUMNS: tuple[dict[str, Any], ...] = (
    {
        "slug": "about",
        "title": "机构",
        "column_type": "functions",
        "summary": "厅里管什么，找哪个处室。",
        "list_style": "none",
        "in_menu": True,
        "body": [
            ("heading", "主要职责"),
            (
                "text",
                "<p>负责全省公路、水路运输的规划、建设、养护和行业管理，保障群众出行，保护从业人员合法权益。</p>",
            ),
            ("heading", "内设处室"),
            (
                "text",
                "<p>办公室、政策法规处、行政审批处、综合规划处、财务审计处、人事教育处、建设管理处、公路管理处、"
                "水运管理处、运输管理处、安全监督处、科技信息处。</p>",
            ),
        ],
    },
    {
        "slug": "news",
        "title": "政务动态",
        "column_type": "news",
        "summary": "厅里最近做了什么，路上有什么变化。",
        "list_style": "rows",
        "in_menu": True,
        "update_within_days": 14,
    },
    {
        "slug": "notices",
        "title": "通知公告",
        "column_type": "notices",
        "summary": "施工、封路、考试、招聘等要让大家知道的事。",
        "list_style": "titles",
        "in_menu": True,
        "update_within_days": 180,
    },
)

OPEN_GOVERNMENT_COLUMNS: tuple[dict[str, Any], ...] = (
    {
        "slug": "guide",
        "title": "政府信息公开指南",
        "column_type": "guide",
        "summary": "怎么找信息，怎么申请公开，向谁问。",
        "list_style": "none",
        "body": [
            ("heading", "信息分类与编排"),
            (
                "text",
                "<p>主动公开的信息按机构职能、规划计划、统计信息、行政许可、财政预决算、收费项目等分类，每条信息有索引、"
                "名称、内容概述和生成日期。</p>",
            ),
            ("heading", "获取方式"),
            (
                "text",
                "<p>可以在本网站查阅，也可以到公开查阅点查阅。没有主动公开的，可以当面、邮寄或者网上提出申请。</p>",
            ),
            ("heading", "公开机构"),
            ("text", "<p>示例省交通运输厅办公室。地址、电话和接听时间见页面底部。</p>"),
        ],
    },
    {
        "slug": "regulations",
        "title": "政府信息公开制度",
        "column_type": "regulations",
        "summary": "公开工作依据的法规和本厅的办法。",
        "list_style": "none",
        "body": REGULATIONS_BODY,
    },
    {
        "slug": "statutory",
        "title": "法定主动公开内容",
        "column_type": "statutory",
        "summary": "法律规定必须公开的信息，按类别放在这里。",
        "list_style": "titles",
    },
    {
        "slug": "reports",
        "title": "政府信息公开年报",
        "column_type": "annual_report",
        "summary": "每年一月底前公布上一年度的公开工作情况。",
        "list_style": "titles",
    },
)

NEWS: tuple[dict[str, Any], ...] = (
    {
        "column": "news",
        "slug": "rural-bus-winter",
        "title": "全省农村客运班线恢复至冬季时刻，共调整 312 个班次",
        "summary": "坐早班车进城的人注意：头班车普遍推后 20 分钟。",
        "body": "<p>自 11 月 20 日起，全省农村客运班线执行冬季时刻。头班车普遍推后 20 分钟，末班车提前 30 分钟。"
        "各客运站已张贴新时刻表，也可以打 12328 查询。</p>",
    },
    {
        "column": "news",
        "slug": "bridge-deicing",
        "title": "三座跨江大桥加装防结冰系统，低温天气不再逐车限速放行",
        "summary": "冬天过江的车主：结冰预警时不再排队等放行。",
        "body": "<p>三座跨江大桥完成防结冰系统安装。系统按桥面温度自动喷洒，低温时段通行时间预计缩短一半。</p>",
    },
    {
        "column": "news",
        "slug": "driver-exam-weekly",
        "title": "网约车驾驶员从业资格考试改为每周三次，成绩当天可查",
        "summary": "想开网约车的人：考试不用再等一个月。",
        "body": "<p>即日起，从业资格考试由每月两次改为每周三次，考完当天可以在网上查成绩、打印合格证明。</p>",
    },
    {
        "column": "notices",
        "slug": "overpass-night-closure",
        "title": "关于畅行大道跨线桥夜间封闭施工的公告",
        "summary": "11 月 25 日至 12 月 5 日，每晚 22 时至次日 5 时封闭。",
        "body": "<p>因桥面维修，畅行大道跨线桥每晚 22 时至次日 5 时双向封闭，请从滨江路绕行。公交 7 路夜班临时改线。</p>",
    },
)

ENTRIES: tuple[dict[str, Any], ...] = (
    {
        "column": "statutory",
        "slug": "vehicle-permit-guide",
        "title": "道路货物运输经营许可办理要点",
        "summary": "要什么材料、几天办完、不收费。",
        "body": "<p><b>办理对象</b>　从事道路货物运输经营的企业和个体工商户；总质量 4.5 吨及以下普通货车不需要办理。</p>"
        "<p><b>材料</b>　申请表、经营者身份证明、车辆行驶证和检验合格记录、驾驶员从业资格证。</p>"
        "<p><b>时限</b>　材料齐全的 5 个工作日内办结。<b>收费</b>　不收费。<b>地点</b>　各市、县交通运输窗口或者网上办理。</p>",
    },
    {
        "column": "statutory",
        "slug": "road-maintenance-2025",
        "title": "2025 年普通国省干线公路养护情况",
        "summary": "养了多少路、好路占多少、钱用在哪里。",
        "body": "<p>全年实施预防养护 1268 公里、修复养护 842 公里，改造危旧桥梁 37 座。优良路率 91.6%，比上年提高 0.8 个百分点。</p>"
        "<p>资金用于路面修复占 61%，桥梁隧道占 22%，安全设施占 11%，应急抢通占 6%。</p>",
    },
    {
        "column": "statutory",
        "slug": "bus-subsidy-2025",
        "title": "2025 年农村客运补贴资金分配结果",
        "summary": "按里程和班次分到各市，可以逐市查。",
        "body": "<p>补贴按实际运营里程占 70%、班次兑现率占 30% 计算，全部拨付到经营者。</p>"
        "<ul><li>甲市：312 辆，补贴 468 万元。</li><li>乙市：275 辆，补贴 402 万元。</li><li>丙市：198 辆，补贴 291 万元。</li></ul>",
    },
    {
        "column": "reports",
        "slug": "annual-report-2025",
        "title": "示例省交通运输厅 2025 年政府信息公开工作年度报告",
        "summary": "全年主动公开、申请办理、问题和改进。",
        "body": "<p><b>一、总体情况</b>　全年主动公开信息 1846 条，其中政策文件 42 件，全部同步发布解读和图解。</p>"
        "<p><b>二、主动公开情况</b>　现行有效行政规范性文件 28 件，当年制发 5 件、废止 3 件。</p>"
        "<p><b>三、收到和处理申请情况</b>　新收申请 63 件，办结 61 件，结转下年 2 件；予以公开 38 件，部分公开 9 件，其余依法答复。</p>"
        "<p><b>四、行政复议、行政诉讼情况</b>　复议 2 件，均维持；诉讼 0 件。</p>"
        "<p><b>五、存在的问题和改进</b>　个别解读偏长，已要求一句话先说清；农村客运时刻更新不及时，已改为变更当日发布。</p>"
        "<p><b>六、其他事项</b>　没有收取信息处理费。</p>",
    },
    {
        "column": "reports",
        "slug": "annual-report-2024",
        "title": "示例省交通运输厅 2024 年政府信息公开工作年度报告",
        "summary": "全年主动公开、申请办理、问题和改进。",
        "body": "<p><b>一、总体情况</b>　全年主动公开信息 1703 条，其中政策文件 39 件。</p>"
        "<p><b>二、收到和处理申请情况</b>　新收申请 71 件，办结 71 件。</p>"
        "<p><b>三、存在的问题和改进</b>　解读发布晚于文件的有 4 件，次年起改为同步发布。</p>",
    },
)
