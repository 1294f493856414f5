"""Every address at which an object has stood."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from gongkai.clearance.addresses import paths_named_by, public_path_of
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


def pages_ever_at(address: str) -> list[Any]:
    """The pages that stand, or once stood, at a public address that a person pasted; most often one."""
    paths = paths_named_by(address)
    gone = Withdrawal.objects.filter(content_type=ContentType.objects.get_for_model(BasePage), path__in=paths)
    taken_down = [int(pk) for pk in gone.values_list("object_id", flat=True)]
    found = BasePage.objects.filter(Q(released_addresses__path__in=paths) | Q(pk__in=taken_down))
    return list(found.distinct().order_by("-live", "pk"))
