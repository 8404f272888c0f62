"""The whole check of an edition that can be read: the same for the tool `needfire check` and for the conformance kit."""

from __future__ import annotations

from datetime import datetime

from needfire.checking.contradictions import condition_remarks
from needfire.checking.owners import directory_remarks, owner_remarks
from needfire.checking.remarks import Remark
from needfire.checking.stated import stated_remarks
from needfire.directory import Directory
from needfire.procedure import Edition


def remarks_on(edition: Edition, directory: Directory | None = None, at: datetime | None = None) -> tuple[Remark, ...]:
    """All that there is to say of the edition, errors first; with a directory and a moment, of its posts too.

    What makes an edition unreadable (`problems_of`) has been refused when it was read and is not looked for here.
    """
    found = [*condition_remarks(edition), *owner_remarks(edition), *stated_remarks(edition)]
    if directory and at:
        found += directory_remarks(edition, directory, at)
    return tuple(sorted(dict.fromkeys(found), key=lambda each: each.severity != "error"))
