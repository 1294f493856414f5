"""The board of tasks fits its panel at 1280 px, to the last word of its last column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from gongkai.core.accounts.enums import Role
from gongkai.duties.supervision.enums import DeadlineType
from tests.factories.people import make_unit, make_user
from tests.factories.supervision import make_notice, make_task


@pytest.mark.slow
def test_nothing_of_the_board_is_cut_off(
    page: Page, site: Any, sign_in: Callable[[Any], None], check: Callable[[str], None]
) -> None:
    notice = make_notice(is_confirmed=True, issued_on=date(2026, 3, 5))
    lead = make_unit("交通运输事业发展中心")
    make_task(notice, lead, deadline=DeadlineType.FIXED, due_on=date(2026, 4, 1), duty=2)
    make_task(notice, lead, deadline=DeadlineType.CONTINUOUS, duty=1)
    sign_in(make_user(Role.OFFICE))
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/admin/supervision/")
    spare = page.locator(".sv-board").evaluate("board => board.scrollWidth - board.clientWidth")
    assert spare <= 0
    check("task_board")
