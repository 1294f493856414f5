"""Nets under every view: a body too big is told so, no state secret comes in, and a refusal is shown kindly."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import transaction
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import get_resolver
from django.utils.datastructures import MultiValueDictKeyError

from gongkai.clearance.models import BasePage
from gongkai.clearance.permissions import title_as_shown
from gongkai.clearance.rules.files import reasons_against_deleting_named
from gongkai.clearance.rules.storing import AT_FIELD, DISGUISED, reasons_against_storing
from gongkai.clearance.usecases.screening import screen_upload
from gongkai.core.audit.usecases import record_event
from gongkai.core.reasons import Refused, refuse_if
from gongkai.core.refused_files import RefusedFile

logger = logging.getLogger(__name__)

# Written by the person about themselves or by the machine; never content.
_NOT_CONTENT = frozenset(
    {"csrfmiddlewaretoken", "password", "auth-password", "new_password1", "new_password2"}
)


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which shows the answer's message itself."""
    return "application/json" in request.headers.get("Accept", "") or (
        request.headers.get("X-Requested-With") == "XMLHttpRequest"
    )


def refusal_response(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """One page with all reasons, their basis and the way out; JSON for a fetch. Status 409."""
    if wants_json(request):
        body = {
            "success": False,
            "error_code": "refused",
            "error_message": str(refusal),
            "reasons": [reason.as_data() for reason in refusal.reasons],
        }
        return JsonResponse(body, status=409)
    return render(request, "clearance/refused.html", {"refusal": refusal}, status=409)


# Wagtail asks its index of references before it deletes a file; where the index lags, the database refuses.
_FILE_SCREENS = tuple(f"{settings.GONGKAI_STAFF_PREFIX}{part}/" for part in ("documents", "images", "bulk"))
_PAGE_ACTS = {
    "wagtailadmin_pages:delete": "删除",
    "wagtailadmin_pages:unpublish": "取消发布",
    "wagtailadmin_pages:move": "移动",
    "wagtailadmin_pages:move_confirm": "移动",
}


# The largest key that a row can have; SQLite raises where it is asked for a larger one.
_LARGEST_KEY = 2**63 - 1


class RefusedMiddleware:
    """Turns any :class:`Refused` that reaches the top into the refusal page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Wagtail's delete, unpublish and move of a page: told why not and what to do instead, where the gate forbids it.

        Wagtail itself would only say that the person has no permission. What is allowed goes on to its own checks.
        Raises ``Http404`` for an address with a number that no row can have.
        """
        if any(isinstance(value, int) and value > _LARGEST_KEY for value in (*args, *kwargs.values())):
            raise Http404("没有这一项。")
        act = _PAGE_ACTS.get(request.resolver_match.view_name if request.resolver_match else "")
        page_id = next(iter(args), None) or kwargs.get("page_id") or kwargs.get("page_to_move_id")
        if act is None or page_id is None or not request.user.is_authenticated:
            return None
        page = BasePage.objects.filter(pk=page_id).first()
        if page is None or not page.permissions_for_user(request.user).can_edit():
            return None
        reasons = page.reasons_against_act(act)
        return refusal_response(request, Refused(reasons, act=act)) if reasons else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django for an exception that a view did not catch."""
        if isinstance(exception, ProtectedError) and request.path.startswith(_FILE_SCREENS):
            rows = [getattr(row, "page", row) for row in exception.protected_objects]
            holders = [title_as_shown(row, str(row)) for row in rows]
            exception = Refused(reasons_against_deleting_named(holders), act="删除")
        if isinstance(exception, Refused):
            return refusal_response(request, exception)
        if _is_forged(request, exception):
            logger.warning("A forged form: %s", request.path, exc_info=exception)
            return _not_found(request)
        if isinstance(exception, MultiValueDictKeyError) and request.method == "POST":
            logger.warning("A form came in part: %s", request.path, exc_info=exception)
            return overrun_response(request, _IN_PART)
        return None


# Wagtail's own screens, and how each fails on what its own form always names and names rightly: the place to copy to,
# a page that has a place, an address, a form to create with.
_FORGED: dict[str, tuple[type[Exception], ...]] = {
    "wagtailadmin_pages:copy": (KeyError, ValueError, OverflowError, ObjectDoesNotExist),
    "wagtailadmin_pages:set_page_position": (AttributeError,),
    "wagtailadmin_choose_page_external_link": (AttributeError,),
}
_SNIPPET_CHOOSERS = "wagtailsnippetchoosers_"


def _is_forged(request: HttpRequest, exception: Exception) -> bool:
    """Whether one of Wagtail's screens failed on what only a forged form leaves out."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    creates = name.startswith(_SNIPPET_CHOOSERS) and name.endswith(":create")
    kinds = (AttributeError,) if creates else _FORGED.get(name, ())
    return request.method == "POST" and isinstance(exception, kinds)


def _not_found(request: HttpRequest) -> HttpResponse:
    """The site's own page for what is not there."""
    handler: Any = get_resolver().resolve_error_handler(404)
    answer: HttpResponse = handler(request, exception=Http404("没有这一项。"))
    return answer


@dataclass(frozen=True, slots=True)
class Overrun:
    """A body that is not taken: what is wrong with it, how to go on, and the status to answer with."""

    text: str
    way_out: str
    status: int = 413


_PAGE_LOST = "内容没有保存。请返回上一页（填写的内容还在），先复制出来以免丢失，"
_FILES_FROM_STRANGERS = Overrun("没有登录，不能上传文件。", "请登录后再上传；登录已过期的，重新登录。", 403)


_IN_PART = Overrun("提交的内容没有完整传到。", _PAGE_LOST + "检查网络后再提交一次。", 400)


def overrun_response(request: HttpRequest, overrun: Overrun) -> HttpResponse:
    """The answer to a body that is not taken; JSON for a fetch."""
    if wants_json(request):
        body = {
            "success": False,
            "error_code": "overrun",
            "error_message": overrun.text + overrun.way_out,
        }
        return JsonResponse(body, status=overrun.status)
    return render(request, "clearance/overrun.html", {"overrun": overrun}, status=overrun.status)


def _mebibytes(size: int) -> str:
    return f"{size / 1024 / 1024:g} MB" if size >= 1024 * 1024 else f"{size // 1024} KB"


class BodyLimitsMiddleware:
    """Reads a body before anything else does, and answers one that is too big with the limit and the way out.

    Stands before the CSRF check, which reads it too: what Django throws there nobody could show kindly, and what a
    middleware swallows comes to the view as an empty form. Who is not signed in sends little and no files, so that
    screening costs a stranger's request next to nothing.
    """

    ANONYMOUS_BODY = 64 * 1024

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """The answer to a body that is not taken.

        A view that a machine calls with a key of its own has a ``gate``: it is asked before anything of the body is read.
        """
        gate: Callable[[HttpRequest], HttpResponse | None] | None = getattr(view, "gate", None)
        if gate is not None and (shut := gate(request)) is not None:
            return shut
        if request.method not in ("POST", "PUT", "PATCH", "DELETE"):
            return None
        overrun = self._overrun(request, view)
        return None if overrun is None else overrun_response(request, overrun)

    def _overrun(self, request: HttpRequest, view: Callable[..., HttpResponse]) -> Overrun | None:
        is_stranger = not request.user.is_authenticated
        allowed: int = getattr(view, "anonymous_body", self.ANONYMOUS_BODY)
        length = request.META.get("CONTENT_LENGTH") or ""
        if is_stranger and length.isdecimal() and int(length) > allowed:
            text = f"没有登录，一次最多提交 {_mebibytes(allowed)}。"
            return Overrun(text, "请登录后再提交；登录已过期的，重新登录。")
        try:
            has_files = bool(request.FILES)
            if request.content_type == "application/json":
                request.body  # noqa: B018  # read for its limit
        except RequestDataTooBig:
            limit = _mebibytes(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
            return Overrun(
                f"文字超过 {limit}，一次最多提交 {limit}。", _PAGE_LOST + "再分成几页或作为附件上传。"
            )
        except TooManyFieldsSent:
            limit = f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} 项"
            way_out = _PAGE_LOST + "再把页面拆成几页，或把大表格作为附件上传。"
            return Overrun(f"表单超过 {limit}，一次最多提交 {limit}。", way_out)
        except TooManyFilesSent:
            limit = f"{settings.DATA_UPLOAD_MAX_NUMBER_FILES} 个"
            return Overrun(f"一次最多上传 {limit}文件。", "没有保存任何文件。请返回上一页，分几次上传。")
        except MultiPartParserError:
            return _IN_PART
        takes_files = getattr(view, "takes_files_from_anybody", False)
        return _FILES_FROM_STRANGERS if is_stranger and has_files and not takes_files else None


def _has_form(request: HttpRequest) -> bool:
    """Whether a form answers: not a script or a stranger."""
    return request.user.is_authenticated and not wants_json(request)


def _is_of_wagtail(request: HttpRequest) -> bool:
    """Whether the form is one of Wagtail's, in which a file that was not taken cannot stand."""
    return bool(request.resolver_match and request.resolver_match.view_name.startswith("wagtail"))


class NoSecretsMiddleware:
    """Screens every text and file of every request that writes, before any view sees it (design invariant 8).

    On a finding nothing is kept: no file, text, excerpt, index or log line; the audit holds time, person and rule.
    A file that only cannot be read is told at its field by the forms of the staff side, which keep what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Runs after the CSRF check, so that a forged request costs nothing here."""
        if request.method in ("POST", "PUT", "PATCH"):
            try:
                self._screen(request)
            except Refused as refusal:
                self._record(request, refusal)
                return refusal_response(request, refusal)
        return None

    def _screen(self, request: HttpRequest) -> None:
        for field, text in self._texts(request):
            reasons = reasons_against_storing([("提交的内容", text)])
            refuse_if([replace(reason, field=field) for reason in reasons], act="提交内容")
        files = request.FILES
        for field, uploads in list(files.lists()):
            files.setlist(field, [self._screened(request, file) for file in uploads])

    def _screened(self, request: HttpRequest, file: Any) -> Any:
        """The file, or what stands for one that cannot be read. Raises ``Refused`` where no form of ours can tell it."""
        try:
            screen_upload(name=file.name or "", file=file)
        except Refused as refusal:
            if not set(refusal.codes) <= AT_FIELD or not _has_form(request):
                raise
            if _is_of_wagtail(request):
                if set(refusal.codes) != {DISGUISED.code}:
                    raise
                return file  # the forms of files there tell a wrong format at their field; storage refuses it again
            self._record(request, refusal)
            stand_in = RefusedFile(file, refusal)
            file.close()
            return stand_in
        return file

    def _texts(self, request: HttpRequest) -> Iterator[tuple[str, str]]:
        """What is submitted, each with the name of its field."""
        for name, values in request.POST.lists():
            if name not in _NOT_CONTENT:
                yield from ((name, str(value)) for value in values)
        if request.content_type == "application/json":
            yield "", request.body.decode("utf-8", errors="replace")

    def _record(self, request: HttpRequest, refusal: Refused) -> None:
        user = getattr(request, "user", AnonymousUser())
        with transaction.atomic():
            record_event(
                action="clearance.secret_refused",
                by=user if user.is_authenticated else None,
                codes=refusal.codes,
            )
