"""To say whom a case is about, its story is not read: access and restrictions are judged by what is read as by the whole."""

from __future__ import annotations

from pathlib import Path

from access import Reader
from access.visibility import visibility
from gateway.known import known_case
from tests.unit.access.world import filled, house_of
from tests.unit.casework.case import NOON


def test_who_may_see_whose_name_is_judged_as_by_the_whole_case(tmp_path: Path) -> None:
    house = house_of(tmp_path)
    with house.open() as callers:
        notification = filled(house, callers, placed=True, ended=False)["notification_id"]
    fenshire = house.case.deployment.authorities["fenshire"]
    reader = Reader("author", "fenshire", house.case.deployment.directories["fenshire"], NOON)
    whose = visibility(reader, tuple(fenshire.editions.values()))
    whole = house.cases.several(whose, [notification])[notification]
    named = house.cases.named(whose, [notification])[notification]
    edition = fenshire.editions[whole["edition"]]
    assert known_case(named, edition) == known_case(whole, edition)
    assert known_case(whole, edition).waiting_roles and known_case(whole, edition).owed_bodies
    assert whole["intake"]["restrictions"] and whole["intake"]["sealed"]
    for field in ("restrictions", "sealed"):
        assert named["intake"][field] == whole["intake"][field]
    assert "timeline" not in named["intake"] and "timeline" in whole["intake"]
