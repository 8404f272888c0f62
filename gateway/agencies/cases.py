"""A case as access knows it when an agency asks."""

from __future__ import annotations

from access import AgencyReader, Case
from contracts.refusals import Refusal
from gateway.known import known_case
from gateway.parts import Parts
from gateway.read_models.folding import Document


def case_known_to(parts: Parts, reader: AgencyReader, document: Document) -> Case:
    """The case of a document. Raises Refusal `edition_changed`."""
    edition = parts.people.authority(reader.authority).editions.get(document["edition"])
    if edition is None:
        raise Refusal("edition_changed")
    return known_case(document, edition)
