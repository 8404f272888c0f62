"""One case as intake and escalation write it, and copies of it under other ids, as the store keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.raising import ACTOR, AUTHORITY, command_data, commands
from contracts import intake as contract
from contracts.schema import write
from needfire.loading.deployment import Deployment
from services.intake.handlers import command_handlers
from shared_kernel.command_desk import CommandDesk, command_of
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.commits import Commit, EventRecord, chained, to_document
from shared_kernel.time import SystemClock
from workbench.rehearsal import Rehearsal

COMMITS_A_CASE = 10
SEALED = "s2." + "A" * 300
Document = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """What intake wrote of it, and escalation."""

    told: tuple[Commit, ...]
    routed: tuple[Commit, ...]


def one_case(deployment: Deployment) -> Case:
    """Raised and updated nine times in intake; routed by escalation. Raises LookupError where a command is refused."""
    rehearsal, store = Rehearsal(deployment, datetime.now(UTC)), MemoryCommitStore()
    raised = contract.RaiseNotificationV1(
        "notification-1", "person-1", sealed=SEALED, **command_data(datetime.now(UTC))
    )
    accepted(rehearsal.answer_to(raised, ACTOR))
    desk = CommandDesk(store, SystemClock(), contract.COMMANDS, command_handlers(deployment))
    name = accepted(desk.answer(commands(1)[0]))["notification_id"]
    for number in range(COMMITS_A_CASE - 1):
        accepted(desk.answer(update(name, number)))
    return Case(store.stream(name), rehearsal.escalation.feed(0, 1_000))


def accepted(answer: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a command was answered. Raises LookupError where it was refused."""
    found: Mapping[str, Any] = answer["accepted"]
    return found


def update(notification_id: str, number: int) -> dict[str, Any]:
    """The envelope of a case's next update, of which so many were made before."""
    told = contract.UpdateNotificationV1(notification_id, number, {"age_years": 10 + number % 7}, sealed=SEALED)
    name = f"update-{notification_id}-{number}"
    return write(command_of(told, command_id=name, digest="0" * 64, authority=AUTHORITY, actor=ACTOR))


def stream_name(number: int) -> str:
    """Of the copy with this number."""
    return f"notification-{number:012d}"


def copies(case: Case, number: int) -> Iterator[Document]:
    """The documents of the copy with this number, with their positions; the hashes are still those of the case."""
    for index, commit in enumerate(case.told):
        yield {**to_document(_renamed(commit, stream_name(number))), "position": number * COMMITS_A_CASE + index + 1}


def documents_of(commit: Commit, number: int, position: int) -> Document:
    """One commit of the case, of intake or of escalation, as that of the copy with this number."""
    routed = "routing-" if commit.stream.startswith("routing-") else "notification-"
    return {**to_document(_renamed(commit, stream_name(number).replace("notification-", routed))), "position": position}


def chained_copies(case: Case, number: int) -> Iterator[Document]:
    """As `copies`, chained as a command chains what it writes."""
    before: Commit | None = None
    for index, commit in enumerate(case.told):
        before = _chained(before, _renamed(commit, stream_name(number)))
        yield {**to_document(before), "position": number * COMMITS_A_CASE + index + 1}


def _chained(before: Commit | None, renamed: Commit) -> Commit:
    stream = renamed.stream
    return chained(
        before, stream=stream, authority=renamed.authority, actor=renamed.actor, command_id=renamed.command_id,
        command_digest=renamed.command_digest, events=renamed.events, answer=renamed.answer, recorded_at=renamed.recorded_at,
    )  # fmt: skip


def _renamed(commit: Commit, stream: str) -> Commit:
    name = stream.replace("routing-", "notification-")
    told = tuple(EventRecord(each.name, each.version, _about(each.data, name)) for each in commit.events)
    return Commit(
        stream, commit.version, commit.authority, commit.actor, f"{stream}-{commit.version}", commit.command_digest,
        told, _about(commit.answer, name), commit.recorded_at, commit.previous_hash, commit.hash,
    )  # fmt: skip


def _about(data: Mapping[str, Any], stream: str) -> dict[str, Any]:
    named = {"notification_id": stream, "person": stream.replace("notification", "person")}
    return {**data, **{name: value for name, value in named.items() if name in data}}
