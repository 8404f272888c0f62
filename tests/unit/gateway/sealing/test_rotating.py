"""An authority's key is exchanged while everything goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from gateway.sealing import key_files
from gateway.sealing.authority_keys import AuthorityKeys
from gateway.sealing.key_files import FileAuthorityKeys
from gateway.sealing.ring import KeyRing
from gateway.sealing.rotating import Rewrapped, retire, rewrap
from gateway.sealing.store import KeyRow
from gateway.sealing.store_memory import MemoryKeyStore
from shared_kernel.ids import new_id
from shared_kernel.stores import StoreUnavailable
from tests.unit.casework.case import NOON
from tests.unit.gateway.sealing.test_key_service import service
from tests.unit.gateway.sealing.transit import Transit

SAID = {"name": "Invented Child"}


@pytest.fixture(params=["files", "service"])
def keys(request: pytest.FixtureRequest, tmp_path: Path) -> AuthorityKeys:
    if request.param == "service":
        return service(Transit("kent", "luton"))
    key_files.make(tmp_path, ["kent", "luton"])
    return FileAuthorityKeys(tmp_path)


def ring(store: MemoryKeyStore, keys: AuthorityKeys) -> KeyRing:
    return KeyRing(store, keys, lambda: new_id("person", NOON), background=lambda work: None)


def versions(store: MemoryKeyStore, keys: AuthorityKeys, authority: str = "kent") -> set[int]:
    rows = store.after(authority, "", 10_000)
    return {keys.version_of(text) for row in rows for text in row.wrapped.values()}


def test_every_key_is_wrapped_anew_and_everything_opens_before_during_and_after(keys: AuthorityKeys) -> None:
    store = MemoryKeyStore()
    people = ring(store, keys)
    one, other = people.fresh("kent"), people.fresh("luton")
    people.renew("kent", one.person)
    sealed = one.seal(SAID)
    keys.rotate("kent")
    assert people.existing("kent", [one.person])[one.person].open(sealed) == SAID
    done = rewrap(store, keys, "kent", batch=5)
    assert (done.people, done.anew, done.unreadable) == (16, 17, 0)
    assert versions(store, keys) == {2}
    assert people.existing("kent", [one.person])[one.person].open(sealed) == SAID
    retire(store, keys, "kent")
    assert people.existing("kent", [one.person])[one.person].open(sealed) == SAID
    assert versions(store, keys, "luton") == {1}
    assert other.person in people.existing("luton", [other.person])


class BreaksOff(MemoryKeyStore):
    """Goes away after so many rows were put."""

    left = 3

    def put(self, authority: str, person: str, version: int, wrapped: str, instead_of: str | None) -> bool:
        self.left -= 1
        if self.left < 0:
            raise StoreUnavailable
        return super().put(authority, person, version, wrapped, instead_of)


def test_broken_off_it_goes_on_where_it_was(keys: AuthorityKeys) -> None:
    store = BreaksOff()
    people = ring(store, keys)
    sealed = (one := people.fresh("kent")).seal(SAID)
    keys.rotate("kent")
    with pytest.raises(StoreUnavailable):
        rewrap(store, keys, "kent", batch=5)
    assert versions(store, keys) == {1, 2}
    assert people.existing("kent", [one.person])[one.person].open(sealed) == SAID
    store.left = 1_000
    assert rewrap(store, keys, "kent", batch=5) == Rewrapped(people=16, anew=13)
    assert rewrap(store, keys, "kent") == Rewrapped(people=16)


class Meanwhile(MemoryKeyStore):
    """Somebody is shredded, and another renewed, just before a row is written back."""

    def put(self, authority: str, person: str, version: int, wrapped: str, instead_of: str | None) -> bool:
        if instead_of is not None and (rows := self.after(authority, person, 1)):
            self.remove(authority, rows[0].person)
        return super().put(authority, person, version, wrapped, instead_of)


def test_who_is_shredded_meanwhile_does_not_come_back(keys: AuthorityKeys) -> None:
    store = Meanwhile()
    ring(store, keys).fresh("kent")
    keys.rotate("kent")
    rewrap(store, keys, "kent")
    assert len(store.after("kent", "", 100)) == 1


def test_what_cannot_be_unwrapped_stays_as_it_is_and_is_counted(keys: AuthorityKeys) -> None:
    store = MemoryKeyStore()
    store.add([KeyRow("kent", "person-1", {1: "k1.AAAA"})])
    keys.rotate("kent")
    assert rewrap(store, keys, "kent") == Rewrapped(people=1, anew=0, unreadable=1)
    assert retire(store, keys, "kent").unreadable == 1
