"""The gate inside Wagtail's admin: no publish button, our own acts in its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets import Button
from wagtail.snippets.action_menu import ActionMenuItem as SnippetMenuItem

from gongkai.clearance import queries
from gongkai.clearance.enums import SlipState
from gongkai.clearance.models import GatedMixin, GatedSnippet
from gongkai.clearance.queries.releasing import may_release
from gongkai.clearance.queries.screening import screening_of
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.clearance.usecases.reports import record_report
from gongkai.clearance.verbs import (
    CONFIGURE,
    EDIT_DATASET,
    LOOK,
    PROPOSE_UPKEEP,
    PURGE,
    READ_KNOWLEDGE,
    READ_REEVALUATION,
    READ_SLIPS,
    READ_WAIVERS,
    SET_PARAMETERS,
    SUBMIT,
    WITHDRAW,
)
from gongkai.clearance.versions import DocumentVersion
from gongkai.clearance.views.targets import label_of
from gongkai.clearance.views.wagtails import UnsealedDocumentsAPIViewSet, UnsealedImagesAPIViewSet
from gongkai.clearance.viewsets import DutyShiftViewSet, register_policies
from gongkai.core.accounts.access import VerbMenuItem
from gongkai.core.accounts.verbs import may
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.title_marks import in_title_marks

register_policies()


@hooks.register("register_admin_urls", order=1)
def drop_bulk_publishing() -> list[URLPattern]:
    """Wagtail's bulk publish and unpublish would refuse everything; better not to offer them."""
    bulk_action_registry._scan_for_bulk_actions()
    for models in bulk_action_registry.actions.values():
        for actions in models.values():
            for name in ("publish", "unpublish"):
                actions.pop(name, None)
    return []


_WAGTAILS_OWN = {
    "action-publish",
    "action-unpublish",
    "action-submit",
    "action-restart-workflow",
    "action-cancel-workflow",
}


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern | URLResolver]:
    return [path("clearance/", include("gongkai.clearance.urls"))]


@hooks.register("register_admin_viewset")
def viewsets() -> list[Any]:
    return [DutyShiftViewSet("duty_shifts")]


@hooks.register("insert_global_admin_css")
def review_sheet() -> str:
    return format_html('<link rel="stylesheet" href="{}">', versioned_static("clearance/review.css"))


@hooks.register("insert_global_admin_js")
def screen_script() -> str:
    """What was typed is screened before a form is sent, so that a refusal loses nothing of it."""
    return format_html(
        '<script src="{}" data-address="{}"></script>',
        versioned_static("clearance/screen.js"),
        reverse("clearance:screen"),
    )


@hooks.register("register_admin_menu_item")
def review_menu() -> MenuItem:
    return VerbMenuItem("审查", reverse("clearance:board"), icon_name="check", order=150, verb=READ_SLIPS)


@hooks.register("register_admin_menu_item")
def unread_menu() -> MenuItem:
    return VerbMenuItem("待核对文件", reverse("clearance:unread"), icon_name="view", order=152, verb=LOOK)


@hooks.register("register_admin_menu_item")
def knowledge_menu() -> MenuItem:
    url = reverse("clearance:knowledge")
    return VerbMenuItem("审查词库", url, icon_name="list-ul", order=153, verb=READ_KNOWLEDGE)


@hooks.register("register_admin_menu_item")
def progress_menu() -> MenuItem:
    url = reverse("clearance:progress")
    return VerbMenuItem("审校进度", url, icon_name="tasks", order=151, verb=READ_SLIPS)


@hooks.register("register_settings_menu_item")
def parameters_menu() -> MenuItem:
    url = reverse("clearance:parameters")
    return VerbMenuItem("审校参数", url, icon_name="sliders", order=105, verb=SET_PARAMETERS)


@hooks.register("register_admin_menu_item")
def datasets_menu() -> MenuItem:
    url = reverse("clearance:datasets")
    return VerbMenuItem("公开数据", url, icon_name="table", order=450, verb=EDIT_DATASET)


@hooks.register("register_admin_menu_item")
def aggregation_menu() -> MenuItem:
    url = reverse("clearance:assessments")
    return VerbMenuItem("汇聚评估", url, icon_name="group", order=154, verb=READ_SLIPS)


@hooks.register("register_settings_menu_item")
def chains_menu() -> MenuItem:
    return VerbMenuItem("审查流程", reverse("clearance:chains"), icon_name="tasks", order=100, verb=CONFIGURE)


@hooks.register("register_settings_menu_item")
def shifts_menu() -> MenuItem:
    return VerbMenuItem("值班安排", reverse("duty_shifts:index"), icon_name="date", order=110, verb=CONFIGURE)


@hooks.register("register_admin_menu_item")
def waivers_menu() -> MenuItem:
    url = reverse("clearance:waivers")
    return VerbMenuItem("放行与书面说明", url, icon_name="key", order=152, verb=READ_WAIVERS)


@hooks.register("register_admin_menu_item")
def takedown_menu() -> MenuItem:
    url = reverse("clearance:takedown")
    return VerbMenuItem("撤下与清除", url, icon_name="bin", order=155, verb=PURGE)


@hooks.register("register_admin_menu_item")
def upkeep_menu() -> MenuItem:
    url = reverse("clearance:upkeep")
    return VerbMenuItem("内容清理", url, icon_name="history", order=153, verb=READ_SLIPS)


@hooks.register("register_admin_menu_item")
def reevaluation_menu() -> MenuItem:
    url = reverse("clearance:reevaluation")
    return VerbMenuItem("定期评估", url, icon_name="lock-open", order=154, verb=READ_REEVALUATION)


def _edited(context: dict[str, Any]) -> Any:
    """What an editor's menu is about: a page, or a snippet."""
    return context.get("page") or context["instance"]


class _Submit:
    """提交审查: leads to the package's page, where every reason against it is shown."""

    label = "提交审查"
    name = "action-send-for-review"
    icon_name = "check"
    order = 5

    def is_shown(self, context: dict[str, Any]) -> bool:
        is_locked = context.get("lock") or context.get("locked_for_user")
        return context["view"] == "edit" and not is_locked and may(context["request"].user, SUBMIT)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("clearance:submit", args=[label_of(_edited(context)), _edited(context).pk])


class _Slip:
    """发布已审版本 or 查看审查单, whichever the newest slip is at."""

    label = ""
    name = "action-slip"
    icon_name = "view"
    order = 6

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "edit":
            return False
        self.slip = queries.slips_of(_edited(context)).first()
        if self.slip is None or not may(context["request"].user, READ_SLIPS):
            return False
        is_waiting = self.slip.state == SlipState.GRANTED and self.slip.released_at is None
        can_release = is_waiting and may_release(context["request"].user)
        self.label = "发布已审版本" if can_release else f"查看审查单 {self.slip.number}"
        return True

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse("clearance:slip", args=[self.slip.pk])


class SubmitItem(_Submit, ActionMenuItem):
    """In the editor of a page."""


class SlipItem(_Slip, ActionMenuItem):
    """In the editor of a page."""


class SubmitSnippetItem(_Submit, SnippetMenuItem):
    """In the editor of a snippet."""


class SlipOfSnippetItem(_Slip, SnippetMenuItem):
    """In the editor of a snippet."""


def _ours_in_place(menu_items: list[Any], context: dict[str, Any], ours: list[Any]) -> None:
    """Wagtail's publish, unpublish and workflow buttons go; ours come."""
    kept = [
        item for item in menu_items if item.name not in _WAGTAILS_OWN and "workflow" not in (item.name or "")
    ]
    menu_items[:] = [*kept, *(item for item in ours if item.is_shown(context))]


@hooks.register("construct_page_action_menu", order=1000)
def page_actions(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """The menu of a page's editor."""
    _ours_in_place(menu_items, context, [SubmitItem(), SlipItem()])


@hooks.register("construct_snippet_action_menu", order=1000)
def snippet_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """The menu of the editor of a gated snippet."""
    if issubclass(context["model"], GatedSnippet):
        _ours_in_place(menu_items, context, [SubmitSnippetItem(), SlipOfSnippetItem()])


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def screen_what_was_saved(request: HttpRequest, saved: Any) -> None:
    """Scan what was saved and keep the report; saving itself is never held up by what is found."""
    if isinstance(saved, GatedMixin):
        record_report(screening=screening_of(saved, DocumentVersion(None, saved)))


@hooks.register("before_publish_page")
def refuse_publish(request: HttpRequest, page: Any) -> None:
    """A posted publish action that got this far is told why not (the gate below would refuse it all the same)."""
    from gongkai.clearance.rules.live import UNCLEARED

    remedy = "请保存草稿后用“提交审查”；审定后由网站运维“发布已审版本”。"
    raise Refused(
        [UNCLEARED.reason(f"{in_title_marks(page)}不能从编辑页直接发布。", remedy=remedy)], act="发布"
    )


@hooks.register("before_delete_page")
def refuse_delete(request: HttpRequest, page: Any) -> None:
    """A cleared page is not deleted; the reasons are shown before Wagtail asks for confirmation."""
    refuse_if(page.reasons_against_deleting(), act="删除")


@hooks.register("construct_explorer_page_queryset")
def load_traces(parent_page: Any, pages: Any, request: HttpRequest) -> Any:
    """What each row's buttons ask of the gate, in the query that loads the listing."""
    return pages.with_traces()


@hooks.register("construct_page_chooser_queryset")
def leave_sealed_pages_out(pages: Any, request: HttpRequest) -> Any:
    """The page chooser asks no policy."""
    return without_sealed(pages, request.user)


@hooks.register("construct_admin_api", order=1000)
def leave_sealed_files_out(router: Any) -> None:
    """Nor do the lists of files in the admin API, which Wagtail's own apps have entered before."""
    router.register_endpoint("documents", UnsealedDocumentsAPIViewSet)
    router.register_endpoint("images", UnsealedImagesAPIViewSet)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def takedown_buttons(page: Any, user: Any, next_url: str | None = None, **kwargs: Any) -> Iterator[Button]:
    """撤下 and 紧急清除 for those who may."""
    if page.depth == 1:
        return
    address = [label_of(page), page.pk]
    if page.live and may(user, PROPOSE_UPKEEP):
        yield Button(
            "提请清理", reverse("clearance:upkeep_ask", args=[page.pk]), icon_name="history", priority=65
        )
    if page.live and may(user, WITHDRAW):
        yield Button("撤下", reverse("clearance:withdraw", args=address), icon_name="download", priority=70)
    if may(user, PURGE) and page.has_been_cleared():
        yield Button("紧急清除", reverse("clearance:purge", args=address), icon_name="bin", priority=80)


@hooks.register("construct_reports_menu")
def drop_workflow_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Wagtail's reports on workflows know nothing of slips and would contradict 审查; their addresses lead there."""
    menu_items[:] = [item for item in menu_items if item.name not in ("workflows", "workflow-tasks")]
