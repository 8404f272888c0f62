"""A message as the documents that a custodian keeps: PDF to read, CAP for systems."""

from __future__ import annotations

from documents.cap import cap
from documents.page import page
from documents.parts import Section
from gateway.alerting.contents import composed, contents
from gateway.alerting.photographs import of_message
from gateway.alerting.sent import Behind, Sent
from gateway.parts import Parts
from gateway.printing import Paper
from shared_kernel.spoken_references import reference_of


async def paper(parts: Parts, sent: Sent, found: Behind | None) -> Paper:
    """The page to print, with what the custodian may still read."""
    rows, closed = contents(sent, found)
    told = tuple((each.question, each.answer) for each in rows)
    section = Section("The child", told) if told else Section("The child", (("Not shown", closed or ""),))
    message, photograph = composed(parts, sent.document), await of_message(parts, sent, found)
    return Paper(lambda: page(message, [section], photograph, reference_of(message.about_id)), message.message_id)


def for_systems(parts: Parts, sent: Sent) -> bytes:
    """CAP 1.2, the same to the byte as what the channels carry; it names nobody."""
    return cap(composed(parts, sent.document))
