"""Stored files that no row names: what a transaction wrote that was then undone, or a process that died left behind."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models, transaction

from gongkai.core.audit.usecases import record_event
from gongkai.core.private_files import PRIVATE_FOLDERS

logger = logging.getLogger("gongkai.files")
YOUNG = timedelta(days=30)
"""A file this young may belong to an act under way, or to a database restored from a backup that is older than it."""
MOST_AT_ONCE = 100
"""More strays than this in a day are no accidents: the database is not the one of these files (house number)."""


def remove_stray_files(*, now: datetime) -> int:
    """Remove from the private folders what no row names and is older than thirty days; answers how many.

    Raises ``RuntimeError``, and removes nothing, where they are so many, or no row names any file, that the database must
    be the wrong one.
    """
    strays = stray_files(now)
    if len(strays) > MOST_AT_ONCE or (strays and not any(True for _ in _named())):
        raise RuntimeError(
            f"{len(strays)} 个文件在数据库里没有登记，一个也没有删：请核对数据库与文件是不是同一次备份。"
        )
    if strays:
        with transaction.atomic():
            record_event(action="jobs.remove_stray_files", by=None, files=len(strays))
    for name in strays:
        default_storage.delete(name)
    if strays:
        logger.info("%s stored files that no row names were removed", len(strays))
    return len(strays)


def stray_files(now: datetime) -> list[str]:
    """Names, in the storage, of old files in private folders that no row names."""
    # Listed before the rows are asked: a file that is saved meanwhile is not in the list, or its row is found.
    old = [name for name in _stored() if _changed_at(name) < now - YOUNG]
    named = set(_named()) if old else set()
    return sorted(set(old) - named)


def _stored() -> Iterator[str]:
    for folder in sorted(PRIVATE_FOLDERS):
        if default_storage.exists(folder):
            yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])


def _changed_at(name: str) -> datetime:
    """When it came to this disk: a restored file has its old time of writing."""
    return max(default_storage.get_modified_time(name), default_storage.get_created_time(name))


def _named() -> Iterator[str]:
    """Every name that any row of any app gives to a file in a private folder."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                for folder in PRIVATE_FOLDERS:
                    rows = model._base_manager.filter(**{f"{field.name}__startswith": f"{folder}/"})
                    yield from rows.values_list(field.name, flat=True)
