"""What is asked of intake, as access knows it: a place to raise in, and a case as far as its notification tells it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access import AgencyReader, Case, Consultation, Place, Reader, Way
from access.readers import agency_reader
from contracts import intake as contract
from contracts.refusals import Refusal
from services.intake.domain import Grounds, Notification
from services.intake.sharing import way_of


@dataclass(frozen=True)
class Held:
    """The notification and what is decided on it stands on."""

    state: Notification
    grounds: Grounds

    @property
    def reader(self) -> Reader:
        """Who acts."""
        return self.grounds.reader


def raising_place(command: contract.RaiseNotificationV1, grounds: Grounds) -> Place:
    """Where it is to be raised."""
    return Place(grounds.directory.authority, command.area, grounds.edition)


def case_of(_command: object, held: Held) -> Case:
    """The case of this notification: what escalation alone knows of it is not here."""
    state, grounds = held.state, held.grounds
    return Case(
        authority=grounds.directory.authority,
        area=state.area,
        edition=grounds.edition,
        raised_by=state.raised_by,
        involved=frozenset({state.raised_by, *state.named}),
        shared_people=frozenset(each.to_person for each in state.shares if each.to_person),
        shared_roles=frozenset(each.to_role for each in state.shares if each.to_role),
        shared_bodies=frozenset(each.to_body for each in state.shares if each.to_body),
        whole=False,
    )


def consultation(command: contract.RecordConsultationV1, held: Held) -> Consultation:
    """The consultation that is to be recorded."""
    return Consultation(case_of(command, held), command.with_person)


def sharing_way(command: contract.ShareNotificationV1, held: Held) -> Way:
    """The way by which it is to be shared. Raises Refusal `unknown_circulation`."""
    way = way_of(command, held.grounds)
    return Way(case_of(command, held), way.by, way.rules)


def share_received(command: contract.ReceiveShareV1, held: Held) -> Case:
    """The case, as shared with the body of this one share. Raises Refusal `not_found`."""
    shares = dict(enumerate(held.state.shares, 1))
    if command.number not in shares:
        raise Refusal("not_found")
    body = shares[command.number].to_body
    return replace(case_of(command, held), shared_bodies=frozenset({body} if body else ()))


def agency_of(command: contract.ReceiveShareV1, held: Held) -> AgencyReader:
    """The agency that asks."""
    return agency_reader(held.grounds.directory, held.grounds.actor, command.agency, held.grounds.now)
