"""Who asks, as far as a token or a session says so. What they may do is said elsewhere: by the directory, by the scopes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PersonIdentity:
    """A person of an authority, by what its identity provider calls them and its directory has as their account."""

    account: str
    authority: str


@dataclass(frozen=True)
class ClientIdentity:
    """A machine of an agency that an authority works with; `scopes` are those that its token carries and it still has."""

    client_id: str
    authority: str
    agency: str
    scopes: frozenset[str]


Identity = PersonIdentity | ClientIdentity
