"""A form whose words hold personal data comes back as it was filled in, with the reason at its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gongkai.clearance.enums import ItemRole
from tests.factories.gate import make_document, submit
from tests.permissions import BACKEND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ground")]
TYPED = "已电话13812345678核实，同意公开。"


def test_an_opinion_with_a_telephone_is_refused_and_stays_in_the_form(
    client: Any, department: Any, column: Any
) -> None:
    slip = submit(department, [(make_document(department, column), ItemRole.POLICY)])
    client.force_login(department.head, backend=BACKEND)
    state = slip.current_state()
    assert state is not None
    url = reverse("clearance:slip", args=[slip.pk])
    data = {"verdict": "approve", "opinion": TYPED, "grounds": "第十七条", "expected_state": state.pk}
    answer = client.post(url, data)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "“审查意见”里有手机号" in text
    assert "请改写为不含号码的表述" in text
    assert TYPED in text  # in the box in which it was typed, for its writer alone
    slip.refresh_from_db()
    assert slip.current_state() == state


def test_a_reason_for_taking_down_is_refused_at_its_field(client: Any, department: Any, column: Any) -> None:
    from tests.factories.gate import clear_and_release

    page = make_document(department, column)
    clear_and_release(department, [(page, ItemRole.PAGE)])
    client.force_login(department.office, backend=BACKEND)
    url = reverse("clearance:withdraw", args=["clearance.BasePage", page.pk])
    answer = client.post(url, {"reason": TYPED, "grounds": ""})
    text = answer.content.decode()
    assert "“撤下理由”里有手机号" in text
    assert TYPED in text
    page.refresh_from_db()
    assert page.live
