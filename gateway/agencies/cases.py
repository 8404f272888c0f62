"""A case as access knows it when an agency asks: with the bodies outside that it was shared with."""

from __future__ import annotations

from access import AgencyReader, Case
from contracts.refusals import Refusal
from gateway.parts import Parts
from gateway.read_models.folding import Document


def case_known_to(parts: Parts, reader: AgencyReader, document: Document) -> Case:
    """The case of a document (a case's, or a tray's). Raises Refusal `edition_changed`."""
    edition = parts.people.authority(reader.authority).editions.get(document["edition"])
    if edition is None:
        raise Refusal("edition_changed")
    return Case(
        authority=document["authority"],
        area=document["area"],
        edition=edition,
        raised_by="",
        involved=frozenset(),
        shared_bodies=frozenset(document.get("shared", {}).get("bodies", ())),
    )
