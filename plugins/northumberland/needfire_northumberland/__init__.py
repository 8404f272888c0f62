"""Northumberland's risk management as a plugin of needfire: editions and instruments are the YAML files beside this module."""

from __future__ import annotations

from collections.abc import Sequence

from needfire import hookimpl
from needfire.authority import AuthorityDescription, editions_of
from needfire.procedure import Edition


@hookimpl
def needfire_authority() -> AuthorityDescription:
    """Northumberland County Council."""
    return AuthorityDescription("northumberland", "Northumberland County Council")


@hookimpl
def needfire_editions() -> Sequence[Edition]:
    """The editions that lie in the folder `editions`, with the instruments that they name."""
    return editions_of(__name__)
