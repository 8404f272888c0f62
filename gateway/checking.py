"""Checks what somebody typed before anything is sent: against the vocabulary, the case's edition and the directory.

What is sent lies on the broker in clear, but for the particulars. So whatever stands in a field that has a form (a fact, a
category, a person's id) must be of that form here already: a name typed into the wrong field never leaves the gateway, and is
not repeated in the refusal. And since the services see particulars only sealed, a reason that a procedure asks for is required
here. The services check all that they can see once more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from access import AnyReader, Reader
from contracts import gateway as requests
from contracts.gateway import Particulars
from contracts.refusals import Refusal
from contracts.schema import write
from gateway.reading import Found, FoundItem
from needfire.conditions import Setting
from needfire.directory import Directory
from needfire.facts import Facts, FactsRefused
from needfire.form_parts import missing_particulars
from needfire.procedure import Edition, Form, Outcome, Request, Review, Step
from needfire.vocabulary import VOCABULARY

RESOLUTION = "Say why it is considered resolved, in the resolution."
WANTED = "Say in the comment what is wanted before it can go on."


def said(particulars: Particulars | None) -> dict[str, str]:
    """What was really said: without fields that are left out or blank."""
    written = write(particulars) if particulars else {}
    return {name: value for name, value in written.items() if value is not None and value.strip()}


def require(
    particulars: Particulars | None, field: str, rules: Iterable[str], sentence: str | None = None, **details: Any
) -> None:
    """Raises Refusal `comment_required` where this field of the particulars says nothing. `rules` are those that ask."""
    if field not in said(particulars):
        asked = tuple(dict.fromkeys(rules))
        raise Refusal("comment_required", {"particulars": field, **details}, asked, sentence)


def refuse_unknown(code: str, given: Iterable[str], known: Collection[str]) -> None:
    """Raises the Refusal where something given is not known. Only how many: it may be a person's name."""
    count = len(set(given) - set(known))
    if count:
        raise Refusal(code, {"unknown": count})


def check_people(directory: Directory, *people: str) -> None:
    """Raises Refusal `unknown_person` where one of these is no id of the directory."""
    refuse_unknown("unknown_person", people, directory.person_by_id.keys())


def given(*values: str | None) -> tuple[str, ...]:
    """Those of them that were said; an empty text was."""
    return tuple(each for each in values if each is not None)


def read_facts(raw: Mapping[str, Any], reader: AnyReader) -> Facts:
    """The facts as typed values. Raises Refusal `facts_refused`."""
    try:
        return VOCABULARY.read(raw, reader.at)
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None


def check_raising(body: requests.RaiseRequest, edition: Edition, reader: Reader) -> None:
    """The categories, roles, people and restrictions are those of the edition and the directory. Raises Refusal."""
    categories = {each.rule for each in edition.categories if each.belongs_to == "need_to_know"}
    refuse_unknown("unknown_category", (*body.categories, *(each.rule for each in body.left_out)), categories)
    refuse_unknown("unknown_role", body.named, edition.form.named_roles)
    check_people(reader.directory, *body.named.values())
    refuse_unknown("unknown_restriction", body.restrictions, {each.rule for each in edition.restrictions})


def require_particulars(particulars: Particulars | None, form: Form, within: Setting) -> None:
    """Raises Refusal `particulars_required` with the questions, where a part that is asked in this case lacks one."""
    missing = missing_particulars(form, within, said(particulars).keys())
    if missing.questions:
        raise Refusal("particulars_required", {"particulars": dict(missing.questions)}, missing.rules)


def check_consultation(body: requests.ConsultationRequest, found: Found, reader: Reader) -> None:
    """The role is one that the edition has consulted, the person one of the directory. Raises Refusal."""
    act = found.case.edition.act("consult")
    if act is None or body.with_role not in act.roles:
        raise Refusal("unknown_role", {"roles": list(act.roles) if act else []}, act.rules if act else ())
    check_people(reader.directory, body.with_person)


def check_withdrawn(names: Collection[str]) -> None:
    """Each names a fact. Raises Refusal `facts_refused`."""
    try:
        VOCABULARY.check_names(names)
    except FactsRefused as refused:
        raise Refusal("facts_refused", {"facts": refused.problems}) from None


def check_closing(body: requests.ClosureRequest, found: Found) -> None:
    """Why it is resolved is said (LUT-MGT-3). Raises Refusal `comment_required`."""
    act = found.case.edition.act("close")
    require(body.particulars, "resolution", act.rules if act else (), RESOLUTION)


def check_decision(body: requests.DecisionRequest, item: FoundItem, task_id: str) -> None:
    """The outcome and what is recorded are those that the step asks for, and the comment is there where one is required.

    Raises Refusal: `unknown_outcome`, `record_required`, `comment_required`.
    """
    step = _step(item, task_id)
    outcome = next((each for each in step.outcomes if each.id == body.outcome), None)
    if outcome is None:
        raise Refusal("unknown_outcome", {"outcomes": {each.id: each.title for each in step.outcomes}})
    _check_records(step, body.records)
    _check_comment(step, outcome, body.particulars)


def _step(item: FoundItem, task_id: str) -> Step | Request | Review:
    """What the task is about: a step of its route, or a request beside it."""
    found = item.found.names.step(item.routing, item.routing["tasks"][task_id]["step"])
    if found is None:
        raise Refusal("edition_changed")
    return found


def _check_records(step: Step | Request | Review, given: Mapping[str, Any]) -> None:
    wanted = {record.name: record for record in step.records}
    asked = {name: record.problem(given.get(name)) for name, record in wanted.items()}
    problems = {name: problem for name, problem in asked.items() if problem}
    unknown = len(given.keys() - wanted.keys())
    if problems or unknown:
        raise Refusal("record_required", {"records": problems, "unknown": unknown}, step.rules)


def _check_comment(step: Step | Request | Review, outcome: Outcome, particulars: Particulars | None) -> None:
    if outcome.comment == "required":
        require(particulars, "comment", (*step.rules, *outcome.rules), outcome=outcome.id)


def check_return(body: requests.ReturnRequest, item: FoundItem) -> None:
    """What is wanted is said in the comment. Raises Refusal `comment_required`."""
    route = item.found.case.edition.route(item.routing["route"])
    require(body.particulars, "comment", route.rules if route else (), WANTED)
