"""Signatures as the track and the pages ask for them."""

from __future__ import annotations

from collections.abc import Collection

from gongkai.core.shanghai import SHANGHAI
from gongkai.duties.dossiers import joints
from gongkai.duties.dossiers.enums import SigningMedium, Step
from gongkai.duties.dossiers.models import Dossier, SignOff
from gongkai.duties.dossiers.rules.track import Done


def signature_of(dossier: Dossier) -> SignOff | None:
    """The signature that stands, if there is one."""
    rows = SignOff.objects.filter(dossier=dossier, overtaken_at__isnull=True)
    return rows.select_related("version", "leader", "scan").first()


def _signed(keys: Collection[int]) -> dict[int, joints.Known]:
    rows = SignOff.objects.filter(dossier__in=keys, overtaken_at__isnull=True).select_related("version")
    return {row.dossier_id: joints.Known({Step.SIGNING: _done(row)}) for row in rows}


def _done(row: SignOff) -> Done:
    say = f"{row.leader_name}：{row.opinion}"
    if row.medium == SigningMedium.ORAL and row.confirmed_at is None:
        say += "（口头同意，待书面确认）"
    return Done(row.recorded_at, say, row.version.number, on=row.signed_at.astimezone(SHANGHAI).date())


joints.register_source("signed", _signed)
