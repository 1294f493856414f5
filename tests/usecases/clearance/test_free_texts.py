"""Personal data in what staff type is refused by every act before anything of it is kept; published numbers pass."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gongkai.clearance.models import Dataset, PublishedPhone
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.knowledge import add_exception
from gongkai.clearance.usecases.knowledge_tables import set_phone
from gongkai.core import free_texts
from gongkai.core.accounts.enums import Role
from gongkai.core.audit.models import Event
from gongkai.core.free_texts import FreeText, refuse_free_texts
from gongkai.core.organisation.models import Delegation
from gongkai.core.organisation.usecases.delegations import grant_delegation
from gongkai.core.reasons import Refused
from gongkai.publishing.usecases.batches import build_whole_site
from tests.factories.people import make_user
from tests.usecases.clearance.test_secrets_on_record import (
    KEPT,
    deciding,
    drafting,
    owing,
    sending,
    withdrawing,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
NUMBER = "13812345678"
TYPED = f"已电话{NUMBER}核实，同意。"


@pytest.mark.rule("clearance.free_text.personal")
@pytest.mark.parametrize(
    ("act", "field"),
    [
        (deciding, "opinion"),
        (deciding, "grounds"),
        (withdrawing, "reason"),
        (withdrawing, "grounds"),
        (sending, "urgent_grounds"),
        (owing, "emergency"),
        (owing, "summary"),
        (drafting, "note"),
    ],
)
def test_personal_data_is_refused_and_nothing_is_kept(department: Any, act: Any, field: str) -> None:
    do = act(department, **{field: TYPED})
    before = [model.objects.count() for model in KEPT], Event.objects.count()
    with pytest.raises(Refused) as refused:
        do()
    assert refused.value.codes == ("clearance.free_text.personal",)
    assert refused.value.reasons[0].field == field
    assert NUMBER not in str(refused.value)
    assert "138" in str(refused.value)  # the masked excerpt
    assert ([model.objects.count() for model in KEPT], Event.objects.count()) == before


def test_rows_of_data_are_content_and_not_refused_here(department: Any) -> None:
    dataset = Dataset.objects.create(key="phones", title="服务电话", unit=department.unit)
    rows = [("a", {"value": TYPED})]
    version = create_dataset_version(by=make_user(Role.OFFICE), dataset=dataset, rows=rows, note="")
    assert version.pk


def test_a_published_telephone_may_be_named(department: Any) -> None:
    office = make_user(Role.OFFICE)
    values: dict[str, Any] = {"unit": None, "source": "官网", "valid_from": None, "valid_until": None}
    set_phone(by=office, phone=None, digits=NUMBER, label="值班", **values)
    assert PublishedPhone.objects.filter(digits=NUMBER).exists()
    assert deciding(department, opinion=TYPED)()


def test_acts_of_the_floors_around_the_gate_ask_the_same(department: Any) -> None:
    office = make_user(Role.OFFICE)
    today = timezone.localdate()
    with pytest.raises(Refused) as refused:
        grant_delegation(
            by=department.head,
            grantor=department.head,
            delegate=office,
            scope="clearance.review_unit",
            valid_from=today,
            valid_until=today + timedelta(days=3),
            grounds=TYPED,
        )
    assert refused.value.codes == ("clearance.free_text.personal",)
    assert not Delegation.objects.filter(grounds__contains=NUMBER).exists()
    for act in (
        lambda: build_whole_site(by=make_user(Role.WEB), reason=TYPED),
        lambda: add_exception(
            by=office, term_list=None, text="某词", reason=TYPED, unit=None, column=None, valid_until=None
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.codes == ("clearance.free_text.personal",)


def test_plain_words_ask_the_database_nothing(django_assert_num_queries: Any) -> None:
    texts = [FreeText("审查意见", "同意，依据条例第十条；值班电话0951-6076789。", "opinion")] * 20
    with django_assert_num_queries(0):
        refuse_free_texts(by=None, texts=texts, act="审查")


def test_nothing_is_taken_where_nobody_looks(monkeypatch: Any) -> None:
    monkeypatch.setattr(free_texts, "_SCREENS", [])
    with pytest.raises(RuntimeError):
        refuse_free_texts(by=None, texts=[], act="审查")
