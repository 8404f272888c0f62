"""Papers that a page offers to print."""

from __future__ import annotations

from documents.case import case_page
from gateway.parts import Parts
from gateway.printing import Paper
from gateway.reading import find_case, opener_for, setting_of
from gateway.web.page import Page, Visit
from gateway.words.cases import notification
from gateway.words.story import timeline


async def print_case(parts: Parts, visit: Visit) -> Paper:
    """A notification as a paper, with what this reader may see of it."""
    reader = visit.signed_in
    found = await find_case(parts, reader, visit.deed, visit.request.path_params["notification_id"])
    opener = await opener_for(parts, reader, found)
    case = notification(found.document, found.names, opener, setting_of(parts, reader, found))
    story = timeline(found.document, found.names, opener)
    authority = parts.people.authority(case.authority).description.name
    who = found.names.person(reader.person).name
    return Paper(lambda: case_page(case, story, authority, who, reader.at), f"notification {case.notification_id}")


PAGES = (Page("GET", "/cases/{notification_id}/case.pdf", "read_case", print_case),)
