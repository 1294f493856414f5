"""People and their posts, and 离岗交接."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.forms import day_asked
from gongkai.core.organisation.forms import name_in_choice
from gongkai.core.organisation.holdings import OPEN_WORK
from gongkai.core.organisation.models import Handover, Post
from gongkai.core.organisation.queries.leaving import open_items_of, units_led_alone_by
from gongkai.core.organisation.queries.people import people_by_unit, people_who_may
from gongkai.core.organisation.queries.responsible import title_posts
from gongkai.core.organisation.rules.leaving import OpenItem, Receivers
from gongkai.core.organisation.usecases.leaving import leave_post
from gongkai.core.organisation.verbs import HAND_OVER, LEAD, SERVE, VIEW
from gongkai.core.organisation.verbs import VIEW_ALL as SEES_ALL
from gongkai.core.organisation.views.base import Screen
from gongkai.core.reasons import Refused

PER_PAGE = 50
Groups = list[tuple[str, list[tuple[str, str]]]]


class PeopleScreen(Screen):
    """People with their present posts; people without the wider right see themselves."""

    template_name = "organisation/people.html"
    title = "人员与任职"
    verb = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()[:60]
        today = timezone.localdate()
        now = Post.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        people = User.objects.prefetch_related(
            Prefetch("posts", now.select_related("unit").order_by("valid_from"), to_attr="present_posts")
        ).order_by("frozen_at", "full_name", "pk")
        sees_all = may(self.user, SEES_ALL)
        if not sees_all:
            people = people.filter(pk=self.user.pk)
        if words:
            found = Q(full_name__icontains=words) | Q(username__icontains=words)
            people = people.filter(found | Q(posts__in=now.filter(unit__name__icontains=words))).distinct()
        page = Paginator(people, PER_PAGE).get_page(self.request.GET.get("p"))
        title_posts((post for person in page for post in person.present_posts), today)
        return super().get_context_data(
            page=page,
            words=words,
            sees_all=sees_all,
            may_hand_over=may(self.user, HAND_OVER),
            today=today,
            **kwargs,
        )


class LeavingScreen(Screen):
    """Who takes what, and the confirmation."""

    template_name = "organisation/leaving.html"
    verb = HAND_OVER
    parent = ("人员与任职", "organisation:people")
    refusal: Refused | None = None

    @cached_property
    def leaver(self) -> User:
        """The person who leaves."""
        return get_object_or_404(User, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"离岗交接：{self.leaver}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posted = request.POST
        left_on = day_asked(posted.get("left_on", ""))
        if left_on is None:
            return self.render_to_response(self.get_context_data(bad_day=True), status=422)
        items = {f"item:{item.name}": item for item in open_items_of(self.leaver)}
        works = {f"work:{item.work}" for item in items.values()}
        receivers = Receivers(
            {items[key].name: int(v) for key, v in posted.items() if key in items and v.isdecimal()},
            {key[5:]: int(v) for key, v in posted.items() if key in works and v.isdecimal()},
            int(posted["rest"]) if posted.get("rest", "").isdecimal() else None,
        )
        heads = {
            int(key[5:]): int(v)
            for key, v in posted.items()
            if key.startswith("head:") and key[5:].isdecimal() and v.isdecimal()
        }
        try:
            handover = leave_post(
                by=self.user,
                user=self.leaver,
                left_on=left_on,
                grounds=posted.get("grounds", "")[:200],
                receivers=receivers,
                new_heads=heads,
            )
        except Refused as refusal:
            self.refusal = refusal
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, f"{self.leaver}的离岗交接已办结，账号已冻结。")
        return redirect("organisation:handover", pk=handover.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = open_items_of(self.leaver)
        works: dict[str, list[OpenItem]] = {}
        for item in items:
            works.setdefault(item.work, []).append(item)
        today = timezone.localdate()
        headless = units_led_alone_by(self.leaver, today)
        chosen = {key for key, value in self.request.POST.items() if value}
        return super().get_context_data(
            leaver=self.leaver,
            works=[
                {
                    "name": work,
                    "rows": rows,
                    "people": self._choices(*OPEN_WORK[work].takes),
                    "is_split": any(f"item:{row.name}" in chosen for row in rows),
                }
                for work, rows in works.items()
            ],
            total=len(items),
            headless=headless,
            people=self._choices(SERVE),
            heads=self._choices(LEAD) if headless else [],
            posted=self.request.POST,
            today=today,
            refusal=self.refusal,
            **kwargs,
        )

    def _choices(self, *verbs: Verb) -> Groups:
        """Who may take a kind of work, by unit; not the leaver."""
        people = people_who_may(*verbs).exclude(pk=self.leaver.pk)
        return [
            (unit, [(str(one.pk), name_in_choice(one)) for one in members])
            for unit, members in people_by_unit(people, timezone.localdate())
        ]


class HandoverScreen(Screen):
    """The record of a leaving, to be printed."""

    template_name = "organisation/handover.html"
    verb = SEES_ALL
    parent = ("人员与任职", "organisation:people")

    @cached_property
    def handover(self) -> Handover:
        """The record."""
        return get_object_or_404(Handover.objects.select_related("user", "done_by"), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return str(self.handover)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.handover.items.select_related("receiver")
        return super().get_context_data(handover=self.handover, items=items, **kwargs)
