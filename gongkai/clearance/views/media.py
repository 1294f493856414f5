"""Private files for signed-in staff: lists, choosers and thumbnails of Wagtail's admin. Citizens read released copies only."""

from __future__ import annotations

import hashlib
import posixpath
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from gongkai.clearance.suppression import suppressed
from gongkai.core.private_files import PRIVATE_FOLDERS

PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
"""Pictures that are shown; anything else is saved, never opened beside the staff side's own pages."""


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """The bytes of a stored file; 404 for what is not there and for what was purged.

    Mounted with Wagtail's admin addresses, which ask for a signed-in person of the staff side.
    """
    if not _is_served(name):
        raise Http404
    try:
        with default_storage.open(name, "rb") as file:
            body: bytes = file.read()
    except (OSError, ValueError, SuspiciousOperation) as error:
        raise Http404 from error
    if hashlib.sha256(body).hexdigest() in suppressed()[1]:
        raise Http404
    place = PurePosixPath(name)
    kind = PICTURES.get(place.suffix.lower())
    response = HttpResponse(body, content_type=kind or "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(kind is None, place.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def _is_served(name: str) -> bool:
    """Whether files of this name are opened here, by the folder they lie in.

    Private folders (mandates, papers of dossiers) are opened at addresses of their own alone, by who may see what they
    belong to. A name that leaves the folder of all files is none, even where it leads back in: the storage would
    follow it.
    """
    way = PurePosixPath(posixpath.normpath(name))
    return (
        not way.is_absolute() and bool(way.parts) and way.parts[0].casefold() not in {"..", *PRIVATE_FOLDERS}
    )
