"""The page on which past cases are replayed under another edition, and its table as CSV."""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

from starlette.responses import Response

from access import Platform, permit
from contracts.gateway_replayed import CasesReplayed, ReplayedAbout
from contracts.refusals import Refusal
from gateway.api.replayed import both
from gateway.parts import Parts
from gateway.running.replaying import MOST, replayed
from gateway.web.acting import NOTHING, Trouble
from gateway.web.page import Page, View, Visit
from gateway.web.tables import csv_of
from needfire.procedure import Edition

PATH = "/running/replay"
LISTED = 50
"""How many references of a kind stand on the page; the CSV has them all."""
TITLES: Mapping[ReplayedAbout, str] = {
    "notified": "Whether it is notified",
    "category": "Categories",
    "route": "The way it takes",
    "told": "Who is told, and when",
    "body": "Bodies outside that are told",
    "clock": "Deadlines",
}
TWO = "Choose two editions that are not the same."


async def show(parts: Parts, visit: Visit) -> View:
    """The two editions to choose from, and what differs once they are chosen."""
    editions = _editions(parts, visit)
    given = visit.request.query_params
    filled = {name: given.get(name, _supposed(parts, visit, editions, name)) for name in ("instead_of", "under")}
    choices = {each.edition: f"{each.edition}, from {each.in_force_from:%d.%m.%Y}" for each in editions}
    is_wrong = "under" in given and (len(set(filled.values())) < 2 or not choices.keys() >= set(filled.values()))
    shows = {
        "choices": choices,
        "filled": filled,
        "told": await _replayed(parts, visit, filled) if "under" in given and not is_wrong else None,
        "trouble": Trouble(TWO, {"under": TWO}) if is_wrong else NOTHING,
        "titles": TITLES,
        "most": MOST,
        "listed": LISTED,
    }
    return View("replay.html", shows, 422 if is_wrong else 200)


def _editions(parts: Parts, visit: Visit) -> list[Edition]:
    """Those under which cases are raised, the newest first. Raises Refusal."""
    permit(visit.signed_in, visit.deed, Platform(visit.signed_in.authority), "replay")
    editions = parts.people.authority(visit.signed_in.authority).editions.values()
    return sorted((e for e in editions if not e.baseline), key=attrgetter("in_force_from", "edition"), reverse=True)


def _supposed(parts: Parts, visit: Visit, editions: list[Edition], name: str) -> str:
    """The edition in force, and of the others the newest."""
    in_force = parts.people.authority(visit.signed_in.authority).edition_at(visit.signed_in.at)
    now = in_force.edition if in_force else ""
    return now if name == "instead_of" else next((e.edition for e in editions if e.edition != now), "")


async def _replayed(parts: Parts, visit: Visit, given: Mapping[str, str]) -> CasesReplayed:
    reader = visit.signed_in
    return await replayed(parts, reader, *both(parts, reader, given["instead_of"], given["under"]))


async def as_csv(parts: Parts, visit: Visit) -> Response:
    """A line for each case and kind: references and ids, and nothing of a case."""
    permit(visit.signed_in, visit.deed, Platform(visit.signed_in.authority), "replay")
    given = {name: visit.request.query_params.get(name, "") for name in ("instead_of", "under")}
    if not all(given.values()):
        raise Refusal("not_found")
    told = await _replayed(parts, visit, given)
    rows = [(each.reference, each.notification_id, TITLES[kind.about]) for kind in told.kinds for each in kind.cases]
    name = f"replayed-{told.before.edition}-{told.after.edition}"
    return csv_of(("Reference", "Notification", "What differs"), rows, name)


PAGES = (
    Page("GET", PATH, "replay_cases", show),
    Page("GET", f"{PATH}/cases.csv", "replay_cases", as_csv),
)
