"""People's keys: there before they are used, one each, gone when they are deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from threading import Event

import pytest

from gateway.sealing import key_files
from gateway.sealing.key_files import FileAuthorityKeys
from gateway.sealing.ring import KeyRing, in_a_thread
from gateway.sealing.store import KeyRow
from gateway.sealing.store_memory import MemoryKeyStore
from shared_kernel.stores import StoreUnavailable

PLAIN = {"name": "Invented Child"}


@pytest.fixture
def authority_keys(tmp_path: Path) -> FileAuthorityKeys:
    key_files.make(tmp_path / "keys", ["kent", "luton"])
    return FileAuthorityKeys(tmp_path / "keys")


def ring(
    store: MemoryKeyStore,
    authority_keys: FileAuthorityKeys,
    background: Callable[[Callable[[], None]], None] = lambda work: work(),
) -> KeyRing:
    numbers = count(1)
    return KeyRing(store, authority_keys, lambda: f"person-{next(numbers):05}", background)


def test_a_fresh_key_is_in_the_store_before_it_is_given_out(authority_keys: FileAuthorityKeys) -> None:
    store = MemoryKeyStore()
    keys = ring(store, authority_keys)
    fresh = keys.fresh("kent")
    assert fresh.person in store.find("kent", [fresh.person])
    assert keys.existing("kent", [fresh.person]) == {fresh.person: fresh}


def test_keys_are_made_ahead_for_each_authority_so_that_nobody_waits_for_the_store(
    authority_keys: FileAuthorityKeys,
) -> None:
    keys = ring(MemoryKeyStore(), authority_keys)
    assert [keys.ready("kent")] == [False]
    keys.make_ahead("kent")
    for _ in range(600):
        assert keys.ready("kent")
        assert keys.fresh("kent").authority == "kent"
    assert [keys.ready("luton")] == [False]
    assert keys.fresh("luton").authority == "luton"


def test_many_at_once_get_a_key_each(authority_keys: FileAuthorityKeys) -> None:
    keys = ring(MemoryKeyStore(), authority_keys)
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: keys.fresh("kent"), range(500)))
    assert len({each.person for each in given}) == len({each.secrets[1] for each in given}) == 500


class AwayStore(MemoryKeyStore):
    """A store that does not answer while it is away."""

    away = True

    def add(self, rows: Sequence[KeyRow]) -> None:
        if self.away:
            raise StoreUnavailable
        super().add(rows)


def test_without_the_store_there_is_no_key_and_with_it_there_is_again(authority_keys: FileAuthorityKeys) -> None:
    store = AwayStore()
    keys = ring(store, authority_keys)
    keys.make_ahead("kent")
    with pytest.raises(StoreUnavailable):
        keys.fresh("kent")
    store.away = False
    assert keys.fresh("kent")


def test_deleting_the_key_deletes_what_was_sealed_with_it(authority_keys: FileAuthorityKeys) -> None:
    keys = ring(MemoryKeyStore(), authority_keys)
    fresh = keys.fresh("kent")
    keys.delete("kent", fresh.person)
    assert keys.existing("kent", [fresh.person]) == {}
    assert keys.renew("kent", fresh.person) is None


def test_a_key_is_found_under_its_own_authority_only(authority_keys: FileAuthorityKeys) -> None:
    keys = ring(MemoryKeyStore(), authority_keys)
    fresh = keys.fresh("kent")
    assert keys.existing("luton", [fresh.person]) == {}


def test_a_row_that_was_altered_or_moved_to_somebody_else_opens_nothing(authority_keys: FileAuthorityKeys) -> None:
    store = MemoryKeyStore()
    keys = ring(store, authority_keys)
    one, other = keys.fresh("kent"), keys.fresh("kent")
    wrapped = {each: store.find("kent", [each])[each].wrapped[1] for each in (one.person, other.person)}
    store.put("kent", one.person, 1, wrapped[other.person], wrapped[one.person])
    store.put("kent", other.person, 1, "k1.AAAA", wrapped[other.person])
    assert keys.existing("kent", [one.person, other.person]) == {}


def test_a_renewed_key_seals_with_its_new_version_and_opens_what_was_sealed_before(
    authority_keys: FileAuthorityKeys,
) -> None:
    keys = ring(MemoryKeyStore(), authority_keys)
    fresh = keys.fresh("kent")
    before = fresh.seal(PLAIN)
    assert keys.renew("kent", fresh.person) == 2
    renewed = keys.existing("kent", [fresh.person])[fresh.person]
    assert renewed.seal(PLAIN).startswith("s2.2.")
    assert renewed.open(before) == PLAIN


def test_two_who_renew_at_once_make_two_versions(authority_keys: FileAuthorityKeys) -> None:
    keys = ring(MemoryKeyStore(), authority_keys)
    person = keys.fresh("kent").person
    with ThreadPoolExecutor(8) as pool:
        versions = list(pool.map(lambda _: keys.renew("kent", person), range(8)))
    assert sorted(each or 0 for each in versions) == list(range(2, 10))


def test_work_in_the_background_is_done(authority_keys: FileAuthorityKeys) -> None:
    done = Event()
    in_a_thread(done.set)
    assert done.wait(20)
