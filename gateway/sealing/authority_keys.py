"""The key of an authority, which wraps the keys of its people. Where it lies is another's matter: a file, a key service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol

from shared_kernel.errors import StoreUnavailable


class KeysUnavailable(StoreUnavailable):
    """The authority's key is not at hand: nothing can be sealed or opened now, and nothing is lost. Try again."""

    code: ClassVar[str] = "keys_unavailable"

    def __init__(self) -> None:
        super().__init__("The authority's key is not at hand. Try again.")


class AuthorityKeys(Protocol):
    """Port. A wrapped key says which version wrapped it; all versions that there are unwrap. Raises KeysUnavailable."""

    def wrap(self, authority: str, secrets: Mapping[str, bytes]) -> Mapping[str, str]:
        """Each secret, wrapped under the newest version and bound to the authority and to its name."""

    def unwrap(self, authority: str, wrapped: Mapping[str, str]) -> Mapping[str, bytes]:
        """The secrets, by name; without those that were wrapped for another authority or name, or altered."""

    def newest(self, authority: str) -> int:
        """The version that wraps."""

    def version_of(self, wrapped: str) -> int:
        """Which version wrapped this; 0 where it cannot be told."""

    def rotate(self, authority: str) -> int:
        """A new version, which wraps from now on; the others go on unwrapping. Its number."""

    def retire(self, authority: str, below: int) -> None:
        """Versions below this one unwrap no more."""
