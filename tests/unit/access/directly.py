"""What the decision answers people of Fenshire where the matrix cannot ask it: something else stands before it there.

A person is refused an agency's operation before anybody judges, a store does not give out what is not theirs, and the matrix's
procedure has no national alerts. Written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from access import AgencyReader, Case, Colleagues, Concern, Deed, Platform, Purpose, Reader, Thing, Way, judge, sees
from access.outside import FOR_AGENCIES
from tests.unit.casework.authorities import fenshire, fenshire_edition
from tests.unit.casework.case import NOON

DIRECTORY = fenshire().directories["fenshire"]
EMERGENCY: Purpose = "emergency"
CASE = Case("fenshire", "fen", fenshire_edition(), "worker", frozenset({"worker"}))
MANAGERS_WAY = Way(CASE, ("manager",), ("FEN-1",))
POLICES = Concern("fenshire", "fen", "desk", "police")
HILLS = Concern("fenshire", "hill", "desk", "police")
ELSEWHERE = Concern("kent", "fen", "desk", "police")

Row = tuple[Deed, Thing, frozenset[str], str]
"""A deed, on what, who may, and why nobody else."""


def rows() -> Iterator[Row]:
    """Every question."""
    for deed in FOR_AGENCIES:
        yield from _of(deed, [(None, (), "not_permitted"), (POLICES, (), "not_permitted")])
    desk, nobody = ("desk-1", "desk-2"), ()
    for deed in ("read_concern", "decide_concern", "read_deliveries", "replay_delivery"):
        yield from _of(
            deed,
            [(POLICES, desk, "not_found"), (HILLS, desk, "not_found"), (ELSEWHERE, nobody, "not_found")],
        )
        yield from _of(deed, [(None, nobody, "not_found")])
    for deed in ("read_case", "read_item"):
        yield from _of(deed, [(None, nobody, "not_found")])
    holding = (
        "worker", "manager", "hill-manager", "desk-1", "desk-2", "head", "clerk", "liaison", "auditor", "keeper", "second-keeper",
        "overseer", "platform-lead",
    )  # fmt: skip
    for running in ("read_running", "drive_parked", "replay_cases"):
        asked = [(Platform("fenshire"), ["platform-lead"]), (Platform("kent"), nobody), (None, nobody)]
        yield from _of(running, [(thing, may, "not_found") for thing, may in asked])
    yield "search_people", None, frozenset({*DIRECTORY.person_by_id} - {"platform-lead"}), "not_permitted"
    colleagues = [(Colleagues("fenshire"), holding), (Colleagues("kent"), nobody), (None, nobody)]
    yield from _of("read_directory", [(thing, may, "not_found") for thing, may in colleagues])
    for deed in ("propose_alert", "write_message", "assess", "set_level", "ask"):
        yield from _of(deed, [(MANAGERS_WAY, ["manager"], ""), (None, nobody, "not_found")])


def _of(deed: Deed, asked: Iterable[tuple[Thing, Iterable[str], str]]) -> Iterator[Row]:
    for thing, may, why in asked:
        yield deed, thing, frozenset(may), why


SEES = {"worker", "manager", "desk-1", "desk-2", "head", "overseer"}
"""Who has to do with the case, or looks over cases: they are told that they may not, and nobody else that there is anything."""


def wrong() -> list[str]:
    """Each answer that is not as it is written here."""
    found = [*_wrong_in_an_emergency(), *_wrong_of_sharing(), *_wrong_of_agencies()]
    for deed, thing, may, why in rows():
        for person in sorted(DIRECTORY.person_by_id):
            refusal = judge(Reader(person, "fenshire", DIRECTORY, NOON), deed, thing)
            should = None if person in may else why or ("not_permitted" if person in SEES else "not_found")
            if (refusal.code if refusal else None) != should:
                found.append(f"{person}, {deed} on {type(thing).__name__}: not {should}")
    return found


def _wrong_in_an_emergency() -> Iterator[str]:
    """The auditor opened emergency access, which has an hour to run; they read, and do nothing else."""
    opened = replace(CASE, emergency={"auditor": NOON + timedelta(hours=1)})
    for person in sorted(DIRECTORY.person_by_id):
        reader = Reader(person, "fenshire", DIRECTORY, NOON)
        refusals = [judge(reader, deed, opened, EMERGENCY) for deed in ("read_case", "close")]
        found = [refusal.code if refusal else None for refusal in refusals]
        unseen = ["not_permitted" if person in SEES else "not_found"] * 2
        if found != ([None, "not_permitted"] if person == "auditor" else unseen):
            yield f"{person}, in an emergency: {found}"


def _wrong_of_sharing() -> Iterator[str]:
    """Whoever it was shared with sees it without having had anything to do with it; so does who holds the role by now."""
    shared = replace(CASE, shared_people=frozenset({"auditor"}), shared_roles=frozenset({"liaison"}))
    for case, seeing in ((CASE, SEES), (shared, SEES | {"auditor", "liaison"})):
        for person in sorted(DIRECTORY.person_by_id):
            if sees(Reader(person, "fenshire", DIRECTORY, NOON), case) != (person in seeing - {"overseer"}):
                yield f"{person}, shared with {sorted(case.shared_people)}"


def _wrong_of_agencies() -> Iterator[str]:
    """An agency sees what it raised, what was shared with it and what it is owed, and nothing else."""
    police = AgencyReader("fenshire/police", "fenshire", "police", frozenset({"Fen Police"}), frozenset(), NOON)
    seen: tuple[dict[str, Any], ...] = (
        {"shared_bodies": frozenset({"Fen Police"})},
        {"owed_bodies": frozenset({"Fen Police"})},
        {"agency": "police"},
    )
    unseen: tuple[dict[str, Any], ...] = (
        {},
        {"shared_bodies": frozenset({"clinic"})},
        {"agency": "clinic"},
        {"authority": "kent", "agency": "police"},
    )
    for part in (*seen, *unseen):
        refusal = judge(police, "read_case", replace(CASE, **part))
        if (refusal.code if refusal else None) != (None if part in seen else "not_found"):
            yield f"an agency and {part}"
