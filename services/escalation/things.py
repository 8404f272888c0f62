"""What is asked of escalation, as access knows it: the case as far as its routing tells it, its tasks, notices and duties."""

from __future__ import annotations

from collections.abc import Iterator

from access import AgencyReader, Case, Item, Way
from access.approving import authors_of, writers_of
from access.readers import agency_reader
from contracts import escalation as contract
from contracts.refusals import Refusal
from needfire.procedure import Duty, Request, Review
from services.escalation.domain import what_is_asked
from services.escalation.draft import Draft
from services.escalation.routing import OpenDuty, Routing, Task


def case(draft: Draft) -> Case:
    """The case of this routing: what intake alone knows of it is not here."""
    state = draft.state
    return Case(
        authority=draft.grounds.directory.authority,
        area=state.area,
        edition=draft.grounds.edition,
        raised_by=state.raised_by,
        involved=frozenset(_people(state)),
        waiting_roles=frozenset(task.role for task in state.open_tasks),
        owed_bodies=frozenset(duty.to for duty in state.duties.values()),
        whole=False,
    )


def _people(state: Routing) -> Iterator[str]:
    yield state.raised_by
    yield from state.named.values()
    for held in (state.tasks, state.notices, state.duties):
        yield from (person for each in held.values() for person in each.people)


TaskCommand = contract.ClaimTaskV1 | contract.DecideTaskV1 | contract.ReturnTaskV1 | contract.ReassignTaskV1


def task_item(command: TaskCommand, draft: Draft) -> Item:
    """The task that the command names. Raises Refusal `not_found`, `edition_changed`."""
    task = draft.state.tasks.get(command.task_id)
    if task is None:
        raise Refusal("not_found")
    asked = what_is_asked(draft, task)
    approves = () if isinstance(asked, Review) else asked.approves
    authors = authors_of(approves, draft.state.raised_by, _deciders(draft.state)) | _writer(draft, task)
    return Item(case(draft), task.role, task.people, authors=authors, rules=asked.rules)


def _writer(draft: Draft, task: Task) -> frozenset[str]:
    """Who wrote the message of a national alert that this task checks."""
    waiting, alerting = draft.state.message, draft.grounds.edition.alerting
    return writers_of(waiting.message, waiting.by, alerting, task.step) if waiting else frozenset()


def _deciders(state: Routing) -> dict[str, str | None]:
    decided: list[Task] = [task for task in state.tasks.values() if task.state == "decided"]
    return {task.step: task.decided_by for task in decided}


def notice_item(command: contract.ReceiveNoticeV1, draft: Draft) -> Item:
    """The notice that the command names. Raises Refusal `not_found`."""
    notice = draft.state.notices.get(command.notice_id)
    if notice is None:
        raise Refusal("not_found")
    return Item(case(draft), notice.role, notice.people, rules=draft.route.rules)


DutyCommand = (
    contract.CompleteDutyV1
    | contract.AcknowledgeDutyV1
    | contract.ProposeDutyNotRequiredV1
    | contract.ConfirmDutyNotRequiredV1
)


def duty_item(command: DutyCommand, draft: Draft) -> Item:
    """The duty that the command names. Raises Refusal `not_found`, `edition_changed`."""
    duty, part = open_duty(command.duty_id, draft)
    return Item(
        case(draft),
        duty.lead,
        duty.people,
        deputies=(part.deputy,) if part.deputy else (),
        confirming=draft.grounds.edition.confirming(part),
        proposed_by=duty.proposed_by,
        body=duty.to,
        rules=part.rules,
    )


def open_duty(duty_id: str, draft: Draft) -> tuple[OpenDuty, Duty]:
    """The duty, and the edition's part that it is of. Raises Refusal."""
    duty = draft.state.duties.get(duty_id)
    if duty is None:
        raise Refusal("not_found")
    part = next((each for each in draft.grounds.edition.duties if each.id == duty.duty), None)
    if part is None:
        raise Refusal("edition_changed")
    return duty, part


def agency_of(command: contract.AcknowledgeDutyV1, draft: Draft) -> AgencyReader:
    """The agency that asks."""
    grounds = draft.grounds
    return agency_reader(grounds.directory, grounds.actor, command.agency, grounds.now)


def request_way(command: contract.MakeRequestV1, draft: Draft) -> Way:
    """Who may ask for this. Raises Refusal `unknown_request`."""
    request = draft.grounds.edition.request(command.request)
    if not isinstance(request, Request):
        known = {each.id: each.title for each in draft.grounds.edition.requests}
        raise Refusal("unknown_request", {"requests": known})
    return Way(case(draft), request.by, request.rules)
