"""Documents of before this system: the shortest way past the gate of dossiers."""

from __future__ import annotations

from gongkai.core.accounts.models import User
from gongkai.duties.dossiers.enums import Route
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.policies.models import PolicyDocument
from tests.factories.people import make_unit


def keep_as_history(page: PolicyDocument, by: User) -> Dossier:
    """A dossier of the route 历史文件 for a document's page, in the page's unit or in a new one."""
    return Dossier.objects.create(
        code=f"H{page.pk}",
        title=page.title,
        unit=page.unit or make_unit(),
        drafter=by,
        opened_by=by,
        route=Route.HISTORY,
        kind=page.kind,
        kind_reason=page.kind_reason or "测试用的历史文件。",
        signature=page.signature,
        issuer=page.issuer,
        page=page,
    )
