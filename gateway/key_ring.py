"""The data keys of notifications: made ahead for those to be raised, found again for those that are there.

A key must be safe in the store before anything sealed with it is sent. So that nobody who raises waits for that, ids and
keys are made in batches ahead of use; what is left over when the gateway stops is a few rows that stand for nothing.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Collection, Mapping
from threading import Lock, Thread

from gateway.keys import KeyStore
from gateway.sealing import CannotOpen, DataKey, KeyWrap
from shared_kernel.stores import StoreUnavailable

BATCH = 256
LOW = 128
_log = logging.getLogger(__name__)


StartsInBackground = Callable[[Callable[[], None]], None]
"""Starts a piece of work and returns at once."""


def in_a_thread(work: Callable[[], None]) -> None:
    """As StartsInBackground, in a thread of its own."""
    Thread(target=work, name="keys made ahead", daemon=True).start()


class KeyRing:
    """Thread-safe. Raises StoreUnavailable where a key is needed that cannot be kept or read."""

    def __init__(
        self, store: KeyStore, wrap: KeyWrap, new_id: Callable[[], str], background: StartsInBackground = in_a_thread
    ) -> None:
        self._store, self._wrap, self._new_id, self._background = store, wrap, new_id, background
        self._ahead: deque[tuple[str, bytes]] = deque()
        self._lock = Lock()
        self._making = False

    def fresh(self, authority: str) -> DataKey:
        """The key of a notification that is to be raised, with its id. May write to the store; `ready` says if not."""
        while True:
            with self._lock:
                if self._ahead:
                    notification_id, secret = self._ahead.popleft()
                    break
            self._make_batch()
        self.make_ahead()
        return DataKey(authority, notification_id, secret)

    @property
    def ready(self) -> bool:
        """Whether `fresh` answers without waiting for the store."""
        return bool(self._ahead)

    def make_ahead(self) -> None:
        """Sees to it, in the background, that there are keys for those to come."""
        with self._lock:
            if self._making or len(self._ahead) > LOW:
                return
            self._making = True
        self._background(self._make_and_say)

    def _make_and_say(self) -> None:
        try:
            self._make_batch()
        except StoreUnavailable as unavailable:  # whoever needs a key next makes it, or says that it cannot
            _log.warning("no keys made ahead: %s", unavailable.code)
        finally:
            self._making = False

    def _make_batch(self) -> None:
        made = {notification_id: self._wrap.new(notification_id) for notification_id in self._new_ids()}
        self._store.add({key: wrapped for key, (_, wrapped) in made.items()})
        with self._lock:
            self._ahead.extend((key, secret) for key, (secret, _) in made.items())

    def _new_ids(self) -> list[str]:
        return [self._new_id() for _ in range(BATCH)]

    def of(self, authority: str, notification_id: str) -> DataKey:
        """The key of a notification that is there; made and kept if it had none."""
        wrapped = self._store.get_or_add(notification_id, self._wrap.new(notification_id)[1])
        return DataKey(authority, notification_id, self._wrap.unwrapped(notification_id, wrapped))

    def existing(self, authority: str, notification_ids: Collection[str]) -> Mapping[str, DataKey]:
        """The keys of these notifications; without those that were deleted or cannot be unwrapped."""
        found: dict[str, DataKey] = {}
        for notification_id, wrapped in self._store.find(notification_ids).items():
            try:
                secret = self._wrap.unwrapped(notification_id, wrapped)
            except CannotOpen:
                continue
            found[notification_id] = DataKey(authority, notification_id, secret)
        return found

    def delete(self, notification_id: str) -> None:
        """What was sealed with this notification's key can never be read again."""
        self._store.remove(notification_id)
