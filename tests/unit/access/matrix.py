"""Asks everything of the gateway as everybody, and prints what came of it. `python -m tests.unit.access.matrix` writes it down."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from gateway.api.operation import Operation
from gateway.api.operations import OPERATIONS
from gateway.front.rates import Rate, Rates
from gateway.web.page import Page
from gateway.web.pages import PAGES
from tests.unit.access.asked import QUERIES, body_of
from tests.unit.access.world import RELATIONS, SECRET_NAME, filled, house_of
from tests.unit.gateway.callers import Callers, cookie_of

GOLDEN = Path(__file__).with_name("matrix.txt")
STATES = [(state, placed) for state in ("open", "ended") for placed in (False, True)]
Grid = dict[str, dict[str, str]]
ACCEPTED = {
    "notification_id": "notification-9", "version": 9, "edition": "trial", "person": "person-9", "concern_id": "concern-9",
    "message_id": "exercise-1.1", "custodian": "LUT", "received_id": "received-0", "reference": "R-9", "decide_by": None,
}  # fmt: skip
ENDLESS = Rate(10**9, 10.0**9)
LAST = {"end_subscription"}
"""What the gateway carries out itself, and leaves nothing behind to ask about."""
PAST_ACCESS = {"nothing_signed", "no_alerting", "no_alert_procedure", "no_register"}
"""What is only said to who may: there is nothing to be had yet, or the procedure has no such thing."""
OWN = {"own_work", "second_person_needed"}


def name_of(asked: Operation | Page) -> str:
    """What the row is called."""
    return asked.name if isinstance(asked, Operation) else f"{asked.method} {asked.path}"


def actual(folder: Path, state: str, placed: bool) -> Grid:
    """The letter of each cell, asked over HTTP. What the gateway lets through is not carried out: each cell sees the same."""
    house = house_of(folder)
    house.with_parts(rates=Rates(ENDLESS, ENDLESS))
    # What is printed is read as it goes to the printer.
    with house.open() as callers, patch("gateway.printing.pdf", lambda page, _: page.encode()):
        callers.token_for = cache(callers.token_for)
        cookies = cache(lambda person: cookie_of(callers.signed_in(person)))
        ids = filled(house, callers, placed, state == "ended")
        house.services.instead = lambda _service, method: (
            {"working": True, "position": 0} if method == "health" else {"accepted": ACCEPTED}
        )
        operations: list[Operation | Page] = [*OPERATIONS, *(each for each in PAGES if each.deed != "anyone")]
        asked = sorted(operations, key=lambda each: name_of(each) in LAST)
        found = {
            name_of(each): {person: _letter(_answer(callers, each, ids, person, cookies)) for person in RELATIONS}
            for each in asked
        }
        return {name_of(each): found[name_of(each)] for each in operations}


def _answer(
    callers: Callers, asked: Operation | Page, ids: dict[str, str], person: str, cookies: Callable[[str], str]
) -> Any:
    path = asked.path.format(**ids) + QUERIES.get(name_of(asked), "")
    if isinstance(asked, Page):
        cookie = {} if "/" in person else {"Cookie": cookies(person)}
        return callers.call(asked.method, path, headers=cookie)
    return (
        callers.get(path, person)
        if asked.method == "GET"
        else callers.post(path, body_of(asked.name, person, ids), person)
    )


def _letter(answer: Any) -> str:
    code = answer.json().get("code") if "problem+json" in answer.headers.get("content-type", "") else None
    if code in OWN:
        return "o"
    if code == "access_not_needed":
        return "x"
    if code in PAST_ACCESS:
        return "y"
    if answer.status_code == 404:
        return "."
    if answer.status_code in (401, 403, 303):  # a page is for people: a machine is sent to sign in
        return "n"
    assert answer.status_code < 300 or code, answer.text
    assert answer.status_code in (200, 201), (answer.status_code, answer.text, str(answer.request.url))
    return _seen(answer)


def _seen(answer: Any) -> str:
    """Of a case: whether the name that the restriction hides is in it."""
    shows_particulars = "Invented Child" in answer.text and "Gone." in answer.text
    return "r" if shows_particulars and SECRET_NAME not in answer.text else "y"


def printed(grids: dict[tuple[str, bool], Grid]) -> str:
    """The matrix as text: a block for each state and restriction, a line for each operation."""
    lines = [
        "Who may do what. Written by `python -m tests.unit.access.matrix`; each cell is asserted in test_matrix.py.",
        "",
    ]
    lines += [
        "y may   r may, without what the restriction hides   n is told that they may not   . there is nothing there"
    ]
    lines += ["o nobody approves their own   x sees it already", ""]
    lines += [f"{number:>2} {person:<18} {relation}" for number, (person, relation) in enumerate(RELATIONS.items(), 1)]
    for (state, placed), grid in grids.items():
        width = max(map(len, grid))
        restriction = "a restriction placed" if placed else "no restriction"
        lines += [
            "",
            f"The case is {state}, {restriction}",
            " " * width + "".join(f"{n:>3}" for n in range(1, len(RELATIONS) + 1)),
        ]
        lines += [
            f"{row:<{width}}" + "".join(f"  {letter}" for letter in cells.values()) for row, cells in grid.items()
        ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes the matrix."""
    with tempfile.TemporaryDirectory() as folder:
        grids = {}
        for number, (state, placed) in enumerate(STATES):
            (where := Path(folder) / str(number)).mkdir()
            grids[state, placed] = actual(where, state, placed)
    GOLDEN.write_text(printed(grids), "utf-8")


if __name__ == "__main__":
    main()
