"""Every place where words of something purged could survive, drilled (docs/operate/purge-drill.md).

The cases come from the registry: a new text field is drilled the day it is entered, and fails until it is planted and
goes, is sealed, or is listed to who purges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client, override_settings

from gongkai.clearance.enums import PurgeCause
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.traces import PLACES, Fate
from gongkai.drill.purge import GONE, LISTED, SEALED, NotEmptyError, Outcome, run_purge_drill
from gongkai.drill.scene import WORDS
from tests.factories.people import make_user
from tests.factories.screening import scan_here, tables_here
from tests.permissions import BACKEND

pytestmark = pytest.mark.slow
OPENERS = (Role.OFFICE, Role.SECRECY, Role.ADMIN)
DRILLED = sorted(
    place.key for place in PLACES.values() if place.fate in (Fate.TRACED, Fate.DROPPED, Fate.ERASED)
)
CAUSES = sorted(WORDS)


@dataclass
class Drilled:
    """What came of it, and whether each trace can be opened by somebody who is told of it."""

    outcomes: list[Outcome]
    opens: dict[str, bool]

    def of(self, cause: PurgeCause, place: str) -> Outcome:
        """What became of one place."""
        own = [one for one in self.outcomes if one.cause == cause and one.place.split("（")[0] == place]
        assert own, f"{place} is not planted"
        return next((one for one in own if one.place == place), own[0])


@pytest.fixture(scope="module")
def drilled(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Drilled]:
    """One drill for all of them, in a home and a transaction of its own."""
    home = tmp_path_factory.mktemp("drill")
    with (
        override_settings(HOME=home),
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patched,
        transaction.atomic(),
    ):
        patched.setattr("gongkai.clearance.usecases.reports.scan_stored", scan_here)
        patched.setattr("gongkai.clearance.queries.aggregation_contents.tables_in", tables_here)
        outcomes = run_purge_drill()
        yield Drilled(outcomes, _opened(outcomes))
        transaction.set_rollback(True)


def _opened(outcomes: list[Outcome]) -> dict[str, bool]:
    clients = []
    for role in OPENERS:
        client = Client(raise_request_exception=False)
        client.force_login(make_user(role), backend=BACKEND)
        clients.append(client)
    urls = sorted({one.url for one in outcomes if one.url})
    return {url: any(client.get(url).status_code == 200 for client in clients) for url in urls}


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("place", DRILLED)
def test_words_in_a_place_go_or_are_told(drilled: Drilled, place: str, cause: PurgeCause) -> None:
    outcome = drilled.of(cause, place)
    assert outcome.before > 0
    assert outcome.holds, outcome
    fate = PLACES[tuple(place.rsplit(".", 1))].fate  # type: ignore[index]
    assert outcome.verdict == (LISTED if fate == Fate.TRACED else GONE)


@pytest.mark.parametrize("place", DRILLED)
def test_whoever_is_told_of_a_trace_can_open_it(drilled: Drilled, place: str) -> None:
    told = [one for one in drilled.outcomes if one.place == place and one.verdict == LISTED]
    assert [one.url for one in told if not drilled.opens[one.url]] == []


def test_what_is_about_the_object_itself_goes_is_sealed_or_is_told(drilled: Drilled) -> None:
    own = {(one.cause, one.place): one for one in drilled.outcomes if "本件" in one.place}
    assert [one for one in own.values() if not one.holds] == []
    for cause in CAUSES:
        assert own[cause, "clearance.Withdrawal.title（本件）"].verdict == GONE
        assert own[cause, "clearance.UpkeepAct.reason（本件）"].verdict == GONE
        assert own[cause, "clearance.Proposal.evidence（本件）"].verdict == GONE
    body = "policies.PolicyDocument.body（本件）"
    assert own[PurgeCause.SECRET, body].verdict == SEALED
    assert own[PurgeCause.PERSONAL, body].verdict == LISTED


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("place", ["现行和留存的公开版本、检索索引", "公开网站的检索", "缓存", "日志"])
def test_nothing_public_holds_it(drilled: Drilled, place: str, cause: PurgeCause) -> None:
    outcome = drilled.of(cause, place)
    assert (outcome.after, outcome.verdict) == (0, GONE)
    assert outcome.before > 0 or place in ("缓存", "日志")


def test_no_column_holds_it_that_is_said_to_hold_nothing(drilled: Drilled) -> None:
    assert [one.place for one in drilled.outcomes if "意外" in one.place] == []


@pytest.mark.django_db
def test_it_never_runs_where_anybody_works() -> None:
    make_user(Role.OFFICE)
    with pytest.raises(NotEmptyError, match="用完即弃"):
        run_purge_drill()
    assert User.objects.count() == 1
