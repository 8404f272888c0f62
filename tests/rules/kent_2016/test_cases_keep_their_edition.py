"""A case that was raised under the edition of 2016 stays under it when that of 2023 comes into force."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.escalation import TaskDecidedV1, TaskOpenedV1
from contracts.intake import NotificationUpdatedV1
from needfire.london_time import on_the_wall
from tests.rules.kent_2016.playing import (
    DIRECTOR_OF_AREA,
    EDITION,
    NOW,
    ORGANISED_ABUSE,
    SERVICE_MANAGER,
    TEAM_MANAGER,
    raised,
)
from tests.unit.casework.authorities import real
from tests.unit.casework.case import THIS, Case, raise_it

AFTER = datetime(2024, 1, 10, 12, tzinfo=UTC)
pytestmark = pytest.mark.rule("*")


def test_it_is_decided_and_cited_under_the_old_edition_years_later() -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4").until(AFTER)
    case.given(case.update({"open_to_services": True}), by=TEAM_MANAGER)
    case.given(case.decide("service_manager", "forward"), by=SERVICE_MANAGER)
    case.given(case.decide("assistant_director", "keep"), by=DIRECTOR_OF_AREA)
    decisions = [
        each for event in case.ever(TaskDecidedV1, TaskOpenedV1, NotificationUpdatedV1) for each in event.decisions
    ]
    assert {each.edition for each in decisions} == {"kent 2016-09"}
    assert max(each.decided_at for each in decisions) == AFTER
    assert (case.notification.edition, case.routing.edition) == (EDITION, EDITION)
    installed = real("kent").authorities["kent"].editions
    digest = installed[EDITION].digest
    assert {case.notification.edition_digest, case.routing.edition_digest} == {digest}
    assert digest != installed["2023-12"].digest


def test_one_that_is_raised_then_is_under_the_new() -> None:
    case = Case(real("kent"), AFTER)
    case.when(raise_it(ORGANISED_ABUSE, "KEN16-CAT-4", area="ashford"), by=TEAM_MANAGER).refused("unknown_category")
    case.given(raise_it(ORGANISED_ABUSE, "KEN23-NTK-J", area="ashford"), by=TEAM_MANAGER)
    assert case.notification.edition == "2023-12"


@pytest.mark.rule("KEN16-PLAT-2", "KEN23-PLAT-2")
def test_the_old_one_ends_on_the_day_before_the_new_begins() -> None:
    last = datetime(2023, 11, 30, 23, 30, tzinfo=UTC)
    assert on_the_wall(last).date().isoformat() == "2023-11-30"
    case = Case(real("kent"), last)
    case.given(raise_it(ORGANISED_ABUSE, "KEN16-CAT-4", area="ashford"), by=TEAM_MANAGER)
    assert case.notification.edition == EDITION
    early = Case(real("kent"), datetime(2016, 8, 31, 12, tzinfo=UTC))
    early.when(raise_it({}, "KEN16-CAT-9", area="ashford"), by=TEAM_MANAGER).refused("no_procedure")


def test_its_own_categories_stay_those_it_can_be_judged_by() -> None:
    case = raised(ORGANISED_ABUSE, "KEN16-CAT-4").until(AFTER)
    case.when(raise_it({}, "KEN23-NTK-X", area="ashford"), by=TEAM_MANAGER).refused("command_id_reused")
    assert case.notification.notification_id == THIS
    assert case.notification.categories == ("KEN16-CAT-4",)
    assert NOW < AFTER
