"""Who keeps the records of an authority: retention, holds, deletion, exports."""

from __future__ import annotations

from access.readers import Reader
from access.things import Records, Thing
from contracts.refusals import Refusal
from needfire.directory import WHOLE_AUTHORITY


def of_records(reader: Reader, thing: Thing) -> Refusal | None:
    """For the two roles of the authority's retention schedule; without a schedule for nobody."""
    retention = reader.directory.retention
    if not isinstance(thing, Records) or thing.authority != reader.authority or retention is None:
        return Refusal("not_permitted")
    roles = (retention.records_role, retention.second_role)
    return None if reader.holds_any(roles, WHOLE_AUTHORITY) else Refusal("not_permitted", {"roles": list(roles)})
