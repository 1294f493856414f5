"""What a citizen wrote is looked through before anything of it is shown."""

from __future__ import annotations

from typing import Any

import pytest

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.hiding import HIDDEN
from gongkai.clearance.usecases.submitted import screen_submission
from tests.factories.screening import HINT, NUMBER, STOP, use_invented_finders

pytestmark = pytest.mark.django_db


def test_what_a_citizen_wrote_is_hidden_before_it_is_shown(monkeypatch: Any) -> None:
    use_invented_finders(monkeypatch)
    screen = screen_submission(texts={"内容": f"请回电 {NUMBER}，{STOP}。{HINT}", "标题": "建议"})
    assert screen.texts["内容"].shown == f"请回电 138****1234，{HIDDEN}。{HINT}"
    assert screen.texts["标题"].is_whole
    assert not screen.texts["内容"].is_whole
    assert not screen.needs_reading
    assert screen.reasons == ()


def test_of_a_submission_with_a_mark_nothing_is_shown() -> None:
    screen = screen_submission(texts={"内容": "机密★1年", "标题": "建议"})
    assert screen.reasons
    assert screen.needs_reading
    assert {one.shown for one in screen.texts.values()} == {""}


def test_what_has_no_stretch_to_hide_waits_for_a_reader(monkeypatch: Any) -> None:
    table = found(FindingKind.PERSON_TABLE, 0, 0, "名单")
    monkeypatch.setattr("gongkai.clearance.screening.engine._IN_TEXT", (lambda text, knowledge: [table],))
    screen = screen_submission(texts={"内容": "甲、乙、丙"})
    assert screen.needs_reading
    assert screen.texts["内容"].shown == ""
