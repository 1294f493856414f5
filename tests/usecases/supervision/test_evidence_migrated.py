"""Evidence of before addresses were compared, carried over by the migration itself."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from gongkai.core.accounts.enums import Role
from gongkai.core.triggers import triggers_lifted
from gongkai.duties.supervision.models import EvidenceLink
from tests.factories.people import make_unit, make_user
from tests.factories.supervision import make_notice, make_task

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
BEFORE = [("supervision", "0003_evidence_removed_and_urging")]


def test_of_several_spellings_the_first_bears_the_address_and_all_stay() -> None:
    unit, person = make_unit(), make_user(Role.UNIT_HEAD)
    task, other = (make_task(make_notice(is_confirmed=True), unit) for _ in range(2))
    with triggers_lifted():
        executor = MigrationExecutor(connection)
        executor.migrate(BEFORE)
    old = executor.loader.project_state(BEFORE).apps.get_model("supervision", "EvidenceLink")
    for one, url in [
        (task, "https://a.gov.cn/1"),
        (task, "http://www.a.gov.cn/1/"),
        (task, ""),
        (other, "http://A.gov.cn/1"),
    ]:
        old.objects.create(
            task_id=one.pk,
            title="公开页",
            url=url,
            reference="" if url else "示交办〔2026〕1号",
            added_by_id=person.pk,
            added_at=timezone.now(),
        )
    call_command("migrate", verbosity=0)
    rows = EvidenceLink.objects.order_by("pk")
    assert [bool(row.address_sha256) for row in rows] == [True, False, False, True]
    assert rows[0].address_sha256 == rows[3].address_sha256
    assert not rows.filter(removed_at__isnull=False).exists()
