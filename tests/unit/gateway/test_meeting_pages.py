"""The group's meetings by their pages' forms: called, with an agenda in an order, held, and nobody else's to change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.rules.northumberland.playing import GROUP, TEAM
from tests.unit.casework.authorities import real
from tests.unit.gateway.callers import Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.test_register import on_register, referred
from tests.unit.gateway.visiting import Visitor, signed_in

MEETINGS = "/register/meetings"
AT = {"at-day": "20", "at-month": "11", "at-year": "2026", "at-time": "10:00"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, real("northumberland"))


@pytest.fixture
def group(callers: Callers) -> Visitor:
    return signed_in(callers, GROUP)


def called(callers: Callers, group: Visitor, **places: str) -> str:
    page = group.filled_in(MEETINGS, MEETINGS, {**AT, **{f"place.{case}": at for case, at in places.items()}})
    assert "Meeting of Friday 20 November 2026 at 10:00" in page.text
    return f"{MEETINGS}/{callers.said('/v1/register/meetings', GROUP)['meetings'][0]['meeting_id']}"


def agenda(callers: Callers, meeting: str) -> list[str]:
    return [each["notification_id"] for each in callers.said(f"/v1{meeting}", GROUP)["items"]]


@pytest.mark.rule("NBL-P11", "NBL-P12A")
def test_a_meeting_is_called_its_agenda_set_and_it_is_held(callers: Callers, house: House, group: Visitor) -> None:
    on_it, waits = on_register(callers, house), referred(callers, house)
    page = group.get(MEETINGS).text
    assert page.index(f'name="place.{waits}"') < page.index(
        f'name="place.{on_it}"'
    )  # what waits for the group is first
    meeting = called(callers, group, **{waits: "2", on_it: "1"})
    assert agenda(callers, meeting) == [on_it, waits]
    assert re.search(f'name="place.{waits}" value="2"', group.get(meeting).text)
    group.filled_in(meeting, f"{meeting}/agenda", {f"place.{waits}": "1", f"place.{on_it}": ""})
    assert agenda(callers, meeting) == [waits]
    page = group.filled_in(meeting, f"{meeting}/held", {"present.police": "yes"}).text
    assert "Held; there were: the police." in page
    assert "Set the agenda" not in page and "Record that it was held" not in page


def test_what_is_to_be_mended_is_said_and_what_was_filled_in_stays(
    callers: Callers, house: House, group: Visitor
) -> None:
    case = referred(callers, house)
    before = len(house.services.commands)
    page = group.filled_in(MEETINGS, MEETINGS, {f"place.{case}": "1"})
    assert page.status_code == 422 and "Give the day and the time." in page.text
    assert f'name="place.{case}" value="1"' in page.text
    page = group.filled_in(MEETINGS, MEETINGS, {**AT, f"place.{case}": "first"})
    assert page.status_code == 422 and "Give a whole number, or none." in page.text
    assert len(house.services.commands) == before


def test_only_the_group_calls_and_changes_meetings(callers: Callers, house: House, group: Visitor) -> None:
    case = referred(callers, house)
    meeting = called(callers, group, **{case: "1"})
    holder = signed_in(callers, "northumberland-head-of-community-support")
    for path in (MEETINGS, meeting):
        assert '<form class="ask"' not in holder.get(path).text
    for path in (MEETINGS, f"{meeting}/agenda", f"{meeting}/held"):
        assert signed_in(callers, TEAM).sent(path, AT).status_code == 403
