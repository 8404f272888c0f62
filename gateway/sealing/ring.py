"""People's keys: made ahead for those to come, found again for those that are there.

A key must be safe in the store before anything sealed with it is sent. So that nobody who raises waits for that, people's ids
and keys are made in batches ahead of use, for each authority; what is left over when the gateway stops is a few rows that
stand for nobody.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock, Thread

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gateway.sealing.authority_keys import AuthorityKeys, KeysUnavailable
from gateway.sealing.store import KeyRow, KeyStore
from gateway.sealing.texts import KEY_BITS, PersonKey
from shared_kernel.stores import StoreUnavailable

FIRST_BATCH, BATCH = 16, 256
LOW = 128
_log = logging.getLogger(__name__)


StartsInBackground = Callable[[Callable[[], None]], None]
"""Starts a piece of work and returns at once."""


def in_a_thread(work: Callable[[], None]) -> None:
    """As StartsInBackground, in a thread of its own."""
    Thread(target=work, name="keys made ahead", daemon=True).start()


@dataclass
class _Ahead:
    """One authority's keys made ahead. The first batch is small: most authorities raise nothing before the next start."""

    keys: deque[PersonKey] = field(default_factory=deque)
    making: bool = False
    next_batch: int = FIRST_BATCH


class KeyRing:
    """Thread-safe. Raises StoreUnavailable where a key is needed that cannot be kept or read, KeysUnavailable among them."""

    def __init__(
        self,
        store: KeyStore,
        authority_keys: AuthorityKeys,
        new_id: Callable[[], str],
        background: StartsInBackground = in_a_thread,
    ) -> None:
        self._store, self._authority_keys, self._new_id, self._background = store, authority_keys, new_id, background
        self._ahead: dict[str, _Ahead] = {}
        self._lock = Lock()

    def fresh(self, authority: str) -> PersonKey:
        """The key of a person not known yet, with their id. May write to the store; `ready` says if not."""
        while True:
            with self._lock:
                ahead = self._of(authority)
                if ahead.keys:
                    key = ahead.keys.popleft()
                    break
            self._make_batch(authority)
        self.make_ahead(authority)
        return key

    def ready(self, authority: str) -> bool:
        """Whether `fresh` answers without waiting for the store."""
        with self._lock:
            return bool(self._of(authority).keys)

    def make_ahead(self, authority: str) -> None:
        """Sees to it, in the background, that there are keys for those to come."""
        with self._lock:
            ahead = self._of(authority)
            if ahead.making or len(ahead.keys) > min(LOW, ahead.next_batch // 2):
                return
            ahead.making = True
        self._background(lambda: self._make_and_say(authority))

    def _of(self, authority: str) -> _Ahead:
        return self._ahead.setdefault(authority, _Ahead())

    def _make_and_say(self, authority: str) -> None:
        try:
            self._make_batch(authority)
        except StoreUnavailable as unavailable:  # whoever needs a key next makes it, or says that it cannot
            _log.warning("no keys made ahead: %s", unavailable.code)
        finally:
            self._of(authority).making = False

    def _make_batch(self, authority: str) -> None:
        made = [PersonKey(authority, self._new_id(), {1: _new_secret()}) for _ in range(self._of(authority).next_batch)]
        wrapped = self._authority_keys.wrap(authority, {name_of(key.person, 1): key.secrets[1] for key in made})
        self._store.add([KeyRow(authority, key.person, {1: wrapped[name_of(key.person, 1)]}) for key in made])
        with self._lock:
            ahead = self._of(authority)
            ahead.keys.extend(made)
            ahead.next_batch = BATCH

    def existing(self, authority: str, people: Collection[str]) -> Mapping[str, PersonKey]:
        """The keys of these people; without those that were deleted or cannot be unwrapped."""
        rows = self._store.find(authority, people)
        wrapped = {name_of(row.person, n): text for row in rows.values() for n, text in row.wrapped.items()}
        secrets = self._authority_keys.unwrap(authority, wrapped) if wrapped else {}
        keys: dict[str, PersonKey] = {}
        for person, row in rows.items():
            found = {n: secrets[name_of(person, n)] for n in row.wrapped if name_of(person, n) in secrets}
            if found:
                keys[person] = PersonKey(authority, person, found)
        return keys

    def renew(self, authority: str, person: str) -> int | None:
        """A new version, with which texts to come are sealed; the older ones go on opening. None where there is no key."""
        row = self._store.find(authority, [person]).get(person)
        if row is None:
            return None
        version = max(row.wrapped) + 1
        name = name_of(person, version)
        wrapped = self._authority_keys.wrap(authority, {name: _new_secret()})[name]
        return version if self._store.put(authority, person, version, wrapped, None) else self.renew(authority, person)

    def index_secret(self, authority: str) -> bytes:
        """What keys the authority's index of names; made the first time. It lies among the people's keys, wrapped as they are."""
        name = f"index-{authority}"
        while (found := self.existing(authority, [name]).get(name)) is None:
            wrapped = self._authority_keys.wrap(authority, {name_of(name, 1): _new_secret()})
            claimed = self._store.claim(KeyRow(authority, name, {1: wrapped[name_of(name, 1)]}))
            if not claimed and name not in self.existing(authority, [name]):
                raise KeysUnavailable  # there is one, and it cannot be unwrapped: a new one would find nobody
        return found.secrets[1]

    def delete(self, authority: str, person: str) -> None:
        """What was sealed with this person's key can never be read again."""
        self._store.remove(authority, person)


def name_of(person: str, version: int) -> str:
    """What a version of a person's key is bound to when it is wrapped."""
    return f"{person}/{version}"


def _new_secret() -> bytes:
    return AESGCM.generate_key(KEY_BITS)
