"""Every address at which an object has stood."""

from __future__ import annotations

from typing import Any

from gongkai.clearance.addresses import public_path_of
from gongkai.clearance.models import BasePage, ReleasedAddress, Withdrawal
from gongkai.clearance.queries import base_type_of


def addresses_ever_of(target: Any) -> list[str]:
    """Its address now and those it was released or withdrawn at, less what is another page's today; "" where it has none."""
    if not isinstance(target, BasePage):
        return [public_path_of(target)]
    own = public_path_of(target)
    gone = Withdrawal.objects.filter(content_type=base_type_of(target), object_id=str(target.pk))
    former = {*target.released_addresses.values_list("path", flat=True), *gone.values_list("path", flat=True)}
    others = ReleasedAddress.objects.filter(path__in=former, is_former=False, page__live=True)
    return [
        own,
        *sorted(former - {own, ""} - set(others.exclude(page=target.pk).values_list("path", flat=True))),
    ]
