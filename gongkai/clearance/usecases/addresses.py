"""Where pages stand and stood: an address that a page leaves leads on to the new one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from gongkai.clearance.addresses import page_path
from gongkai.clearance.models import BasePage, ReleasedAddress


def keep_addresses(objects: Iterable[models.Model], *, at: datetime) -> None:
    """Write down where these pages stand now, in the transaction that puts them live; others of theirs are former."""
    ids = [each.pk for each in objects if isinstance(each, BasePage)]
    for page in BasePage.objects.filter(pk__in=ids, live=True).specific():
        ReleasedAddress.objects.update_or_create(
            page_id=page.pk,
            path=page_path(page),
            defaults={"is_former": False},
            create_defaults={"is_former": False, "since": at},
        )
        ReleasedAddress.objects.filter(page_id=page.pk).exclude(path=page_path(page)).update(is_former=True)
