"""The only way to a sealed text: with a purpose, and with an entry in the reader log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

from gongkai.core.accounts.verbs import may
from gongkai.core.audit.usecases import record_event
from gongkai.core.personaldata.fields import EncryptedTextField
from gongkai.core.personaldata.keys import KeyMissingError
from gongkai.core.personaldata.registry import Purpose
from gongkai.core.personaldata.rules import READABLE, reasons_against_reveal
from gongkai.core.personaldata.sealing import Sealed, TamperedError, unseal
from gongkai.core.reasons import Reason, Refused, refuse_if

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User

ACT = "读取个人信息"


def reveal(obj: models.Model, field: str, *, by: User, purpose: Purpose) -> str:
    """The text of a sealed field, for a purpose; who read what is logged with ids only.

    Raises ``Refused`` when the person's roles do not carry the purpose, there is nothing sealed, or the value
    does not open; a value that does not open is logged too.
    """
    return reveal_many([obj], field, by=by, purpose=purpose)[obj.pk]


def reveal_many(objects: Iterable[models.Model], field: str, *, by: User, purpose: Purpose) -> dict[Any, str]:
    """Texts by primary key; one log entry for each object. All or nothing."""
    rows = list(objects)
    allowed = may(by, purpose.verb)
    values = {row.pk: _sealed_value(row, field) for row in rows}
    sealed = all(isinstance(value, Sealed) for value in values.values())
    refuse_if(reasons_against_reveal(allowed=allowed, purpose=purpose.label, sealed=sealed), act=ACT)
    opened: dict[Any, str] = {}
    failures: list[Reason] = []
    for pk, value in values.items():
        try:
            opened[pk] = unseal(value)
        except (KeyMissingError, TamperedError) as error:
            failures.append(_unreadable(pk, error))
    with transaction.atomic():
        for row in rows:
            record_event(
                action="personaldata.reveal",
                by=by,
                subject=row,
                codes=[] if row.pk in opened else [READABLE.code],
                field=field,
                purpose=purpose.code,
            )
    if failures:
        raise Refused(failures, act=ACT)
    return opened


def _sealed_value(row: models.Model, name: str) -> Any:
    field = row._meta.get_field(name)
    return getattr(row, name) if isinstance(field, EncryptedTextField) else None


def _unreadable(pk: Any, error: KeyMissingError | TamperedError) -> Reason:
    if isinstance(error, KeyMissingError):
        return READABLE.reason(
            f"编号{pk}的记录用密钥{error.key_id}加密，本机没有这把密钥。",
            remedy="请系统管理员从密钥备份恢复该密钥文件。",
        )
    return READABLE.reason(
        f"编号{pk}的记录与加密时不一致，可能被改动。", remedy="请勿覆盖，立即报告系统管理员从备份核对。"
    )
