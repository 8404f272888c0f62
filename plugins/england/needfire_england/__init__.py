"""The national baseline under every English authority as a plugin of needfire: its editions are the YAML files beside this module."""

from __future__ import annotations

from collections.abc import Sequence

from needfire import hookimpl
from needfire.authority import AuthorityDescription, editions_of
from needfire.procedure import Edition


@hookimpl
def needfire_authority() -> AuthorityDescription:
    """England (national baseline)."""
    return AuthorityDescription("england", "England (national baseline)")


@hookimpl
def needfire_editions() -> Sequence[Edition]:
    """The editions that lie in the folder `editions`, each with what it carries of an earlier one."""
    return editions_of(__name__)
