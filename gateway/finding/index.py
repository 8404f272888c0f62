"""The index of names: for each case the tokens by which its people can be found, each put through a keyed hash.

The key is the authority's own and lies wrapped beside the people's keys. Without it a token says nothing; whoever has the
store alone can see which cases share a token, and no more.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol

from gateway.finding.matching import tokens_of
from gateway.read_models.documents import Documents
from gateway.read_models.folding import Document, View
from gateway.sealing.ring import KeyRing
from gateway.sealing.texts import CannotOpen, PersonKey
from shared_kernel.commits import Commit, FeedSource
from shared_kernel.upcasting import events_of

NAME, READER = "names", "gateway-names"
LENGTH = 16


class Names(Documents, Protocol):
    """Port: the index, a document a case."""

    def holding(self, authority: str, groups: Sequence[Collection[str]], limit: int) -> tuple[Document, ...]:
        """The newest cases that have a token of each group."""

    def forget(self, authority: str, person: str) -> None:
        """Nobody is found any more by what was recorded of this person."""


def keyed(secret: bytes, tokens: Iterable[str]) -> list[str]:
    """The tokens as they lie in the index, in an order that says nothing of them."""
    digests = (hmac.digest(secret, token.encode(), "sha256")[:LENGTH] for token in tokens)
    return sorted(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in digests)


class Indexing:
    """Folds intake's feed into the index. The keys of a batch are fetched at once, and forgotten with the next."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys
        self._people: dict[str, PersonKey | None] = {}
        self._secrets: dict[str, bytes] = {}
        self.view = View(NAME, key_of, self._take)

    def ahead(self, source: FeedSource) -> FeedSource:
        """The feed, with the keys of each batch fetched before it is folded."""
        return _Ahead(source, self._fetch)

    def _fetch(self, commits: Sequence[Commit]) -> None:
        self._people.clear()
        wanted: dict[str, set[str]] = {}
        for commit in commits:
            wanted.setdefault(commit.authority, set()).update(_people_in(commit))
        for authority, people in wanted.items():
            found = self._keys.existing(authority, people) if people else {}
            self._people.update({person: found.get(person) for person in people})

    def _take(self, case: Document, _source: str, commit: Commit) -> Document:
        for person in _people_in(commit):
            case["person"] = person
        found = set(case.get("tokens", ()))
        for event in events_of(commit):
            found.update(self._tokens(commit.authority, case["person"], event.data.get("sealed")))
        return {**case, "tokens": sorted(found)}

    def _tokens(self, authority: str, person: str, sealed: str | None) -> list[str]:
        key = self._key_of(authority, person) if sealed else None
        if key is None or sealed is None:
            return []
        try:
            return keyed(self._secret(authority), tokens_of(key.open(sealed)))
        except CannotOpen:
            return []

    def _key_of(self, authority: str, person: str) -> PersonKey | None:
        if person not in self._people:
            self._people[person] = self._keys.existing(authority, [person]).get(person)
        return self._people[person]

    def _secret(self, authority: str) -> bytes:
        if authority not in self._secrets:
            self._secrets[authority] = self._keys.index_secret(authority)
        return self._secrets[authority]


class _Ahead(FeedSource):
    def __init__(self, source: FeedSource, fetch: Callable[[Sequence[Commit]], None]) -> None:
        self._source, self._fetch = source, fetch

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        commits = self._source.feed(after, limit)
        self._fetch(commits)
        return commits


def key_of(_source: str, commit: Commit) -> str | None:
    """The case whose document it changes."""
    return commit.stream if commit.stream.startswith("notification-") else None


def _people_in(commit: Commit) -> tuple[str, ...]:
    data: Iterable[Mapping[str, object]] = (
        event.data for event in events_of(commit) if event.name == "NotificationRaised"
    )
    return tuple(str(each["person"]) for each in data)
