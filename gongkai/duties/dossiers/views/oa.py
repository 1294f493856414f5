"""Where OA hands over by REST (``docs/operate/oa.md``): a key instead of a session, JSON instead of pages."""

from __future__ import annotations

from hmac import compare_digest
from ipaddress import ip_address, ip_network
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from gongkai.core.accounts.lockout import address_behind_proxies
from gongkai.core.reasons import Reason, Refused
from gongkai.duties.dossiers.enums_intake import DeliverySource
from gongkai.duties.dossiers.models import Delivery, OaAccess
from gongkai.duties.dossiers.queries.intake import access_now
from gongkai.duties.dossiers.rules.intake import INTAKE_FORM
from gongkai.duties.dossiers.rules.intake_said import hash_in, json_in, told_in
from gongkai.duties.dossiers.rules.papers import MAX_PAPER
from gongkai.duties.dossiers.usecases.intake.access import digest_of_token
from gongkai.duties.dossiers.usecases.intake.receiving import RECEIVE, receive_delivery

MOST_A_MINUTE, MOST_WRONG = 120, 10
"""Calls, and calls with a wrong key, that an address may make in a minute (house numbers)."""
_MOST_BODY = MAX_PAPER + 1024 * 1024


def gate(request: HttpRequest) -> HttpResponse | None:
    """Asked before anything of the body is read: the method, how often, the key and the address, how much."""
    if request.method != "POST":
        return _said(405, "只收 POST。")
    address = address_behind_proxies(request)
    if _count("all", address, 1) > MOST_A_MINUTE or _count("wrong", address, 0) >= MOST_WRONG:
        return _said(429, "请求太频繁，请一分钟后再试。")
    if not _is_known(request, address, access_now()):
        _count("wrong", address, 1)
        return _said(401, "没有权限。")
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > _MOST_BODY:
        return _said(413, "一件不超过 50 MB，并写明 Content-Length。")
    return None


def _count(what: str, address: str, step: int) -> int:
    """How often in this minute, with this time."""
    key = f"oa.{what}.{address}.{timezone.now():%H%M}"
    cache.add(key, 0, 120)
    try:
        return int(cache.incr(key, step) if step else cache.get(key, 0))
    except ValueError:  # it ran out in between
        return step


def _is_known(request: HttpRequest, address: str, access: OaAccess | None) -> bool:
    """Whether the key is the one that stands, and the address among those allowed. No answer tells which was wrong."""
    said = request.headers.get("Authorization", "")
    token = said.removeprefix("Bearer ").strip() if said.startswith("Bearer ") else ""
    kept = access.token_sha256 if access is not None else ""
    is_right = compare_digest(digest_of_token(token), kept or digest_of_token(""))
    return bool(is_right and kept and token and access and _is_allowed(address, access.addresses))


def _is_allowed(address: str, networks: list[str]) -> bool:
    try:
        place = ip_address(address)
    except ValueError:
        return not networks
    return not networks or any(place in ip_network(one, strict=False) for one in networks)


@csrf_exempt
def deliveries(request: HttpRequest) -> HttpResponse:
    """One delivery: JSON alone, or multipart with the JSON in ``data`` and its file in ``file``."""
    data = _data(request)
    told, reasons = told_in(data)
    if told is None:
        return _refused(reasons)
    try:
        file = request.FILES.get("file")
        row = receive_delivery(
            by=None, source=DeliverySource.REST, told=told, file=file, told_hash=hash_in(data)
        )
    except Refused as refusal:
        return _refused(refusal.reasons)
    return JsonResponse(_answer(row), json_dumps_params={"ensure_ascii": False})


deliveries.gate = gate  # type: ignore[attr-defined]  # asked by BodyLimitsMiddleware
deliveries.anonymous_body = _MOST_BODY  # type: ignore[attr-defined]
deliveries.takes_files_from_anybody = True  # type: ignore[attr-defined]  # who has the key, says the gate


def _data(request: HttpRequest) -> Any:
    is_json = request.content_type == "application/json"
    return json_in(request.body if is_json else request.POST.get("data", ""))


def _answer(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "state": row.state,
        "state_label": row.get_state_display(),
        "code": row.dossier.code if row.dossier else "",
        "reasons": row.told,
    }


def _refused(reasons: tuple[Reason, ...] | list[Reason]) -> HttpResponse:
    told = [one.as_data() for one in reasons] or [INTAKE_FORM.reason().as_data()]
    body = {"state": "refused", "state_label": "没有接收", "act": RECEIVE, "reasons": told}
    return JsonResponse(body, status=422, json_dumps_params={"ensure_ascii": False})


def _said(status: int, message: str) -> HttpResponse:
    body = {"state": "refused", "reasons": [{"message": message}]}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
