"""Tells the rules behind a refusal: who is refused reads why, and whether the source settles it."""

from __future__ import annotations

from access import AnyReader
from contracts.gateway_words import RuleText
from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.words.names import rule_text
from needfire.procedure import Edition


def reasons_of(parts: Parts, reader: AnyReader | None, refusal: Refusal) -> tuple[RuleText, ...]:
    """The rules that the refusal cites, in plain words: of the edition in force, or of the newest that has them."""
    authority = parts.deployment.authorities.get(reader.authority) if reader and refusal.rules else None
    if reader is None or authority is None:
        return ()
    newest = sorted(authority.editions.values(), key=lambda each: each.in_force_from, reverse=True)
    in_force = authority.edition_at(reader.at)
    editions = [in_force, *newest] if in_force else newest
    found = ((_having(editions, rule), rule) for rule in refusal.rules)
    return tuple(rule_text(edition, rule) for edition, rule in found if edition)


def _having(editions: list[Edition], rule: str) -> Edition | None:
    return next((each for each in editions if rule in each.rules), None)
