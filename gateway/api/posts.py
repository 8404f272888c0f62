"""Who holds which post of the own authority, and whom each step of its procedure reaches now."""

from __future__ import annotations

from access import Colleagues, Reader, permit
from contracts.gateway_posts import PostsHeld, Reach
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.parts import Parts
from gateway.words.editions import edition_summary
from gateway.words.names import Names
from gateway.words.posts import Posts, beside_reached, is_vacant, posts_held, routes_reached
from needfire.procedure import Edition


def posts_under(reader: Reader, edition: Edition) -> Posts:
    """The posts now, in the words of this edition."""
    return Posts(Names(reader.directory, edition, {}), reader.at)


def own_edition(parts: Parts, reader: Reader, name: str) -> Edition:
    """The edition of the reader's own authority. Raises Refusal `not_found`."""
    found = parts.people.authority(reader.authority).editions.get(name)
    if found is None:
        raise Refusal("not_found")
    return found


def reach_of(parts: Parts, reader: Reader, edition: Edition) -> Reach:
    """Whom the edition reaches now."""
    posts = posts_under(reader, edition)
    routes, beside = routes_reached(posts), beside_reached(posts)
    every = [*(step for route in routes for step in route.steps), *beside]
    summary = edition_summary(edition, parts.people.authority(reader.authority), reader.at)
    return Reach(summary, routes, beside, sum(map(is_vacant, every)))


async def reach(parts: Parts, asked: Asked) -> Reach:
    """Each step of an edition, the post that it leads to, and who holds that now; a post that nobody holds is said to be vacant."""
    permit(asked.reader, asked.deed, Colleagues(asked.reader.authority))
    if asked.path["code"] != asked.reader.authority:
        raise Refusal("not_found")
    return reach_of(parts, asked.reader, own_edition(parts, asked.reader, asked.path["edition"]))


async def directory(parts: Parts, asked: Asked) -> PostsHeld:
    """Who holds which post, who covers, who is away and who stands in, and whose turn it is out of hours."""
    permit(asked.reader, asked.deed, Colleagues(asked.reader.authority))
    edition = parts.people.edition_in_force(asked.reader.authority, asked.reader.at)
    return posts_held(posts_under(asked.reader, edition))


OPERATIONS = of_tag(
    "Posts",
    Operation(
        "GET",
        "/v1/directory",
        "read_directory",
        "Read who holds which post of the own authority",
        "read_directory",
        directory,
        PostsHeld,
        refusals=("not_found", "no_procedure"),
    ),
    Operation(
        "GET",
        "/v1/authorities/{code}/editions/{edition}/reach",
        "read_reach",
        "Read whom each step of an edition reaches now",
        "read_directory",
        reach,
        Reach,
        refusals=("not_found",),
    ),
)
