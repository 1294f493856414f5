"""Old content of the demonstration: something that ended, a copy of it, a dead link, and a page that is archived."""

from __future__ import annotations

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole
from gongkai.clearance.enums_upkeep import MotionAct
from gongkai.clearance.models import UpkeepAct
from gongkai.clearance.usecases.upkeep import ask_for_act
from gongkai.clearance.usecases.upkeep_deciding import accept_motion
from gongkai.demo.story import Cast, add, clear_and_release
from gongkai.website.models import ArticlePage, ColumnPage, HomePage

_TRAINING = (
    "<p>为提高农村客运驾驶员冬季行车技能，示例省交通运输厅面向全省农村客运企业开展免费培训。"
    "由企业统一报名，每家企业不超过六人，逾期不再受理。培训分三期进行，每期三天，内容包括冰雪路面制动、弯道会车、"
    "应急疏散和车载终端使用，结业考核合格的发给结业证明。培训期间食宿由承办单位安排，往返路费由企业承担。报名时间：2026年3月2日至2026年3月20日。</p>"
)
ARTICLES = (
    ("notices", "winter-training", "农村客运驾驶员冬季技能培训报名通知", _TRAINING),
    ("news", "winter-training-news", "农村客运驾驶员冬季技能培训报名通知", _TRAINING),
    (
        "notices",
        "bridge-closed",
        "示例江大桥夜间封闭施工绕行公告",
        "<p>施工期为2026年4月6日至2026年5月10日，每日22时至次日6时封闭，请过往车辆绕行示例江二桥。"
        '绕行路线图见<a href="/notices/bridge-map/">示意图</a>。</p>',
    ),
    (
        "notices",
        "spring-service",
        "春运期间加开省际客运班线的公告",
        "<p>春运期间，自2026年1月20日至2026年2月28日止，全省加开省际客运班线四十六条，请旅客凭有效证件购票乘车。</p>",
    ),
)
ARCHIVED = "spring-service"


def tell_upkeep(cast: Cast, home: HomePage) -> None:
    """Written by the transport division; one page archived by the office at its request. A second run changes nothing.

    Proposals are about what the public can see: `gongkai upkeep` finds them after the first release.
    """
    for column, slug, title, body in ARTICLES:
        parent = ColumnPage.objects.descendant_of(home).get(slug=column)
        article = ArticlePage(
            title=title,
            slug=slug,
            body=[("text", body)],
            source="本厅运输处",
            unit=cast.units["ysc"],
            disclosure=Disclosure.PROACTIVE,
        )
        article = add(parent, article, cast.user("qicao"))
        members = [(article, ItemRole.PAGE)]
        clear_and_release(cast, members, ContentKind.ARTICLE, by="qicao", head="chuzhang", unit="ysc")
    if not UpkeepAct.objects.exists():
        page = ArticlePage.objects.descendant_of(home).get(slug=ARCHIVED)
        reason = "春运已经结束，班线不再加开。"
        motion = ask_for_act(by=cast.user("chuzhang"), page=page, act=MotionAct.ARCHIVE, reason=reason)
        accept_motion(by=cast.user("bangongshi2"), motion=motion)
