"""The daily proof of the chain."""

from __future__ import annotations

from django.db import transaction

from gongkai.core.audit.models import Verification
from gongkai.core.audit.verifying import verify_chain


def verify_and_note() -> Verification:
    """Prove the chain now and keep the result for the staff page."""
    verdict = verify_chain()
    with transaction.atomic():
        return Verification.objects.create(proven=verdict.proven, ok=verdict.ok, finding=verdict.as_json())


def last_verification() -> Verification | None:
    """The newest proof."""
    return Verification.objects.order_by("-pk").first()
