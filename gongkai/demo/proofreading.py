"""三审三校 in the demonstration: slips at several steps and rounds, one late, one to be corrected, one that nobody may take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import TaskState

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole, ProofreadResult, SlipState
from gongkai.clearance.models import ReviewParameter, ReviewSlip
from gongkai.clearance.queries import open_slip_of
from gongkai.clearance.queries.proofreading import round_due
from gongkai.clearance.rules.parameters import PARAMETERS, rounds_code
from gongkai.clearance.usecases.parameters import set_review_parameter
from gongkai.clearance.usecases.proofreading import record_proofreading
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.core.organisation.models import Delegation
from gongkai.core.organisation.usecases.delegations import grant_delegation
from gongkai.core.workdays.queries import calendar_for
from gongkai.core.workdays.rules import YearMissingError, add_workdays
from gongkai.demo.story import Cast, add
from gongkai.duties.policies.models import PolicyDocument
from gongkai.website.models import ArticlePage, ColumnPage, HomePage

SOURCE = "演示：厅务会关于网站内容“三审三校”的决定"


@dataclass(frozen=True, slots=True)
class Draft:
    """An article under review: who wrote it, who else changed it, how many working days ago it was sent, what was read."""

    slug: str
    title: str
    summary: str
    body: str
    unit: str
    by: str
    days_ago: int
    readings: Sequence[tuple[str, int, str]] = ()
    edited_by: str = ""


DRAFTS = (
    Draft(
        "ferry-spring-timetable",
        "内河客渡船春运加密班次，十二个渡口延长两小时",
        "春运坐渡船回家的人：末班船推后两小时。",
        "<p>春运期间，十二个渡口末班船推后两小时，客流大的渡口加密班次。时刻以渡口公告为准。</p>",
        "ysc",
        "qicao",
        5,
    ),
    Draft(
        "truck-stop-showers",
        "五个高速服务区建成货车司机之家，可以洗澡、热饭",
        "跑长途的司机：五个服务区有热水、有微波炉。",
        "<p>五个服务区的货车司机之家开放，提供淋浴、洗衣和加热饭菜，不收费，停车不超过八小时。</p>",
        "ysc",
        "qicao",
        1,
        (("bangongshi2", 2, "标题“建成”改“开放”；末段“不收费”后补“凭行驶证登记”。"),),
    ),
    Draft(
        "rule-of-law-week",
        "交通运输宪法宣传周本周开始，三类活动欢迎参加",
        "想了解交通法规的人：三类活动不用报名。",
        "<p>本周起举办宪法宣传周，有广场咨询、案例讲解和线上答题三类活动，不用报名。</p>",
        "zfc",
        "qicao2",
        2,
        (("wangzhan", 0, ""), ("bangongshi2", 0, "")),
        edited_by="chuzhang2",
    ),
)


def tell_proofreading(cast: Cast) -> None:
    """Ask for one round of documents and three of news, and leave slips at several of them; a second run leaves all alone."""
    if ReviewParameter.objects.exists():
        return
    office = cast.user("bangongshi2")
    for kind, rounds in ((ContentKind.POLICY, 1), (ContentKind.ARTICLE, 3)):
        set_review_parameter(by=office, parameter=PARAMETERS[rounds_code(kind)], value=rounds, source=SOURCE)
    _read_document(cast)
    column = ColumnPage.objects.descendant_of(HomePage.objects.get()).get(slug="news")
    for draft in DRAFTS:
        _send(cast, column, draft)
    _stand_in(cast)


def _read_document(cast: Cast) -> None:
    """The document that waits for the office has had its first round."""
    policy = PolicyDocument.objects.filter(slug="rural-subsidy").first()
    slip = open_slip_of(policy) if policy is not None else None
    if slip is not None:
        _read(cast, slip, ("bangongshi", 0, ""))


def _send(cast: Cast, column: ColumnPage, draft: Draft) -> None:
    page: Any = ArticlePage(
        title=draft.title,
        slug=draft.slug,
        summary=draft.summary,
        body=[("text", draft.body)],
        source="本厅",
        unit=cast.units[draft.unit],
        disclosure=Disclosure.PROACTIVE,
    )
    page = add(column, page, cast.user(draft.by))
    if draft.edited_by:
        page.save_revision(user=cast.user(draft.edited_by))
    slip = submit_for_review(
        by=cast.user(draft.by),
        members=[(page, ItemRole.PAGE)],
        kind=ContentKind.ARTICLE,
        unit=cast.units[draft.unit],
    )
    _as_if_sent(slip, draft.days_ago)
    for reading in draft.readings:
        _read(cast, ReviewSlip.objects.get(pk=slip.pk), reading)


def _as_if_sent(slip: ReviewSlip, days_ago: int) -> None:
    """A demonstration made today has nothing that has waited; so it is told as having been sent before."""
    at = _workdays_ago(days_ago)
    ReviewSlip.objects.filter(pk=slip.pk, state=SlipState.IN_REVIEW).update(submitted_at=at)
    TaskState.objects.filter(
        workflow_state__base_content_type=ContentType.objects.get_for_model(ReviewSlip),
        workflow_state__object_id=str(slip.pk),
    ).update(started_at=at)


def _workdays_ago(count: int) -> datetime:
    now = timezone.localtime()
    try:
        day = add_workdays(now.date(), -count, calendar_for())
    except YearMissingError:
        day = now.date() - timedelta(days=count)
    return now.replace(year=day.year, month=day.month, day=day.day, hour=9, minute=20)


def _read(cast: Cast, slip: ReviewSlip, reading: tuple[str, int, str]) -> None:
    person, corrections, note = reading
    first = slip.items.order_by("pk").first()
    assert first is not None
    record_proofreading(
        by=cast.user(person),
        slip=slip,
        round=round_due(slip),
        result=ProofreadResult.CORRECTED if corrections else ProofreadResult.CLEAN,
        corrections={first.pk: corrections},
        note=note,
    )


def _stand_in(cast: Cast) -> None:
    """A leader is away for a week and lets a colleague sign."""
    leader, colleague = cast.user("tingling"), cast.user("tingling2")
    if Delegation.objects.filter(grantor=leader).exists():
        return
    today = timezone.localdate()
    grant_delegation(
        by=leader,
        grantor=leader,
        delegate=colleague,
        scope="clearance.review_final",
        valid_from=today,
        valid_until=today + timedelta(days=6),
        grounds="出差一周",
    )
