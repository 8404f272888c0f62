"""Risk assessments: begin, read, what the instrument asks, save a draft, complete, set the level, ask why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from access import Way, permit
from contracts import gateway_assessments as bodies
from contracts import risk_assessments as contract
from contracts.refusals import Refusal
from gateway.api.operation import Asked, Operation, of_tag
from gateway.checking import read_facts
from gateway.commanding import key_of, send
from gateway.filling import filled_in, text_name, unplaced
from gateway.parts import Parts
from gateway.read_models.assessments import notification_of
from gateway.reading import Found, find_case, opener_for, setting_of, whose_of
from gateway.threads import in_thread
from gateway.words import assessment_forms, assessments
from gateway.words.assessments import NOTHING, SOURCE, Read
from needfire.assessing import Assessing
from needfire.facts import as_json
from needfire.instruments import Instrument
from needfire.instruments.answers import fits
from needfire.instruments.assessments import Said
from needfire.instruments.filling import unfit_among

LEVEL = "level"


async def begin(parts: Parts, asked: Asked) -> bodies.AssessmentAccepted:
    """Begin the first assessment, or a review."""
    body: bodies.AssessmentBeginning = asked.body
    found = await find_case(parts, asked.reader, "read_case", body.notification_id)
    assessing = _assessing(found)
    permit(asked.reader, asked.deed, Way(found.case, assessing.by, assessing.rules), found.purpose)
    command = contract.BeginAssessmentV1(found.document["_id"], body.which)
    return _accepted(await send(parts, SOURCE, command, asked.reader, asked.command_id, asked.digest))


def _accepted(accepted: Mapping[str, Any]) -> bodies.AssessmentAccepted:
    return bodies.AssessmentAccepted(accepted["notification_id"], accepted["version"], accepted["assessment_id"])


def _assessing(found: Found) -> Assessing:
    assessing = found.names.edition.assessing
    if assessing is None or SOURCE not in found.document:
        raise Refusal("not_found")
    return assessing


async def read_one(parts: Parts, asked: Asked) -> Read:
    """The assessment of the address, if its case exists for the reader."""
    assessment_id = asked.path["assessment_id"]
    found = await find_case(parts, asked.reader, "read_case", notification_of(assessment_id))
    assessing = _assessing(found)
    by = {"assess": assessing.by, "set_level": assessing.level_by}.get(asked.deed)
    if by is not None:
        permit(asked.reader, asked.deed, Way(found.case, by, assessing.rules), found.purpose)
    begun = found.document[SOURCE]["assessments"].values()
    this = next((each for each in begun if each["assessment_id"] == assessment_id), None)
    if this is None:
        raise Refusal("not_found")
    document = await in_thread(parts.assessments.some, whose_of(parts, asked.reader), [assessment_id])
    opener, within = await opener_for(parts, asked.reader, found), setting_of(parts, asked.reader, found)
    instrument = instruments_of(found).get(this["instrument"])
    if instrument is None:
        raise Refusal("edition_changed")
    return Read(found.document, this, document.get(assessment_id, NOTHING), instrument, found.names, opener, within)


def instruments_of(found: Found) -> Mapping[str, Instrument]:
    """The instruments of the case's edition by name and version."""
    return {each.name: each for each in found.names.edition.instruments}


async def one(parts: Parts, asked: Asked) -> bodies.Assessment:
    """The whole assessment, its texts opened for who may see them."""
    return assessments.assessment(await read_one(parts, asked))


async def form(parts: Parts, asked: Asked) -> bodies.AssessmentForm:
    """What its instrument asks."""
    read = await read_one(parts, asked)
    return assessment_forms.form(read.begun["assessment_id"], read.instrument, read.names)


async def why(parts: Parts, asked: Asked) -> bodies.AssessmentWhy:
    """Every decision on the assessment."""
    return assessments.why(await read_one(parts, asked))


async def row(parts: Parts, asked: Asked) -> bodies.AssessmentRow:
    """The assessments of one notification in order."""
    found = await find_case(parts, asked.reader, asked.deed, asked.path["notification_id"])
    _assessing(found)
    return assessments.row(found.document, instruments_of(found))


async def save(parts: Parts, asked: Asked) -> bodies.AssessmentAccepted:
    """Keep what was filled in, whatever it says; then say what of it cannot stand.

    Raises Refusal, after all was kept: `answers_conflict` where somebody else was there first, `answers_refused`.
    """
    body: bodies.AssessmentDraft = asked.body
    read = await read_one(parts, asked)
    key = await key_of(parts, asked.reader, read.case["person"])
    right = body.instrument == read.instrument.name
    places = filled_in(read.instrument, body.answers, key) if right else unplaced(body.answers, key)
    command = contract.SaveDraftV1(read.begun["assessment_id"], read.instrument.name, body.based_on, places)
    accepted = await send(parts, SOURCE, command, asked.reader, asked.command_id, asked.digest)
    if accepted["beside"]:
        details = {"places": accepted["beside"], "version": accepted["version"]}
        raise Refusal("answers_conflict", details, read.instrument.rules)
    saved = {each.place: each for each in places}
    wrong = tuple(unfit_among(read.instrument, saved, frozenset(saved)))
    if wrong:
        details = {"said": [_said(each) for each in wrong], "version": accepted["version"]}
        raise Refusal("answers_refused", details, tuple(rule for each in wrong for rule in each.rules))
    return _accepted(accepted)


def _said(each: Said) -> dict[str, Any]:
    return {"about": each.about, "sentence": each.sentence, "rules": list(each.rules)}


async def complete(parts: Parts, asked: Asked) -> bodies.AssessmentAccepted:
    """Complete it, if nothing stands against it and every warning was read."""
    body: bodies.AssessmentCompletion = asked.body
    read = await read_one(parts, asked)
    known = {each.key for each in assessments.assessed(read).warnings}
    acknowledged = tuple(each for each in body.acknowledged if each in known)
    command = contract.CompleteAssessmentV1(read.begun["assessment_id"], acknowledged)
    return _accepted(await send(parts, SOURCE, command, asked.reader, asked.command_id, asked.digest))


async def set_level(parts: Parts, asked: Asked) -> bodies.AssessmentAccepted:
    """Set the level: what is said in one's own words is sealed here."""
    body: bodies.LevelDecision = asked.body
    read = await read_one(parts, asked)
    stated = read.instrument.level
    if stated is None or body.level not in {each.id for each in stated.levels}:
        raise Refusal("level_refused", {"levels": [each.id for each in stated.levels] if stated else []})
    questions = {each.id: each for each in stated.asks}
    if unknown := body.asked.keys() - questions.keys():
        raise Refusal("malformed", {"asked": f"{len(unknown)} of these are not asked."})
    words = {name: said for name, said in body.asked.items() if questions[name].kind == "text" and _is_text(said)}
    typed = {name: value for name, value in body.asked.items() if fits(questions[name], value)}
    asking = {**{name: value for name, value in typed.items() if name not in words}, **dict.fromkeys(words, True)}
    asking = {name: value for name, value in asking.items() if questions[name].kind != "text" or name in words}
    key = await key_of(parts, asked.reader, read.case["person"])
    sealed = key.seal({text_name(LEVEL, name): str(said) for name, said in words.items()}) if words else None
    facts = as_json(read_facts(body.facts, asked.reader))
    command = contract.SetLevelV1(read.begun["assessment_id"], body.level, asking, facts, sealed)
    return _accepted(await send(parts, SOURCE, command, asked.reader, asked.command_id, asked.digest))


def _is_text(said: Any) -> bool:
    return isinstance(said, str) and bool(said.strip()) and len(said) <= 5_000


_OVER = ("not_permitted", "not_found", "busy", "edition_changed", "no_instrument", "assessment_completed")
PATH = "/v1/assessments/{assessment_id}"

OPERATIONS = of_tag(
    "Risk assessments",
    Operation(
        "POST",
        "/v1/assessments",
        "begin_assessment",
        "Begin an assessment of risk, or a review of the one before",
        "assess",
        begin,
        bodies.AssessmentAccepted,
        bodies.AssessmentBeginning,
        201,
        refusals=(*_OVER, "notification_ended", "assessment_open", "assessed_already", "nothing_to_review"),
    ),
    Operation(
        "GET",
        "/v1/notifications/{notification_id}/assessments",
        "list_assessments",
        "The assessments of a notification in order: levels, totals by section, and how they went",
        "read_case",
        row,
        bodies.AssessmentRow,
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        PATH,
        "read_assessment",
        "Read an assessment",
        "read_case",
        one,
        bodies.Assessment,
        refusals=("not_found",),
    ),
    Operation(
        "GET",
        f"{PATH}/form",
        "read_assessment_form",
        "Read what the instrument of an assessment asks, with its guidance",
        "read_case",
        form,
        bodies.AssessmentForm,
        refusals=("not_found",),
    ),
    Operation(
        "POST",
        f"{PATH}/draft",
        "save_assessment_draft",
        "Save what was filled in: it is kept, also where it cannot stand",
        "assess",
        save,
        bodies.AssessmentAccepted,
        bodies.AssessmentDraft,
        201,
        refusals=(*_OVER, "answers_conflict", "answers_refused", "person_deleted"),
    ),
    Operation(
        "POST",
        f"{PATH}/completion",
        "complete_assessment",
        "Complete an assessment",
        "assess",
        complete,
        bodies.AssessmentAccepted,
        bodies.AssessmentCompletion,
        201,
        refusals=(*_OVER, "answers_conflict", "assessment_refused", "warnings_unread"),
    ),
    Operation(
        "POST",
        f"{PATH}/level",
        "set_assessment_level",
        "Set the level of a complete assessment, with the reason",
        "set_level",
        set_level,
        bodies.AssessmentAccepted,
        bodies.LevelDecision,
        201,
        refusals=(
            *_OVER,
            "assessment_incomplete",
            "level_refused",
            "facts_required",
            "facts_refused",
            "person_deleted",
        ),
    ),
    Operation(
        "GET",
        f"{PATH}/why",
        "why_assessment",
        "Ask why of an assessment: every decision, with its rules, facts and arithmetic",
        "read_case",
        why,
        bodies.AssessmentWhy,
        refusals=("not_found",),
    ),
)
