"""Tells with whom a case was shared, with whom it should be, and which ways to share it a reader has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from access import Case, Purpose, Reader, Way, judge
from contracts.gateway_sharing import Body, ExpectedShare, Share, WayToShare
from contracts.gateway_words import Role, RuleText
from gateway.read_models.folding import Document
from gateway.words.names import Names, rule_text
from gateway.words.opening import Opener
from needfire.circulation import Circulation
from needfire.conditions import Setting
from needfire.standing import standing


def shares_told(case: Document, names: Names, opener: Opener) -> tuple[Share, ...]:
    """With whom it was shared, in the order in which it was."""
    return tuple(
        Share(
            circulation=each["circulation"],
            title=each["title"],
            to_role=names.role(each["to_role"]) if each["to_role"] else None,
            to_person=names.maybe_person(each["to_person"]),
            to_body=body_told(names, each["circulation"], each["to_body"]),
            by=names.person(each["by"]),
            shared_at=datetime.fromisoformat(each["shared_at"]),
            received_at=datetime.fromisoformat(each["received_at"]) if each["received_at"] else None,
            opened=opener.opened(each["sealed"]),
        )
        for each in case.get("intake", {}).get("shares", ())
    )


def body_told(names: Names, circulation: str, body: str | None) -> Body | None:
    """The body outside, by the name that the way to share gives it."""
    if body is None:
        return None
    way = next((each for each in names.edition.circulation if each.id == circulation), None)
    return Body(body, way.to_bodies.get(body, body) if way else body)


def expected_shares(case: Document, names: Names, within: Setting) -> tuple[ExpectedShare, ...]:
    """The ways that the procedure expects to be taken in this case, and that nobody has taken."""
    taken = {each["circulation"] for each in case.get("intake", {}).get("shares", ())}
    return tuple(
        ExpectedShare(way.id, way.title, _roles(names, way.by), _rules(names, way.rules))
        for way in names.edition.circulation
        if way.should and way.id not in taken and case["state"] in ("open", "finished") and _is_for(way, within)
    )


def _is_for(way: Circulation, within: Setting) -> bool:
    return standing(way, within).for_this_case


def ways_told(known: Case, reader: Reader, purpose: Purpose, names: Names, within: Setting) -> tuple[WayToShare, ...]:
    """The ways that this reader has in this case: those open to them, and those against which something stands yet."""
    return tuple(_ways(known, reader, purpose, names, within))


def _ways(known: Case, reader: Reader, purpose: Purpose, names: Names, within: Setting) -> Iterator[WayToShare]:
    for way in names.edition.circulation:
        stands = standing(way, within)
        if stands.for_this_case and not judge(reader, "share", Way(known, way.by, way.rules), purpose):
            yield WayToShare(
                circulation=way.id,
                title=way.title,
                to_roles=_roles(names, way.to_roles),
                to_bodies=tuple(Body(each, name) for each, name in way.to_bodies.items()),
                to_anybody=way.to_anybody,
                should=way.should,
                rules=_rules(names, stands.rules),
                refused=stands.sentence,
                asks=dict(stands.asks),
            )


def _roles(names: Names, roles: tuple[str, ...]) -> tuple[Role, ...]:
    return tuple(names.role(each) for each in roles)


def _rules(names: Names, rules: tuple[str, ...]) -> tuple[RuleText, ...]:
    return tuple(rule_text(names.edition, each) for each in rules)
