"""Kinds of notices, and the channels of this installation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from gongkai.core.notify.channels import Channel


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of notice: people can keep it out of their digest unless it is a duty to read it."""

    code: str
    label: str
    is_duty: bool = False


KINDS: dict[str, Kind] = {}


def define_kind(code: str, label: str, *, is_duty: bool = False) -> Kind:
    """Enter a kind of notice such as ``clearance.to_review``. Raises ``ValueError`` when it is taken."""
    kind = Kind(code, label, is_duty)
    if KINDS.setdefault(code, kind) != kind:
        raise ValueError(f"notice kind {code!r} is defined twice")
    return kind


def kind_label(code: str) -> str:
    """The Chinese name of a kind; its code where it has none."""
    return KINDS[code].label if code in KINDS else code


def channels() -> dict[str, Channel]:
    """The channels of ``GONGKAI_NOTIFY_CHANNELS``: ``{"oa": {"ADAPTER": dotted path, "OPTIONS": {…}}}``."""
    configured: dict[str, Any] = settings.GONGKAI_NOTIFY_CHANNELS
    return {code: _channel(code) for code in configured}


@cache
def _channel(code: str) -> Channel:
    row: dict[str, Any] = dict(settings.GONGKAI_NOTIFY_CHANNELS[code])
    channel: Channel = import_string(row["ADAPTER"])(**row.get("OPTIONS", {}))
    return channel


def forget_channels() -> None:
    """Build channels anew from the settings (tests)."""
    _channel.cache_clear()
