"""Papers of those who keep an authority's records: the certificate of a deletion, and all that is held about a person, for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from contracts.gateway_records import Certificate, ExportedCase, ExportedConcern, ExportedText, SubjectExport
from documents.paper import paper
from documents.parts import Section
from needfire.london_time import moment_in_words

REASONS = {
    "time_has_run_out": "its time has run out",
    "erasure_request_upheld": "a request for erasure was upheld",
    "recorded_in_error": "it was recorded in error",
    "court_order": "a court ordered it",
    "other": "another reason",
}


def certificate_page(of: Certificate) -> str:
    """The certificate as HTML that needs nothing from elsewhere."""
    what = (
        ("Whose", of.person),
        ("Authority", of.authority),
        ("Sealed texts", str(of.texts)),
        ("Deleted", moment_in_words(of.deleted_at)),
        ("Why", REASONS[of.reason]),
        ("Reference", of.reference or "none"),
        ("Before its time had run out", "yes" if of.although_kept else "no"),
        ("Proposed by", of.proposed_by.name),
        ("Confirmed by", f"{of.confirmed_by.name}, {moment_in_words(of.confirmed_at)}"),
    )
    chains = tuple((each.stream, f"{each.version} commits, the last {each.hash}") for each in of.chains)
    sections = (Section("What was deleted", what), Section("The commits that stay", chains))
    return paper("Certificate of deletion", of.person, of.sentence, sections)


def export_page(of: SubjectExport) -> str:
    """The export as HTML that needs nothing from elsewhere."""
    lead = (
        f"Made on {moment_in_words(of.made_at)} by {of.made_by.name}. What is about other people is left out or blacked out. "
        f"{of.withheld} texts are withheld until they have been gone through."
    )
    left_out = (("Left out, since about others", ", ".join(of.left_out) or "nothing"),)
    sections = (
        Section("About you", (*of.about.items(), *left_out)),
        *(_concern(each) for each in of.concerns),
        *(_case(each) for each in of.cases),
    )
    return paper("What is held about you", of.person, lead, tuple(sections))


def _case(of: ExportedCase) -> Section:
    return Section(f"Notification of {moment_in_words(of.raised_at)}", tuple(_rows(of)))


def _concern(of: ExportedConcern) -> Section:
    rows = (
        ("Number", of.concern_id),
        ("Raised by", of.agency),
        ("State", of.state.replace("_", " ")),
        *((fact.question, fact.value) for fact in of.facts),
        *_texts(of.texts),
    )
    return Section(f"Concern of {moment_in_words(of.raised_at)}", rows)


def _texts(texts: Iterable[ExportedText]) -> Iterator[tuple[str, str]]:
    for text in texts:
        value = text.withheld if text.value is None else text.value
        yield f"{text.title}, {moment_in_words(text.written_at)}", value or ""


def _rows(of: ExportedCase) -> Iterator[tuple[str, str]]:
    yield "Number", of.notification_id
    yield "State", of.state.replace("_", " ")
    yield "What it was about", "; ".join(of.categories)
    yield from ((fact.question, fact.value) for fact in of.facts)
    yield "Shared with", ", ".join(of.shared_with) or "nobody"
    yield from _texts(of.texts)
