"""What identifies a person is sealed with a key of its notification, opens nowhere else, and is gone with its key."""

from __future__ import annotations

import base64
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from gateway import key_ring, master_key
from gateway.key_ring import KeyRing
from gateway.keys_memory import MemoryKeyStore
from gateway.master_key import MasterKey, MasterKeyUnusable
from gateway.sealing import CannotOpen, DataKey, KeyWrap, names_in
from gateway.words.opening import Opener
from shared_kernel.stores import StoreUnavailable

KEY = DataKey("kent", "notification-1", bytes(32))
PLAIN = {"name": "Invented Child", "account": "What happened – in words.\nTwo lines."}


def test_what_was_sealed_opens_with_its_key() -> None:
    assert KEY.open(KEY.seal(PLAIN)) == PLAIN


def test_nothing_of_it_can_be_read_while_it_is_sealed() -> None:
    sealed = KEY.seal(PLAIN)
    assert names_in(sealed) == ("account", "name")
    assert "Invented" not in sealed
    assert b"Invented" not in base64.urlsafe_b64decode(sealed.rpartition(".")[2] + "==")


def test_the_same_sealed_twice_looks_different() -> None:
    assert KEY.seal(PLAIN) != KEY.seal(PLAIN)


@pytest.mark.parametrize(
    "other",
    [
        replace(KEY, authority="luton"),
        replace(KEY, notification_id="notification-2"),
        replace(KEY, secret=bytes(range(32))),
    ],
)
def test_it_opens_for_no_other_authority_notification_or_key(other: DataKey) -> None:
    with pytest.raises(CannotOpen):
        other.open(KEY.seal(PLAIN))


@pytest.mark.parametrize(
    "alter",
    [
        lambda sealed: sealed.replace("account,name", "name"),
        lambda sealed: sealed.replace("s1.", "s2."),
        lambda sealed: sealed[:-4] + "AAAA",
        lambda sealed: "",
        lambda sealed: "s1.name",
        lambda sealed: "s1.name.%%%",
        lambda sealed: "s1.name.",
    ],
)
def test_what_was_altered_does_not_open(alter: Callable[[str], str]) -> None:
    with pytest.raises(CannotOpen):
        KEY.open(alter(KEY.seal(PLAIN)))


def test_secrets_are_not_shown() -> None:
    assert "\\x00" not in repr(KEY) + repr(MasterKey(bytes(32)))


def test_each_purpose_has_a_key_of_its_own() -> None:
    master = MasterKey(bytes(32))
    assert master.derived("one") == master.derived("one") != master.derived("another")


def test_a_wrapped_key_opens_under_its_master_key_and_for_its_notification_only() -> None:
    wrap = KeyWrap(MasterKey(bytes(32)))
    secret, wrapped = wrap.new("notification-1")
    assert wrap.unwrapped("notification-1", wrapped) == secret
    for other, notification in ((wrap, "notification-2"), (KeyWrap(MasterKey(bytes(range(32)))), "notification-1")):
        with pytest.raises(CannotOpen):
            other.unwrapped(notification, wrapped)


# --- the ring of keys ------------------------------------------------------------------------------------------------


def ring(store: MemoryKeyStore, background: Callable[[Callable[[], None]], None] = lambda work: work()) -> KeyRing:
    numbers = count(1)
    return KeyRing(store, KeyWrap(MasterKey(bytes(32))), lambda: f"notification-{next(numbers)}", background)


def test_a_fresh_key_is_in_the_store_before_it_is_given_out() -> None:
    store = MemoryKeyStore()
    fresh = ring(store).fresh("kent")
    assert fresh.notification_id in store.find([fresh.notification_id])


def test_keys_are_made_ahead_so_that_nobody_waits_for_the_store() -> None:
    keys = ring(MemoryKeyStore())
    assert [keys.ready] == [False]
    keys.make_ahead()
    for _ in range(600):
        assert keys.ready
        keys.fresh("kent")


def test_many_at_once_get_a_key_each() -> None:
    keys = ring(MemoryKeyStore())
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: keys.fresh("kent"), range(500)))
    assert len({each.notification_id for each in given}) == len({each.secret for each in given}) == 500


class AwayStore(MemoryKeyStore):
    """A store that does not answer while it is away."""

    away = True

    def add(self, wrapped: Mapping[str, str]) -> None:
        if self.away:
            raise StoreUnavailable
        super().add(wrapped)


def test_without_the_store_there_is_no_key_and_with_it_there_is_again() -> None:
    store = AwayStore()
    keys = ring(store)
    keys.make_ahead()
    with pytest.raises(StoreUnavailable):
        keys.fresh("kent")
    store.away = False
    assert keys.fresh("kent")


def test_what_comes_later_to_a_notification_is_sealed_with_the_same_key() -> None:
    keys = ring(MemoryKeyStore())
    fresh = keys.fresh("kent")
    assert keys.of("kent", fresh.notification_id) == fresh
    assert keys.of("kent", "notification-without").secret == keys.of("kent", "notification-without").secret


def test_deleting_the_key_deletes_what_was_sealed_with_it() -> None:
    keys = ring(MemoryKeyStore())
    fresh = keys.fresh("kent")
    sealed = fresh.seal(PLAIN)
    keys.delete(fresh.notification_id)
    opened = Opener(keys.existing("kent", [fresh.notification_id]).get(fresh.notification_id)).opened(sealed)
    assert opened and opened.erased
    assert opened.particulars.name is None


def test_a_key_of_another_master_key_counts_as_deleted() -> None:
    store = MemoryKeyStore()
    fresh = ring(store).fresh("kent")
    other = KeyRing(store, KeyWrap(MasterKey(bytes(range(32)))), lambda: "")
    assert other.existing("kent", [fresh.notification_id]) == {}


def test_work_in_the_background_is_done() -> None:
    done: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        waited = pool.submit(lambda: None)
        key_ring.in_a_thread(lambda: done.append(1))
        waited.result()
    keys = ring(MemoryKeyStore(), key_ring.in_a_thread)
    keys.make_ahead()
    assert keys.fresh("kent")


# --- opening for a reader ----------------------------------------------------------------------------------------------


def test_what_a_restriction_hides_is_not_shown_and_said_to_be_hidden() -> None:
    opened = Opener(KEY, frozenset({"name", "adult_name"})).opened(KEY.seal(PLAIN))
    assert opened
    assert (opened.particulars.name, opened.hidden, opened.erased) == (None, ("name",), False)
    assert opened.particulars.account == PLAIN["account"]


def test_nothing_sealed_is_nothing_opened() -> None:
    assert Opener(KEY).opened(None) is None


# --- the master key ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", [base64.b64encode(bytes(range(32))).decode() + "\n", bytes(range(32)).hex()])
def test_a_master_key_is_read_in_base64_and_in_hexadecimal(tmp_path: Path, written: str) -> None:
    (tmp_path / "key").write_text(written, "ascii")
    assert master_key.load({master_key.VARIABLE: str(tmp_path / "key")}).secret == bytes(range(32))


@pytest.mark.parametrize("written", [b"", b"short", b"\xff\xfe", base64.b64encode(bytes(16)), b"z" * 64])
def test_a_master_key_that_is_none_is_refused_with_the_remedy_and_without_itself(
    tmp_path: Path, written: bytes
) -> None:
    (tmp_path / "key").write_bytes(written)
    with pytest.raises(MasterKeyUnusable, match=r"python -m gateway\.master_key") as refused:
        master_key.load({master_key.VARIABLE: str(tmp_path / "key")})
    assert str(tmp_path) not in str(refused.value)


@pytest.mark.parametrize("environment", [{}, {master_key.VARIABLE: "/nowhere/at/all"}])
def test_without_a_master_key_nothing_starts(environment: Mapping[str, str]) -> None:
    with pytest.raises(MasterKeyUnusable):
        master_key.load(environment)


def test_the_command_makes_a_key_for_its_owner_only_and_never_overwrites_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "gateway.master_key", str(tmp_path / "key")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run(command, env=environment, check=False).returncode == 0
    made = master_key.load({master_key.VARIABLE: str(tmp_path / "key")})
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    again = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert again.returncode != 0 and "left as it is" in again.stderr
    assert master_key.load({master_key.VARIABLE: str(tmp_path / "key")}) == made
