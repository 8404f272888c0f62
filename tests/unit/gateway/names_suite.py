"""The index by which somebody is found: what every store of it answers."""

from __future__ import annotations

from gateway.finding.index import Names
from gateway.read_models.folding import Document


class NamesSuite:
    """Whoever derives from it gives the fixture `store`: the Names that are tried."""

    def held(self, number: int, *tokens: str, authority: str = "fenshire", person: str = "person-1") -> Document:
        name = f"notification-{number}"
        common = {"_id": name, "authority": authority, "versions": {"intake": 1}}
        return {**common, "person": person, "tokens": sorted(tokens)}

    def test_what_has_a_token_of_each_group_is_found_the_newest_first(self, store: Names) -> None:
        store.save([(None, self.held(1, "a", "b")), (None, self.held(2, "b", "c")), (None, self.held(3, "a", "c"))])
        assert [each["_id"] for each in store.holding("fenshire", [["a", "x"], ["b", "c"]], 10)] == [
            "notification-3",
            "notification-1",
        ]
        assert [each["_id"] for each in store.holding("fenshire", [["b"]], 1)] == ["notification-2"]
        assert store.holding("kent", [["a"]], 10) == ()

    def test_a_forgotten_person_is_found_no_more(self, store: Names) -> None:
        theirs, other = self.held(1, "a"), self.held(2, "a", person="person-2")
        store.save([(None, theirs), (None, other), (None, self.held(3, "a", authority="kent"))])
        store.forget("fenshire", "person-1")
        assert [each["_id"] for each in store.holding("fenshire", [["a"]], 10)] == ["notification-2"]
        assert [each["_id"] for each in store.holding("kent", [["a"]], 10)] == ["notification-3"]
