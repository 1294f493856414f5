"""What the chain adds to how duties 1 and 4 stand; their own rows stay with the apps that publish."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from gongkai.core.evidence import Figure, register_figures
from gongkai.duties.dossiers.enums import Owing
from gongkai.duties.dossiers.models import Dossier, Exemption
from gongkai.duties.dossiers.queries.legality import queue
from gongkai.duties.dossiers.queries.owing import owing_in
from gongkai.duties.dossiers.queries.standing import standings_of


def _list(**asked: str) -> str:
    return f"{reverse('dossiers_list')}?{urlencode(asked)}"


def chain_figures(as_of: date) -> Sequence[Figure]:
    """Duty 1: dossiers in hand, and of them what owes something: a written word, its number, its page, its filing."""
    rows = list(Dossier.objects.filter(ending="").select_related("unit__supervised_by"))
    owing = owing_in(standings_of(rows), as_of)
    counts = Counter(one for owed in owing.values() for one in owed)
    return [
        Figure("在办公文卷", len(rows), None, reverse("dossiers_list")),
        *(
            Figure(str(one.label), counts[one], None, _list(owes=one.value))
            for one in (Owing.ORAL, Owing.UNNUMBERED, Owing.UNPUBLISHED, Owing.UNFILED)
        ),
    ]


def review_figures(as_of: date) -> Sequence[Figure]:
    """Duty 4: reviews of legality past their last day, steps let off this year."""
    late = sum(row.is_late(as_of) for row in queue())
    year = str(as_of.year)
    exempted = Exemption.objects.filter(asked_at__year=as_of.year, is_granted=True).count()
    asked = urlencode({"section": "exempt", "year": year, "state": "granted"})
    return [
        Figure("合法性审核超时", late, None, f"{reverse('dossiers_reviews')}#s-late"),
        Figure("本年批准免办的步骤", exempted, None, f"{reverse('dossiers_apart')}?{asked}"),
    ]


register_figures(1, "dossiers.chain", chain_figures)
register_figures(4, "dossiers.review", review_figures)
