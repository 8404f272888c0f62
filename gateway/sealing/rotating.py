"""An authority's key is exchanged for a new version while everything goes on: both unwrap until the old one is retired."""

from __future__ import annotations

from dataclasses import dataclass

from gateway.sealing.authority_keys import AuthorityKeys
from gateway.sealing.ring import name_of
from gateway.sealing.store import KeyRow, KeyStore

BATCH = 200


@dataclass(frozen=True)
class Rewrapped:
    """What was gone through: people, keys wrapped anew, and keys that could not be unwrapped and stay as they are."""

    people: int = 0
    anew: int = 0
    unreadable: int = 0

    def __add__(self, other: Rewrapped) -> Rewrapped:
        return Rewrapped(self.people + other.people, self.anew + other.anew, self.unreadable + other.unreadable)


def rewrap(store: KeyStore, keys: AuthorityKeys, authority: str, batch: int = BATCH) -> Rewrapped:
    """Wraps under the newest version whatever an older one wrapped. Broken off, it is run again and goes on.

    Two may run at once, and keys may be made, renewed and deleted meanwhile. Raises KeysUnavailable, StoreUnavailable.
    """
    done, last = Rewrapped(), ""
    while rows := store.after(authority, last, batch):
        done += _rewrap(store, keys, authority, rows)
        last = rows[-1].person
    return done


def _rewrap(store: KeyStore, keys: AuthorityKeys, authority: str, rows: tuple[KeyRow, ...]) -> Rewrapped:
    newest = keys.newest(authority)
    places = {name_of(row.person, n): (row, n) for row in rows for n in row.wrapped}
    old = {name: row.wrapped[n] for name, (row, n) in places.items() if keys.version_of(row.wrapped[n]) < newest}
    if not old:
        return Rewrapped(people=len(rows))
    secrets = keys.unwrap(authority, old)
    fresh = keys.wrap(authority, secrets)
    for name, text in fresh.items():
        row, n = places[name]
        store.put(authority, row.person, n, text, row.wrapped[n])
    return Rewrapped(len(rows), len(fresh), len(old) - len(secrets))


def retire(store: KeyStore, keys: AuthorityKeys, authority: str) -> Rewrapped:
    """Rewraps what is left, then lets the older versions go, if nothing that can be read needs one.

    What was not made anew in the run is certain to be wrapped by the newest: so it is done once more until nothing was.
    """
    done = rewrap(store, keys, authority)
    while done.anew:
        done = rewrap(store, keys, authority)
    keys.retire(authority, keys.newest(authority))
    return done
