"""Luton's Need to Know notifications as a plugin of needfire: its editions are the YAML files beside this module."""

from __future__ import annotations

from collections.abc import Sequence

from needfire import hookimpl
from needfire.authority import AuthorityDescription, editions_of
from needfire.procedure import Edition


@hookimpl
def needfire_authority() -> AuthorityDescription:
    """Luton Borough Council."""
    return AuthorityDescription("luton", "Luton Borough Council")


@hookimpl
def needfire_editions() -> Sequence[Edition]:
    """The editions that lie in the folder `editions`."""
    return editions_of(__name__)
