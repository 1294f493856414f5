"""What words of content the tables of Wagtail, Django and their like can hold."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder

from gongkai.clearance.models import ReviewSlip, SlipItem
from gongkai.clearance.queries.sealed_files import naming
from gongkai.clearance.queries.sealing import PAGE
from gongkai.core.finding import Find
from gongkai.core.traces import Fate, Sought, enter_place, trace_rows

_NAMES = "程序和管理员用的名称、编码"
_ACCESS = "登录和权限，与内容无关"
_UNUSED = "本系统不用这张表"
EDITING = "编辑批注和操作日志"


def _comment(row: Any) -> Find:
    return Find(f"批注：{row.page}", reverse("wagtailadmin_pages:edit", args=[row.page_id]), "编辑页上的批注")


def _reply(row: Any) -> Find:
    return Find(
        f"批注回复：{row.comment.page}",
        reverse("wagtailadmin_pages:edit", args=[row.comment.page_id]),
        "编辑页上的批注",
    )


def _page_log(row: Any) -> Find:
    return Find(row.label, reverse("wagtailadmin_pages:history", args=[row.page_id]), "操作日志")


def _log(row: Any) -> Find:
    model = row.content_type.model_class()
    target = model._default_manager.filter(pk=row.object_id).first() if model is not None else None
    if isinstance(target, ReviewSlip):
        return Find(row.label, reverse("clearance:slip", args=[target.pk]), "操作日志")
    address = AdminURLFinder().get_edit_url(target) if target is not None else None
    return Find(row.label, address or reverse("wagtailadmin_reports:site_history"), "操作日志")


def _own_pages(sought: Sought) -> Q:
    return Q(page__in=[key for label, key in sought.own if label == PAGE])


def _own_objects(sought: Sought) -> Q:
    """What is written about the objects themselves, and about the slips that carry them."""
    carriers = SlipItem.objects.filter(naming(sought.own, "content_type")).values_list("slip", flat=True)
    slips = {"content_type": ContentType.objects.get_for_model(ReviewSlip)}
    return naming(sought.own, "content_type") | Q(**slips, object_id__in=[str(pk) for pk in carriers])


def _enter(fate: Fate, why: str, **fields: str) -> None:
    for model, names in fields.items():
        enter_place(fate, model.replace("__", "."), names, why)


trace_rows(70, EDITING, "wagtailcore.Comment", "text contentpath position", _comment)
trace_rows(70, EDITING, "wagtailcore.CommentReply", "text", _reply)
trace_rows(70, EDITING, "wagtailcore.PageLogEntry", "label data", _page_log, but=_own_pages)
trace_rows(70, EDITING, "wagtailcore.ModelLogEntry", "label data", _log, but=_own_objects)
_enter(Fate.DROPPED, "编辑和预览时没有保存的表单", wagtailadmin__FormState="data")
_enter(Fate.PASSING, "会话 8 小时到期，内容经签名、别人打不开", sessions__Session="session_data")
_enter(
    Fate.NEVER,
    "名称、编号、地址段，没有内容的字",
    wagtailadmin__FormState="object_id parent_object_id",
    wagtailadmin__EditingSession="object_id",
    wagtailcore__PageLogEntry="action",
    wagtailcore__ModelLogEntry="action object_id",
    wagtailcore__Revision="object_id",
    wagtailcore__WorkflowState="object_id",
    wagtailcore__ReferenceIndex="object_id to_object_id model_path content_path",
    sessions__Session="session_key",
)
_enter(
    Fate.NEVER,
    _NAMES,
    wagtailcore__Locale="language_code",
    wagtailcore__Site="hostname site_name",
    wagtailcore__Collection="path name",
    wagtailcore__Workflow="name",
    wagtailcore__Task="name",
    auth__Permission="name codename",
    auth__Group="name",
    contenttypes__ContentType="app_label model",
)
_enter(
    Fate.NEVER,
    _ACCESS,
    wagtailcore__APIToken="name key_hash prefix",
    wagtailcore__CollectionViewRestriction="password",
    wagtailcore__PageViewRestriction="password",
    wagtailusers__UserProfile="preferred_language current_time_zone avatar dismissibles",
    account__EmailAddress="email",
    account__EmailConfirmation="key",
    mfa__Authenticator="data",
    axes__AccessFailureLog="user_agent username http_accept path_info",
    axes__AccessAttempt="user_agent username http_accept path_info get_data post_data",
    axes__AccessLog="user_agent username http_accept path_info session_hash",
)
_enter(
    Fate.NEVER,
    _UNUSED + "：附件、图片、检索都有自己的",
    wagtaildocs__Document="title file file_hash",
    wagtailimages__Image="title file description file_hash",
    wagtailimages__Rendition="filter_spec file focal_point_key",
    wagtailsearch__IndexEntry="object_id autocomplete title body",
    wagtailsearch__SQLiteFTSIndexEntry="autocomplete title body",
    taggit__Tag="name slug",
)
_enter(
    Fate.NEVER,
    "成批上传时第一张表单不全才用；附件和图片除标题外不要求别的",
    wagtailcore__UploadedFile="file",
)
