"""All that is held about a person, for them. What is about others is left out; a free text waits until somebody has gone through it.

A text is named by its commit and event: `notification-…@1.0`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from access import Reader
from contracts.gateway_records import ExportedCase, ExportedConcern, ExportedText, SubjectExport, TextToGoThrough
from contracts.intake_persons import Cut
from contracts.refusals import Refusal
from gateway.auditing.trail import shown
from gateway.parts import Parts
from gateway.read_models.folding import Document
from gateway.reading import names_of
from gateway.records.assessed import texts_of, with_assessments
from gateway.records.held import Held, who
from gateway.sealing.texts import CannotOpen, PersonKey
from gateway.threads import in_thread
from gateway.words.plain import facts_in_words
from needfire.particulars import PARTICULARS

ABOUT = ("name", "date_of_birth", "nhs_number", "address", "case_reference")
"""Fields that are about the person and nobody else."""
OTHERS = ("adult_name", "names_of_children", "contact")
"""Fields that are about others: they are left out."""
WAITS = "Withheld until somebody has gone through it for what is about others."
CUT = "█"
STANDS_IN = {"assessment": "Assessment of risk", "risk": "Plan of the high risk register", "alert": "National alert"}
"""What holds the words that a procedure asks for by names of its own, by the stream that they are written in."""


@dataclass(frozen=True)
class _Said:
    text: str
    at: datetime
    fields: Mapping[str, str]


async def exported(parts: Parts, reader: Reader, held: Held) -> SubjectExport:
    """The export as it stands. Raises Refusal `person_deleted`, StoreUnavailable."""
    key = await _key(parts, reader, held)
    held = await with_assessments(parts, reader, held)
    shown(held.person, purpose="subject_access")
    redactions = held.decided.get("redactions", {})
    cases = tuple(_case(parts, reader, each, key, redactions) for each in held.cases)
    concerns = tuple(_concern(reader, each, key, redactions) for each in held.concerns)
    said = list(_all_said(held, key))
    texts = [text for each in cases for text in each.texts] + [text for each in concerns for text in each.texts]
    about = {name: value for one in said for name, value in one.fields.items() if name in ABOUT}
    return SubjectExport(
        person=held.person,
        authority=reader.authority,
        made_at=reader.at,
        made_by=who(reader, reader.person),
        about={PARTICULARS[name].title: about[name] for name in ABOUT if name in about},
        cases=cases,
        concerns=concerns,
        left_out=tuple(PARTICULARS[name].title for name in OTHERS if any(name in one.fields for one in said)),
        withheld=sum(each.withheld is not None for each in texts),
    )


async def text_of(parts: Parts, reader: Reader, held: Held, text: str, name: str) -> TextToGoThrough:
    """The text that is to be gone through. Raises Refusal `not_found`, `person_deleted`."""
    key = await _key(parts, reader, held)
    held = await with_assessments(parts, reader, held)
    shown(held.person, purpose="subject_access")
    for one in _all_said(held, key):
        if one.text == text and name in one.fields and name not in (*ABOUT, *OTHERS):
            before = held.decided.get("redactions", {}).get(_place(text, name))
            cuts = tuple(Cut(**each) for each in before["cuts"]) if before else None
            return TextToGoThrough(text, name, title_of(text, name), one.fields[name], cuts)
    raise Refusal("not_found")


def _place(text: str, name: str) -> str:
    """Where what was decided on it lies."""
    return f"{text.replace('.', ' ')}/{name}"


async def _key(parts: Parts, reader: Reader, held: Held) -> PersonKey:
    keys = await in_thread(parts.keys.existing, reader.authority, [held.person])
    if held.person not in keys:
        raise Refusal("person_deleted")
    return keys[held.person]


def _case(parts: Parts, reader: Reader, case: Document, key: PersonKey, redactions: Mapping[str, Any]) -> ExportedCase:
    names = names_of(parts.people.authority(reader.authority), reader, case["edition"])
    told = case.get("intake") or case.get("escalation", {})
    return ExportedCase(
        notification_id=case["_id"],
        raised_at=datetime.fromisoformat(case["raised_at"]),
        state=case["state"],
        categories=tuple(names.category(rule).title for rule in told["categories"]),
        facts=facts_in_words(told["facts"]),
        shared_with=tuple(
            names.role(each["to_role"]).title if each["to_role"] else each["to_body"] or "a person of the authority"
            for each in case.get("intake", {}).get("shares", ())
        ),
        texts=tuple(_texts(_said(case, key), redactions)),
    )


def _concern(reader: Reader, concern: Document, key: PersonKey, redactions: Mapping[str, Any]) -> ExportedConcern:
    told = concern["intake"]
    agency = reader.directory.agency_by_id.get(told["agency"])
    return ExportedConcern(
        concern_id=concern["_id"],
        raised_at=datetime.fromisoformat(told["raised_at"]),
        state=concern["state"],
        agency=agency.name if agency else told["agency"],
        facts=facts_in_words(told["facts"]),
        texts=tuple(_texts(_told(concern, key), redactions)),
    )


def _texts(said: Iterable[_Said], redactions: Mapping[str, Any]) -> Iterator[ExportedText]:
    for one in said:
        for name, value in one.fields.items():
            if name in (*ABOUT, *OTHERS):
                continue
            gone_through = redactions.get(_place(one.text, name))
            shown_value = _without(value, gone_through["cuts"]) if gone_through else None
            waits = None if gone_through else WAITS
            yield ExportedText(one.text, name, title_of(one.text, name), one.at, shown_value, waits)


def title_of(text: str, name: str) -> str:
    """What a text is called: the particular's title, or what it stands in and the procedure's name for it."""
    if name in PARTICULARS:
        return PARTICULARS[name].title
    return f"{STANDS_IN.get(text.partition('-')[0], 'In words')}: {name.replace('_', ' ').replace('-', ' ')}"


def _without(value: str, cuts: Iterable[Mapping[str, int]]) -> str:
    letters = list(value)
    for cut in cuts:
        letters[cut["start"] : cut["end"]] = CUT * (cut["end"] - cut["start"])
    return "".join(letters)


def _all_said(held: Held, key: PersonKey) -> Iterator[_Said]:
    for concern in held.concerns:
        yield from _told(concern, key)
    for case in held.cases:
        yield from _said(case, key)


def _told(concern: Document, key: PersonKey) -> Iterator[_Said]:
    for each in concern["intake"].get("said", ()):
        name = f"{concern['_id']}@{each['version']}.{each['index']}"
        yield _Said(name, datetime.fromisoformat(each["at"]), _opened(key, each["sealed"]))


def _said(case: Document, key: PersonKey) -> Iterator[_Said]:
    for source, stream in _streams(case).items():
        for entry in case.get(source, {}).get("timeline", ()):
            sealed = entry["data"].get("sealed")
            if sealed:
                name = f"{stream}@{entry['version']}.{entry['index']}"
                yield _Said(name, datetime.fromisoformat(entry["at"]), _opened(key, sealed))
    for each in texts_of(case, key):
        yield _Said(each.text, each.at, {each.name: each.plain})


def _streams(case: Document) -> Mapping[str, str]:
    own = {"intake": case["_id"], "escalation": f"routing-{case['_id'].removeprefix('notification-')}"}
    alert = case.get("national_alerts", {}).get("alert_id")
    risk = case.get("risk_management", {}).get("risk_id")
    return {**own, **({"national_alerts": alert} if alert else {}), **({"risk_management": risk} if risk else {})}


def _opened(key: PersonKey, sealed: str) -> Mapping[str, str]:
    """All that it holds, each under a name that can stand in an address and in a document."""
    try:
        return {name.replace(".", "_"): value for name, value in key.open(sealed).items()}
    except CannotOpen:
        return {}
