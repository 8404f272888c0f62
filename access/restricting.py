"""What is kept from a reader of a case that they may see."""

from __future__ import annotations

from access.deeds import Purpose
from access.readers import AgencyReader, AnyReader, Reader
from access.seeing import roles_named, was_shared_with
from access.things import Case
from needfire.procedure import Restriction


def hidden_particulars(
    reader: AnyReader, case: Case, placed: tuple[str, ...], purpose: Purpose = "casework"
) -> frozenset[str]:
    """The particulars that the restrictions placed on the case keep from this reader, who sees it for this purpose.

    In casework a restriction binds whoever holds one of its roles in the case's area and no role in it that is free of it. It
    binds, too, whom the case was shared with (an anonymised version stays one however far it goes), and who has left every
    post since. For any other purpose all bind, but those that the edition lifts in an emergency; only who answers a person
    on what is held about them sees all of it, since they are the one to take out what is not for that person.
    """
    binding = (
        each for each in case.edition.restrictions if each.rule in placed and _binds(each, reader, case, purpose)
    )
    return frozenset(name for restriction in binding for name in restriction.hides)


def _binds(restriction: Restriction, reader: AnyReader, case: Case, purpose: Purpose) -> bool:
    if purpose == "subject_access":
        return False
    if purpose == "emergency":
        return not restriction.lifted_in_emergency
    if purpose != "casework" or isinstance(reader, AgencyReader):
        return True
    return _binds_in_casework(restriction, reader, case)


def _binds_in_casework(restriction: Restriction, reader: Reader, case: Case) -> bool:
    free = roles_named(case.edition) - set(restriction.from_roles)
    if reader.holds_any(free, case.area):
        return False
    if reader.holds_any(restriction.from_roles, case.area):
        return True
    left = not reader.holds_any(frozenset(case.edition.roles), case.area)
    return reader.person != case.raised_by and (left or was_shared_with(reader, case))
