"""What is kept from a reader of a case that they may see."""

from __future__ import annotations

from access.readers import Reader
from access.seeing import roles_named, was_shared_with
from access.things import Case
from needfire.procedure import Restriction


def hidden_particulars(reader: Reader, case: Case, placed: tuple[str, ...]) -> frozenset[str]:
    """The particulars that the restrictions placed on the case keep from this reader.

    A restriction binds whoever holds one of its roles in the case's area and no role in it that is free of it. It binds, too,
    whom the case was shared with (an anonymised version stays one however far it goes), and who has left every post since.
    """
    binding = [each for each in case.edition.restrictions if each.rule in placed and _binds(each, reader, case)]
    return frozenset(name for restriction in binding for name in restriction.hides)


def _binds(restriction: Restriction, reader: Reader, case: Case) -> bool:
    free = roles_named(case.edition) - set(restriction.from_roles)
    if reader.holds_any(free, case.area):
        return False
    if reader.holds_any(restriction.from_roles, case.area):
        return True
    left = not reader.holds_any(frozenset(case.edition.roles), case.area)
    return reader.person != case.raised_by and (left or was_shared_with(reader, case))
