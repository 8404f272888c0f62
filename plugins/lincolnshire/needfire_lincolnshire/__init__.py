"""Lincolnshire's procedures: known by name, without an edition yet."""

from __future__ import annotations

from collections.abc import Sequence

from needfire import hookimpl
from needfire.authority import AuthorityDescription, editions_of
from needfire.procedure import Edition


@hookimpl
def needfire_authority() -> AuthorityDescription:
    """Lincolnshire County Council."""
    return AuthorityDescription("lincolnshire", "Lincolnshire County Council")


@hookimpl
def needfire_editions() -> Sequence[Edition]:
    """None until a file is added to the folder `editions`."""
    return editions_of(__name__)
