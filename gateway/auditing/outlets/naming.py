"""`NEEDFIRE_AUDIT_HEADS` names outlets, comma separated: a folder's path, `https://…`, `mailto:somebody@council.example`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from gateway.auditing.outlets.folder import FolderOutlet
from gateway.auditing.outlets.port import HeadOutlet, Make

VARIABLE = "NEEDFIRE_AUDIT_HEADS"


def outlets_of(environment: Mapping[str, str], webhook: Make, mail: Make) -> Mapping[str, HeadOutlet]:
    """Those that the environment names, each under a name of its own; none where heads are handed to nobody.

    Raises OutletsUnusable.
    """
    named = [each.strip() for each in environment.get(VARIABLE, "").split(",") if each.strip()]
    return {_name_of(each): _outlet_of(each, webhook, mail) for each in named}


def _outlet_of(named: str, webhook: Make, mail: Make) -> HeadOutlet:
    if "://" in named:
        return webhook(named)
    return mail(named.removeprefix("mailto:")) if named.startswith("mailto:") else FolderOutlet(Path(named))


def _name_of(named: str) -> str:
    """By what it is remembered how far an outlet has come: not by the address itself, which may hold a secret."""
    return hashlib.sha256(named.encode()).hexdigest()[:16]
