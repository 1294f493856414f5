"""Released addresses that are not released yet: files, style sheets and modes for staff who preview."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.clearance.models import Attachment, Picture
from gongkai.clearance.queries.sealing import without_sealed
from gongkai.publishing.assets import ASSETS, MODES, asset_bytes, asset_path
from gongkai.publishing.front.types import media_type
from gongkai.publishing.media import public_file, public_picture
from gongkai.publishing.originals import OriginalError, scaled_bytes, verified_bytes
from gongkai.publishing.protocol import PublicFile

_SPEC = re.compile(r"[a-z0-9|.-]{1,80}")


def _answer(name: str, body: bytes) -> HttpResponse:
    response = HttpResponse(body, content_type=media_type(name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _file_at(user: Any, path: str, start: str, name: str) -> PublicFile | None:
    rows: Any = Attachment.objects.filter(sha256__startswith=start)
    rows = without_sealed(rows, user)
    for row in rows:
        if public_file(row).path == path:
            return public_file(row)
    stem = name.rsplit(".", 1)[0]
    if not _SPEC.fullmatch(stem):
        return None
    for row in without_sealed(Picture.objects.filter(sha256__startswith=start), user):
        for file in (public_picture(row, stem.replace(".", "|")),):
            if file.path == path:
                return file
    return None


@require_safe
@login_required
def preview_file(request: HttpRequest, start: str, rest: str, name: str) -> HttpResponse:
    """A file as a release would hold it, for signed-in staff only; the bytes are verified all the same."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    file = _file_at(request.user, request.path, start + rest, name)
    if file is None:
        raise Http404
    try:
        body = verified_bytes(file)
        return _answer(name, scaled_bytes(file, body) if file.spec else body)
    except (OriginalError, ValueError) as error:
        raise Http404 from error


@require_safe
def asset(request: HttpRequest, name: str) -> HttpResponse:
    """A registered static file under its hashed name, before the first release that holds it."""
    for known in ASSETS:
        if asset_path(known) == request.path:
            return _answer(name, asset_bytes(known))
    raise Http404


@require_safe
def mode(request: HttpRequest, name: str = "") -> HttpResponse:
    """A reading mode, before the first release: by name, or by cookie as the front does it."""
    wanted = name or request.COOKIES.get("mode", "standard")
    found = MODES.get(wanted) or MODES.get("standard")
    if found is None:
        raise Http404
    response = _answer("mode.css", asset_bytes(found))
    response["Cache-Control"] = "private, no-cache"
    return response
