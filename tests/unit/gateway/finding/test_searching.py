"""People are found by name among the cases that the reader may see, and it is said why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gateway.finding.index import Indexing
from gateway.read_models.projecting import FoldingFeed, Projection
from gateway.sealing.authority_keys import KeysUnavailable
from gateway.sealing.ring import KeyRing
from gateway.sealing.store import KeyRow
from tests.unit.casework.case import raise_it
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House

SEARCH = "/v1/people/search"


def found(callers: Callers, name: str, by: str = "worker", **more: Any) -> list[Any]:
    answer = callers.post(SEARCH, {"name": name, **more}, by)
    assert answer.status_code == 200, answer.text
    people: list[Any] = answer.json()["people"]
    return people


def raised(callers: Callers, by: str = "worker", **particulars: str) -> Any:
    return callers.done("/v1/notifications", {**RAISE, "particulars": particulars}, by)


def test_somebody_is_found_with_their_cases_and_why(callers: Callers) -> None:
    case = raised(callers, name="Zoë O'Example", date_of_birth="2012-05-17", account="x")
    [person] = found(callers, "oexample zoe")
    assert (person["person"], person["name"], person["date_of_birth"]) == (
        case["person"],
        "Zoë O'Example",
        "2012-05-17",
    )
    assert [each["notification_id"] for each in person["cases"]] == [case["notification_id"]]
    assert [each["sentence"] for each in person["matched"]] == [
        "“oexample” is part of the name",
        "“zoe” is part of the name",
    ]
    assert found(callers, "someone else") == []


def test_the_best_match_comes_first_and_a_date_of_birth_narrows_it_down(callers: Callers) -> None:
    sounds = raised(callers, name="Jonathon Example", date_of_birth="2012-05-17")
    begins = raised(callers, name="Jonathanna Example", date_of_birth="2013-05-17")
    same = raised(callers, name="Jonathan Example", date_of_birth="2012-05-17")
    people = found(callers, "jonathan example")
    assert [each["person"] for each in people] == [each["person"] for each in (same, begins, sounds)]
    narrowed = found(callers, "jonathan", born="2012-05-17")
    assert [each["person"] for each in narrowed] == [same["person"], sounds["person"]]
    assert found(callers, "jonathan", born="2012-05-18") == []


def test_two_cases_of_one_person_are_one_person(callers: Callers) -> None:
    first = raised(callers, name="Invented Child")
    body = {**RAISE, "person": first["person"], "particulars": {"name": "Invented Child"}}
    second = callers.done("/v1/notifications", body)
    [person] = found(callers, "invented child")
    assert {each["notification_id"] for each in person["cases"]} == {
        first["notification_id"],
        second["notification_id"],
    }


def test_a_name_of_an_update_of_an_adult_or_of_several_children_is_found(callers: Callers, house: House) -> None:
    case = raised(callers, account="no name yet")
    update = {"based_on": 0, "particulars": {"adult_name": "Grown Example", "names_of_children": "Ann One, Bo Two"}}
    callers.done(f"/v1/notifications/{case['notification_id']}/updates", update, "manager")
    for name in ("grown", "ann one", "bo two"):
        assert [each["person"] for each in found(callers, name)] == [case["person"]]
    assert found(callers, "ann two") == []


def test_nobody_is_found_by_a_case_that_the_reader_may_not_see(callers: Callers, house: House) -> None:
    raised(callers, name="Invented Child")
    nothing = callers.post(SEARCH, {"name": "Nobody At All"}, "hill-manager")
    assert callers.post(SEARCH, {"name": "invented child"}, "hill-manager").content == nothing.content
    assert callers.post(SEARCH, {"name": "invented child"}, "kent-service-manager").content == nothing.content


def test_nobody_is_found_by_a_name_that_a_restriction_hides(callers: Callers) -> None:
    hidden = {"adult_name": "Grown Example", "account": "x"}
    callers.done("/v1/notifications", {**RAISE, "restrictions": ["FEN-5"], "particulars": hidden})
    assert found(callers, "grown", "manager")
    assert found(callers, "grown", "head") == []


def test_nobody_is_found_once_their_key_is_gone_and_the_index_is_built_again_from_nothing(
    callers: Callers, house: House
) -> None:
    gone, stays = raised(callers, name="Invented Gone"), raised(callers, name="Invented Stays")
    house.key_ring.delete("fenshire", gone["person"])
    assert [each["person"] for each in found(callers, "invented")] == [stays["person"]]
    before = {each["_id"]: each["tokens"] for each in house.names.every()}
    house.names.drop()
    indexing, names = Indexing(house.key_ring), house.names
    index = [Projection(indexing.view, names)]
    FoldingFeed("intake", indexing.ahead(house.case.intake), index, house.moves).feed(0, 100)
    after = {each["_id"]: each["tokens"] for each in names.every()}
    assert after == {**before, gone["notification_id"]: []}


def test_nothing_of_a_name_lies_in_the_index(callers: Callers, house: House) -> None:
    raised(callers, name="Invented Child", date_of_birth="2012-05-17")
    stored = str(house.names.every()).casefold()
    assert house.names.every()[0]["tokens"]
    assert "invent" not in stored and "child" not in stored and "2012-05-17" not in stored


@pytest.mark.parametrize("name", ["", "  ", "--", "'"])
def test_nothing_to_look_for_is_refused(callers: Callers, name: str) -> None:
    refused(callers.post(SEARCH, {"name": name}), "malformed", 422)


def test_while_keys_are_away_the_index_waits_and_loses_nothing(
    callers: Callers, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised(callers, name="Invented First")

    def away(*_: object) -> None:
        raise KeysUnavailable

    monkeypatch.setattr(house.authority_keys, "unwrap", away)
    house.lagging = True
    raised(callers, name="Invented Second")
    refused(callers.post(SEARCH, {"name": "invented"}), "service_unavailable", 503)
    with pytest.raises(KeysUnavailable):
        house.names_reader.run_once()
    monkeypatch.undo()
    house.lagging = False
    house.case.clock.advance(timedelta(seconds=1))
    house.follow()
    assert len(found(callers, "invented")) == 2


def test_an_altered_text_is_not_indexed_and_stops_nobody(callers: Callers, house: House) -> None:
    house.case.given(raise_it(RAISE["facts"], "FEN-A", sealed="s2.1.name:AAAA"), by="worker")
    raised(callers, name="Invented Child")
    assert len(house.names.every()) == 2
    assert len(found(callers, "invented child")) == 1


def test_two_processes_make_one_index_key(house: House) -> None:
    other = KeyRing(house.keys, house.authority_keys, lambda: "")
    assert house.key_ring.index_secret("kent") == other.index_secret("kent")
    assert other.index_secret("kent") != other.index_secret("fenshire")


def test_an_index_key_that_cannot_be_unwrapped_is_not_replaced(house: House) -> None:
    house.keys.add([KeyRow("kent", "index-kent", {1: "k1.AAAA"})])
    with pytest.raises(KeysUnavailable):
        house.key_ring.index_secret("kent")
