"""Who may read and do what: the one decision, asked by the gateway and again by the service that owns the thing.

`judge` answers None or the Refusal; `permit` raises it. Both are pure: whoever asks builds the Case or Item from what they
hold themselves. What a reader may not see does not exist for them: the refusal is then `not_found`, the same as for an id
that was never given. Whether a person holds a role comes from the directory, never from the request.
"""

from __future__ import annotations

from access.deeds import DEEDS, PURPOSES, Deed, Purpose
from access.judging import RULES, judge, permit
from access.readers import AgencyReader, AnyReader, Reader
from access.restricting import hidden_particulars
from access.seeing import purpose_of, roles_named, sees
from access.things import (
    Alerts,
    Case,
    Colleagues,
    Concern,
    Consultation,
    Custodian,
    Item,
    Place,
    Platform,
    Records,
    Thing,
    Way,
)

__all__ = [
    "DEEDS",
    "PURPOSES",
    "RULES",
    "AgencyReader",
    "Alerts",
    "AnyReader",
    "Case",
    "Colleagues",
    "Concern",
    "Consultation",
    "Custodian",
    "Deed",
    "Item",
    "Place",
    "Platform",
    "Purpose",
    "Reader",
    "Records",
    "Thing",
    "Way",
    "hidden_particulars",
    "judge",
    "permit",
    "purpose_of",
    "roles_named",
    "sees",
]
