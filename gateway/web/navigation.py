"""Pages that are offered beside the trays, and to whom: by the same decision as the page itself makes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from access import Colleagues, Platform, Reader, Records, judge
from contracts.refusals import Refusal
from gateway.agencies.deliveries import permit_deliveries
from gateway.api.reports import their_reports
from gateway.parts import Parts
from gateway.read_models.concerns import marks_of
from gateway.reading import whose_of
from gateway.registering import permit_register
from gateway.web.raise_body import raises_in
from gateway.web.reviews import lists_of


@dataclass(frozen=True)
class Offer:
    """A link of the navigation; `to` says whether it is this reader's."""

    path: str
    title: str
    to: Callable[[Parts, Reader], bool]


def offered(parts: Parts, reader: Reader) -> tuple[Offer, ...]:
    """What this reader is offered."""
    return tuple(each for each in OFFERS if each.to(parts, reader))


def _may_raise(parts: Parts, reader: Reader) -> bool:
    edition = parts.people.authority(reader.authority).edition_at(reader.at)
    return edition is not None and bool(raises_in(reader, edition))


def _finds_people(_parts: Parts, reader: Reader) -> bool:
    return judge(reader, "search_people") is None


def _holds_the_front_door(parts: Parts, reader: Reader) -> bool:
    return bool(marks_of(whose_of(parts, reader)))


def sees_deliveries(parts: Parts, reader: Reader) -> bool:
    try:
        permit_deliveries(parts, reader, "read_deliveries")
    except Refusal:
        return False
    return True


def _keeps_the_records(_parts: Parts, reader: Reader) -> bool:
    return judge(reader, "read_records", Records(reader.authority)) is None


def _receives_alerts(_parts: Parts, reader: Reader) -> bool:
    return reader.receives_for is not None


def _sends_alerts(parts: Parts, reader: Reader) -> bool:
    """Whoever works on cases under an edition that has alerts: of who only runs the platform no alert is a case that they may see."""
    editions = parts.people.authority(reader.authority).editions.values()
    return reader.holds_a_post and _finds_people(parts, reader) and any(each.alerting for each in editions)


def _reads_custodians(_parts: Parts, reader: Reader) -> bool:
    return judge(reader, "read_custodians") is None


def _runs_alerts(_parts: Parts, reader: Reader) -> bool:
    return reader.runs_alerts


def _sees_the_register(parts: Parts, reader: Reader) -> bool:
    try:
        permit_register(parts, reader, "read_register")
    except Refusal:
        return False
    return True


def _has_colleagues(_parts: Parts, reader: Reader) -> bool:
    return judge(reader, "read_directory", Colleagues(reader.authority)) is None


def _runs_the_platform(_parts: Parts, reader: Reader) -> bool:
    return judge(reader, "read_running", Platform(reader.authority)) is None


def _oversees(parts: Parts, reader: Reader) -> bool:
    edition = parts.people.authority(reader.authority).edition_at(reader.at)
    return bool(lists_of(parts, reader) or (edition and their_reports(reader, edition)))


OFFERS = (
    Offer("/raise", "Raise a notification", _may_raise),
    Offer("/people", "Find a person", _finds_people),
    Offer("/concerns", "Agencies’ concerns", _holds_the_front_door),
    Offer("/deliveries", "Sent to agencies", sees_deliveries),
    Offer("/national-alerts", "National alerts received", _receives_alerts),
    Offer("/alerts", "National alerts sent", _sends_alerts),
    Offer("/custodians", "Custodians", _reads_custodians),
    Offer("/exercises", "Exercises", _runs_alerts),
    Offer("/records", "Records", _keeps_the_records),
    Offer("/register", "High risk register", _sees_the_register),
    Offer("/procedures", "Procedure", _has_colleagues),
    Offer("/reports", "Oversight", _oversees),
    Offer("/running", "Keeping it running", _runs_the_platform),
)
"""Whoever makes a page that nothing links to adds it here."""
