"""Tells entries of the directory of custodians: how a body is reached, whether it has shown that it is there, what is to change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from access import Reader, judge
from contracts import gateway_directory as told
from contracts.gateway_words import Person
from custody.document_keys import thumbprint
from custody.reaching import Liveness, liveness
from custody.records import Custodian
from gateway.alerting.directory import Entry


def line(entry: Entry, reader: Reader) -> told.CustodianLine:
    """The entry as a line in a list."""
    return told.CustodianLine(**_line(entry, reader))


def _line(entry: Entry, reader: Reader) -> dict[str, Any]:
    body, alive = entry.custodian.body, liveness(entry.custodian, reader.at)
    return {
        "custodian": body.code,
        "name": body.name,
        "nation": body.nation,
        "kind": body.kind,
        "stale": sum(each.state != "alive" for each in alive),
        "contacts": len(alive),
        "waiting": len(entry.waiting()),
    }


def in_full(entry: Entry, reader: Reader) -> told.CustodianEntry:
    """The entry in full."""
    state = entry.custodian
    contacts = state.contacts_at(reader.at)
    return told.CustodianEntry(
        **_line(entry, reader),
        official_name=state.body.official_name,
        told=tuple(map(_contact, liveness(state, reader.at))),
        webhook=contacts.webhook,
        channels=contacts.channels,
        thumbprint=thumbprint(contacts.key),
        proposed=tuple(_proposed(entry, reader)),
        to_come=tuple(_to_come(state, reader.at)),
        proofs=tuple(_open_proofs(state, reader)),
        may_keep=judge(reader, "keep_custodian", entry.known) is None,
        may_prove=judge(reader, "prove_custodian", entry.known) is None,
    )


def _contact(each: Liveness) -> told.ContactTold:
    return told.ContactTold(each.contact, each.address, each.state, each.proven_at)


def _proposed(entry: Entry, reader: Reader) -> Iterator[told.ChangeTold]:
    for change_id in entry.waiting():
        change = entry.custodian.proposed[change_id]
        proposed_by, shown_as = person(change.proposed_by, reader), thumbprint(change.contacts.key)
        yield told.ChangeTold(change_id, change.contacts, change.begins, proposed_by, shown_as)


def _to_come(state: Custodian, now: datetime) -> Iterator[told.ChangeTold]:
    for held in state.held:
        if held.begins and held.begins > now:
            yield told.ChangeTold(None, held.contacts, held.begins, None, thumbprint(held.contacts.key))


def _open_proofs(state: Custodian, reader: Reader) -> Iterator[told.ProofTold]:
    for proof_id, asked in state.proofs.items():
        if proof_id not in state.answered:
            yield told.ProofTold(proof_id, asked.contact, person(asked.asked_by, reader), asked.asked_at)


def person(person_id: str, reader: Reader) -> Person:
    """Somebody who acted; whom the reader's own directory does not have keeps the id."""
    known = reader.directory.person_by_id.get(person_id)
    return Person(person_id, known.name if known else person_id)
