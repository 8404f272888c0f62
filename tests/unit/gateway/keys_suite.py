"""What every store of wrapped keys does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from gateway.sealing.store import KeyRow, KeyStore


def row(person: str, wrapped: str = "one", authority: str = "kent") -> KeyRow:
    return KeyRow(authority, person, {1: wrapped})


class KeyStoreSuite:
    """Whoever derives from it gives the fixture `keys`: the KeyStore that is tried."""

    def test_what_was_added_is_found(self, keys: KeyStore) -> None:
        keys.add([row("person-1"), row("person-2")])
        assert keys.find("kent", ["person-2", "person-3"]) == {"person-2": row("person-2")}

    def test_another_authority_does_not_find_it_and_cannot_remove_it(self, keys: KeyStore) -> None:
        keys.add([row("person-1")])
        assert keys.find("luton", ["person-1"]) == {}
        keys.remove("luton", "person-1")
        assert not keys.put("luton", "person-1", 1, "two", "one")
        assert keys.find("kent", ["person-1"]) == {"person-1": row("person-1")}

    def test_of_many_at_once_one_claims_a_name(self, keys: KeyStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda number: keys.claim(row("index-kent", f"key {number}")), range(24)))
        assert done.count(True) == 1
        assert keys.find("kent", ["index-kent"])["index-kent"].wrapped[1] == f"key {done.index(True)}"

    def test_a_version_is_added_and_replaced_where_nobody_else_did(self, keys: KeyStore) -> None:
        keys.add([row("person-1")])
        assert keys.put("kent", "person-1", 2, "two", None)
        assert not keys.put("kent", "person-1", 2, "another", None)
        assert keys.put("kent", "person-1", 1, "one again", "one")
        assert not keys.put("kent", "person-1", 1, "late", "one")
        assert keys.find("kent", ["person-1"])["person-1"].wrapped == {1: "one again", 2: "two"}

    def test_of_many_at_once_one_adds_the_version(self, keys: KeyStore) -> None:
        keys.add([row("person-1")])
        with ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda number: keys.put("kent", "person-1", 2, f"key {number}", None), range(24)))
        assert done.count(True) == 1

    def test_a_removed_key_is_gone_can_be_removed_again_and_does_not_come_back(self, keys: KeyStore) -> None:
        keys.add([row("person-1")])
        keys.remove("kent", "person-1")
        keys.remove("kent", "person-1")
        assert not keys.put("kent", "person-1", 1, "one again", "one")
        assert not keys.put("kent", "person-1", 2, "two", None)
        assert keys.find("kent", ["person-1"]) == {}

    def test_an_authoritys_keys_are_gone_through_in_order(self, keys: KeyStore) -> None:
        keys.add([row(f"person-{number}") for number in (3, 1, 2)] + [row("person-4", authority="luton")])
        assert [each.person for each in keys.after("kent", "", 2)] == ["person-1", "person-2"]
        assert [each.person for each in keys.after("kent", "person-2", 2)] == ["person-3"]
