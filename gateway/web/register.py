"""Pages of the high risk register: the dashboard, one entry, unmet need and runaways."""

from __future__ import annotations

from collections.abc import Sequence

from access import Deed, Reader
from contracts.gateway_register import TrendPoint
from contracts.refusals import Refusal
from documents.meetings import STAGES, VIEWS
from gateway.api.register import is_place
from gateway.parts import Parts
from gateway.read_models.register_lines import LISTED
from gateway.reading import opener_for
from gateway.register_lists import dashboard, everybody_on_register, level_titles, runaways, unmet_needs
from gateway.registering import InForce, find_entry, name_of, permit_register
from gateway.web.acting import NOTHING, Trouble
from gateway.web.page import Page, View, Visit
from gateway.words.register_entry import entry_told, why_told
from gateway.words.register_pictures import Picture, drawn, pictures_of
from needfire.instruments.register import RegisterRules

PATH = "/register"
PAGE, OF_EACH_NEED, MOST_WATCHED = 25, 10, 50
TITLES = {"on_register": "On the register", "referred": "Waits for the group", "step_down": "In step-down"}


def permitted(parts: Parts, visit: Visit, deed: Deed) -> InForce:
    """Raises Refusal: `not_found` where the procedure keeps no register, since there is no such page."""
    try:
        return permit_register(parts, visit.signed_in, deed)
    except Refusal as refusal:
        raise Refusal("not_found") if refusal.code == "no_register" else refusal from None


async def show(parts: Parts, visit: Visit) -> View:
    """The dashboard for the group's chair and the holder of the register."""
    found = permitted(parts, visit, visit.deed)
    stage = visit.request.query_params.get("stage", "on_register")
    after = visit.place("after", is_place)
    if stage not in LISTED:
        raise Refusal("not_found")
    told, following = await dashboard(parts, visit.signed_in, found, stage, after, PAGE)
    pictures = {each.notification_id: _trend(each.trend) for each in told.lines}
    shows = {
        "register": told,
        "next": following,
        "first": after is None,
        "stage": stage,
        "titles": TITLES,
        "pictures": pictures,
    }
    return View("register.html", {**shows, "levels": level_titles(found), "title": found.register.title})


def _trend(trend: Sequence[TrendPoint]) -> Picture | None:
    return drawn("Total", tuple(each.lowest for each in trend)) if trend else None


async def watch(parts: Parts, visit: Visit) -> View:
    """Unmet need over the register, and runaways who are watched with the police: of many those of whom something is due soonest."""
    found = permitted(parts, visit, visit.deed)
    everybody = await everybody_on_register(parts, visit.signed_in)
    needs = unmet_needs(everybody, found, OF_EACH_NEED)
    watched = await runaways(parts, visit.signed_in, everybody, found, MOST_WATCHED)
    return View("register_watch.html", {"needs": needs, "watched": watched, "levels": level_titles(found)})


def may_keep(reader: Reader, register: RegisterRules, area: str) -> dict[str, bool]:
    """What the reader's roles have to do on the register there: which forms they are offered. The service judges each act."""
    changing = (*register.plan.changes_by, register.plan.decided_by)
    after = register.step_down
    by = {
        "plan": changing,
        "refer": (register.referral.by,),
        "group": (register.concurrence.by,),
        "change": changing,
        "answer": (register.plan.decided_by,),
        "meet": (after.by,) if after else (),
        "end": (after.then_by,) if after else (),
        **{each.id: (each.by or register.concurrence.by,) for each in register.reviews},
    }
    return {name: reader.holds_any(roles, area) for name, roles in by.items()}


async def one(parts: Parts, visit: Visit) -> View:
    """One entry, with a picture of the scores over time by section."""
    return await entry_view(parts, visit, NOTHING)


async def entry_view(parts: Parts, visit: Visit, trouble: Trouble) -> View:
    """The entry with the forms that are for this reader now, and what is to be mended in one."""
    reader = visit.signed_in
    found, register = await find_entry(parts, reader, "read_case", visit.request.path_params["notification_id"])
    opener = await opener_for(parts, reader, found)
    entry = entry_told(found.document, found.names, register, opener, reader.at)
    in_force = InForce(found.names.edition, register)
    titles = {
        each.id: each.title
        for known in found.names.edition.instruments
        for each in known.sections
        if known.id == register.instrument
    }
    shows = {
        "entry": entry,
        "name": name_of(found.document, opener),
        "pictures": pictures_of(found.document, titles),
        "decisions": why_told(found.document, found.names).decisions,
        "levels": level_titles(in_force),
        "asks": {each.id: each.asks for each in register.plan.fields},
        "stages": STAGES,
        "views": VIEWS,
        "rules": register,
        "may": may_keep(reader, register, found.case.area),
        "sent": visit.request.url.path.partition(f"{PATH}/entries/{found.document['_id']}/")[2],
        "filled": visit.form,
        "trouble": trouble,
    }
    return View("register_entry.html", shows)


PAGES = (
    Page("GET", PATH, "read_register", show),
    Page("GET", f"{PATH}/watch", "read_register", watch),
    Page("GET", f"{PATH}/entries/{{notification_id}}", "read_case", one),
)
