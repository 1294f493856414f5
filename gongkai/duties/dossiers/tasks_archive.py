"""Make the package of a dossier aside: a big one takes longer than a person waits for a page."""

from __future__ import annotations

from django_tasks import task

from gongkai.core.accounts.models import User
from gongkai.core.audit.sealing import seal_events
from gongkai.core.jobs.registry import define_job
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.models import Archive
from gongkai.duties.dossiers.usecases.archiving import pack_archive


def make_package(*, by: User, archive: Archive) -> None:
    """Seal what was done, so that the extract bears its seals, and make the package. Raises ``Refused``."""
    seal_events()
    pack_archive(by=by, archive=archive)


@task()
def pack(archive: int, by: int) -> str:
    """Make it; answers why not, in Chinese, or nothing. A second time makes the same and keeps none beside it."""
    try:
        make_package(by=User.objects.get(pk=by), archive=Archive.objects.get(pk=archive))
    except Refused as refused:
        return "没有做成：" + "".join(reason.message for reason in refused.reasons)
    return ""


define_job(pack, "制作归档包")
