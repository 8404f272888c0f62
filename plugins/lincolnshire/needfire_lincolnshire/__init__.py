"""Lincolnshire as a plugin of needfire: its editions are the YAML files beside this module."""

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
    """The editions that lie in the folder `editions`."""
    return editions_of(__name__)
