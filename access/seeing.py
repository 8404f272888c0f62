"""For whom a case exists."""

from __future__ import annotations

from access.readers import AgencyReader, AnyReader, Reader, acts_for
from access.things import Case
from needfire.procedure import Edition


def sees(reader: AnyReader, case: Case) -> bool:
    """Whether the case exists for this reader."""
    if case.authority != reader.authority:
        return False
    if isinstance(reader, AgencyReader):
        return case.agency == reader.agency or bool(reader.bodies & (case.shared_bodies | case.waiting_bodies))
    if case.involved & acts_for(reader) or was_shared_with(reader, case):
        return True
    return reader.holds_any(roles_named(case.edition) | case.waiting_roles, case.area)


def was_shared_with(reader: Reader, case: Case) -> bool:
    """Whether somebody shared the case with this person, or with a role that they hold in its area."""
    return bool(case.shared_people & acts_for(reader)) or reader.holds_any(case.shared_roles, case.area)


def roles_named(edition: Edition) -> frozenset[str]:
    """Whoever holds one in a case's area has to do with it: roles of acts and steps, who may ask for something, reviews or reports."""
    acts = {role for act in edition.acts for role in act.roles}
    acts |= {role for request in edition.requests for role in request.by}
    looking = {*(each.by for each in edition.reviews), *(each.by for each in edition.reports)}
    return frozenset(acts | looking | {step.role for route in edition.routes for step in route.steps})
