"""The pages of procedures: the editions of the own authority, one in full, and two side by side."""

from __future__ import annotations

from itertools import groupby, pairwise

from access import Colleagues, Platform, judge, permit
from contracts.refusals import Refusal
from gateway.api.compared import comparison_of
from gateway.api.posts import own_edition
from gateway.parts import Parts
from gateway.web.page import Page, View, Visit
from gateway.words.editions import edition_summary
from gateway.words.names import rule_text
from needfire.outlined.parts import parts_of

PATH = "/procedures"
RULES = "Rules"


async def show_editions(parts: Parts, visit: Visit) -> View:
    """The editions, the newest first, each with the way to compare it with the one before."""
    reader = visit.signed_in
    permit(reader, visit.deed)
    authority = parts.people.authority(reader.authority)
    ordered = sorted(authority.editions.values(), key=lambda each: (each.in_force_from, each.edition))
    editions = [edition_summary(each, authority, reader.at) for each in ordered]
    before = {after.edition: one.edition for one, after in pairwise(editions)}
    shows = {"name": authority.description.name, "editions": editions[::-1], "before": before}
    return View(
        "procedures.html",
        {
            **shows,
            "sees_posts": judge(reader, "read_directory", Colleagues(reader.authority)) is None,
            "replays": judge(reader, "replay_cases", Platform(reader.authority), "replay") is None,
        },
    )


async def show_edition(parts: Parts, visit: Visit) -> View:
    """A section of an edition: its parts, or its rules, each with its place in the source."""
    reader = visit.signed_in
    permit(reader, visit.deed)
    edition = own_edition(parts, reader, visit.request.path_params["edition"])
    sections = {name: tuple(each) for name, each in groupby(parts_of(edition), key=lambda part: part.section)}
    names = [*sections, RULES]
    chosen = visit.place("section", names.__contains__) or names[0]
    authority = parts.people.authority(reader.authority)
    others = [each for each in authority.editions if each != edition.edition]
    shows = {
        "summary": edition_summary(edition, authority, reader.at),
        "names": names,
        "chosen": chosen,
        "listed": sections.get(chosen, ()),
        "rules": [rule_text(edition, each) for each in edition.rules] if chosen == RULES else (),
        "others": sorted(others),
        "sees_posts": judge(reader, "read_directory", Colleagues(reader.authority)) is None,
    }
    return View("procedure.html", shows)


async def show_compared(parts: Parts, visit: Visit) -> View:
    """What came, went and changed from one edition to another, a section a page. Raises Refusal `not_found`, of an edition with itself too."""
    reader, named = visit.signed_in, visit.request.path_params
    permit(reader, visit.deed)
    if named["edition"] == named["earlier"]:
        raise Refusal("not_found")
    earlier, later = (own_edition(parts, reader, named[each]) for each in ("earlier", "edition"))
    told = comparison_of(parts, reader, earlier, later)
    names = [each.title for each in told.sections]
    chosen = visit.place("section", names.__contains__) or next(iter(names), None)
    section = next((each for each in told.sections if each.title == chosen), None)
    return View("compared.html", {"told": told, "section": section})


PAGES = (
    Page("GET", PATH, "read_procedures", show_editions),
    Page("GET", f"{PATH}/{{edition}}", "read_procedures", show_edition),
    Page("GET", f"{PATH}/{{edition}}/compared/{{earlier}}", "read_procedures", show_compared),
)
