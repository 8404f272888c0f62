"""The pages of posts: who holds which, and whom each step of an edition reaches now."""

from __future__ import annotations

from access import Colleagues, permit
from gateway.api.posts import own_edition, posts_under, reach_of
from gateway.parts import Parts
from gateway.web.page import Page, View, Visit
from gateway.words.posts import posts_held


async def show_directory(parts: Parts, visit: Visit) -> View:
    """Who holds which post of the own authority."""
    reader = visit.signed_in
    permit(reader, visit.deed, Colleagues(reader.authority))
    edition = parts.people.edition_in_force(reader.authority, reader.at)
    return View("directory.html", {"told": posts_held(posts_under(reader, edition))})


async def show_reach(parts: Parts, visit: Visit) -> View:
    """Whom an edition reaches now."""
    reader = visit.signed_in
    permit(reader, visit.deed, Colleagues(reader.authority))
    edition = own_edition(parts, reader, visit.request.path_params["edition"])
    return View("reach.html", {"told": reach_of(parts, reader, edition)})


PAGES = (
    Page("GET", "/directory", "read_directory", show_directory),
    Page("GET", "/procedures/{edition}/reach", "read_directory", show_reach),
)
