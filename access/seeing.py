"""For whom a case exists, and for what purpose."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from access.deeds import Purpose
from access.readers import AgencyReader, AnyReader, Reader
from access.running import PLATFORM, only_runs
from access.things import Case
from needfire.directory import WHOLE_AUTHORITY
from needfire.procedure import Edition

OVERSIGHT, INFORMATION_GOVERNANCE = "oversight", "information_governance"
"""Posts that a directory may give beside those of the procedure: who looks over cases, and who answers what a person asks of
the data held on them. Neither has a part in casework."""


def sees(reader: AnyReader, case: Case, purpose: Purpose = "casework") -> bool:
    """Whether the case exists for this reader, for this purpose."""
    if case.authority != reader.authority:
        return False
    if isinstance(reader, AgencyReader):
        return purpose == "partner" and _has_part(reader, case)
    return reader.is_known and _SEEING[purpose](reader, case)


def purpose_of(reader: AnyReader, case: Case) -> Purpose | None:
    """The first purpose for which the case exists for them; None where it does not. Subject access is never supposed."""
    supposed: tuple[Purpose, ...] = ("casework", "emergency", "oversight", "partner")
    return next((each for each in supposed if sees(reader, case, each)), None)


def _has_part(reader: AgencyReader, case: Case) -> bool:
    return case.agency == reader.agency or bool(reader.bodies & (case.shared_bodies | case.owed_bodies))


def _in_casework(reader: Reader, case: Case) -> bool:
    return has_to_do_with(reader, case) or (not case.whole and reader.holds_a_post and not only_runs(reader))


def has_to_do_with(reader: Reader, case: Case) -> bool:
    """Whether what is known of the case makes it one of theirs: involved, shared with, or of a role of its procedure."""
    if case.involved & reader.acts_for or was_shared_with(reader, case):
        return True
    return reader.holds_any(roles_named(case.edition) | case.waiting_roles, case.area)


def was_shared_with(reader: Reader, case: Case) -> bool:
    """Whether somebody shared the case with this person, or with a role that they hold in its area."""
    return bool(case.shared_people & reader.acts_for) or reader.holds_any(case.shared_roles, case.area)


def _in_an_emergency(reader: Reader, case: Case) -> bool:
    ends = case.emergency.get(reader.person)
    return ends is not None and reader.at < ends and reader.holds_a_post and not only_runs(reader)


_SEEING: Mapping[Purpose, Callable[[Reader, Case], bool]] = {
    "casework": _in_casework,
    "emergency": _in_an_emergency,
    "oversight": lambda reader, case: reader.holds(OVERSIGHT, case.area),
    "subject_access": lambda reader, case: reader.holds(INFORMATION_GOVERNANCE, case.area),
    "replay": lambda reader, _case: reader.holds(PLATFORM, WHOLE_AUTHORITY),
    "partner": lambda _reader, _case: False,
}


def roles_named(edition: Edition) -> frozenset[str]:
    """Whoever holds one in a case's area has to do with it: roles of acts and steps, who may ask for something, reviews or reports."""
    acts = {role for act in edition.acts for role in act.roles}
    acts |= {role for request in edition.requests for role in request.by}
    acts |= edition.alerting.roles if edition.alerting else frozenset()
    looking = {*(each.by for each in edition.reviews), *(each.by for each in edition.reports)}
    return frozenset(acts | looking | {step.role for route in edition.routes for step in route.steps})
