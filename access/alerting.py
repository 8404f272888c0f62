"""Who receives national alerts, who looks after sending them, and who keeps the directory of custodians."""

from __future__ import annotations

from access.readers import AgencyReader, Reader
from access.things import Alerts, Custodian, Thing
from contracts.refusals import Refusal


def receives(reader: Reader | AgencyReader, thing: Thing) -> Refusal | None:
    """Whoever holds the post that receives alerts for this body, or its own system; for everybody else there is nothing."""
    mine = isinstance(thing, Custodian) and reader.receives_for == thing.body
    return None if mine else Refusal("not_found")


def runs(reader: Reader, thing: Thing) -> Refusal | None:
    """Who looks after sending in the authority whose alerts they are."""
    mine = isinstance(thing, Alerts) and thing.authority == reader.authority and reader.runs_alerts
    return None if mine else Refusal("not_permitted")


def reads_directory(reader: Reader, _thing: Thing) -> Refusal | None:
    """Who receives alerts, and who looks after sending them."""
    return None if reader.receives_for or reader.runs_alerts else Refusal("not_permitted")


def keeps_entry(reader: Reader, thing: Thing) -> Refusal | None:
    """A body that is an authority of this deployment keeps its own entry; the others are kept by whoever looks after sending."""
    if not isinstance(thing, Custodian):
        return Refusal("not_permitted")
    if thing.authority is None:
        return None if reader.runs_alerts else Refusal("not_permitted")
    own = thing.authority == reader.authority and (reader.receives_for == thing.body or reader.runs_alerts)
    return None if own else Refusal("not_permitted")


def proves(reader: Reader, thing: Thing) -> Refusal | None:
    """Somebody at the body itself. Where the body cannot sign in here, whoever keeps its entry, who has asked there."""
    if isinstance(thing, Custodian) and thing.authority is not None:
        return None if reader.receives_for == thing.body else Refusal("not_found")
    return keeps_entry(reader, thing)
