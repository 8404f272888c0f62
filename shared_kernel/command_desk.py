"""Where a service takes in commands: reads the envelope, finds the handler, carries it out, answers or refuses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.commands import Command
from contracts.refusals import Refusal
from contracts.schema import name_and_version, read, write
from shared_kernel import failpoints
from shared_kernel.commands import (
    CommandContext,
    CommandIdReused,
    Decided,
    NotAsSeen,
    Undertaking,
    execute,
    execute_all,
)
from shared_kernel.commits import Commit, CommitStore, EventRecord, VersionConflict
from shared_kernel.errors import StoreUnavailable
from shared_kernel.read_before import ReadBefore
from shared_kernel.time import Clock
from shared_kernel.upcasting import UnknownEvent, events_of

_READ_BEFORE = ReadBefore(512)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Intent:
    """What a handler wants done: on which stream, decided how; `fresh` when the stream must be new."""

    stream: str
    decide: Callable[[tuple[Commit, ...]], Decided]
    fresh: bool = False


@dataclass(frozen=True)
class Handler:
    """What a command comes to, and the policy that its service declares for it: who may ask. The desk does not judge."""

    policy: Any
    handle: Callable[[Any, CommandContext], Intent]

    def __call__(self, command: Any, context: CommandContext) -> Intent:
        return self.handle(command, context)


@dataclass(frozen=True)
class FollowUp:
    """What a service asks of itself; the id is made of what set it off, and stands for the content."""

    command: Any
    command_id: str
    authority: str

    def by(self, actor: str) -> Command:
        """The envelope."""
        return command_of(
            self.command, command_id=self.command_id, digest=self.command_id, authority=self.authority, actor=actor
        )


REFUSALS: Mapping[type[Exception], str] = {
    NotAsSeen: "not_as_seen",
    CommandIdReused: "command_id_reused",
    VersionConflict: "busy",
    StoreUnavailable: "service_unavailable",
    UnknownEvent: "service_unavailable",  # another replica, brought up to date already, may carry it out
}


@dataclass(frozen=True)
class CommandDesk:
    """One service's commands: their contracts by name and version, and their handlers by contract."""

    store: CommitStore
    clock: Clock
    contracts: Mapping[tuple[str, int], type]
    handlers: Mapping[type, Handler]

    def answer(self, envelope: Any) -> dict[str, Any]:
        """{"accepted": {..., "version": n}}, or {"refused": {code, sentence, details, rules}}. Raises nothing."""
        try:
            return {"accepted": _accepted(self.carry_out(read(Command, envelope)))}
        except Refusal as refusal:
            return {"refused": refusal.as_json()}
        except Exception as error:  # whatever happens, the caller is answered, without the exception's text
            _log.error("command failed: %s", type(error).__name__)
            return {"refused": Refusal("internal").as_json()}

    def carry_out(self, command: Command) -> Commit:
        """The commit of this command, made now or before. Raises Refusal."""
        try:
            asked = self._undertaking(command)
            return execute(
                self.store,
                self.clock,
                asked.stream,
                asked.command,
                asked.digest,
                asked.decide,
                fresh=asked.fresh,
                expected=command.expected_version,
            )
        except tuple(REFUSALS) as error:
            raise refusal_of(error) from None

    def _undertaking(self, command: Command) -> Undertaking:
        contract = self.contracts.get((command.name, command.version))
        handler = self.handlers.get(contract) if contract else None
        if contract is None or handler is None:
            raise Refusal("unknown_command")
        failpoints.reach("command.taken")
        context = CommandContext(command.command_id, command.authority, command.actor, self.clock.now())
        intent = handler(read(contract, command.data), context)
        return Undertaking(intent.stream, context, command.digest, intent.decide, intent.fresh)

    def follow_up(self, command: Any, command_id: str, authority: str, actor: str) -> Commit:
        """Carries out what a service asks of itself. Raises Refusal.

        The id is made of what set it off, and stands for the content: so it is done once in effect.
        """
        return self.carry_out(FollowUp(command, command_id, authority).by(actor))

    def follow_up_all(self, asked: Sequence[FollowUp], actor: str) -> tuple[Commit | Refusal, ...]:
        """As `follow_up`, many at once that share one read and one write; of each its commit, or why not.

        Of those on one stream the later ones find what the earlier did.
        """
        found: dict[int, Commit | Refusal] = {}
        undertaken: dict[int, Undertaking] = {}
        for index, each in enumerate(asked):
            try:
                undertaken[index] = self._undertaking(each.by(actor))
            except (Refusal, StoreUnavailable, UnknownEvent) as error:
                found[index] = refusal_of(error)
        try:
            carried_out = execute_all(self.store, self.clock, list(undertaken.values()))
        except StoreUnavailable as error:
            carried_out = (error,) * len(undertaken)
        for index, done in zip(undertaken, carried_out, strict=True):
            found[index] = done if isinstance(done, Commit) else refusal_of(done)
        return tuple(found[index] for index in range(len(asked)))


def refusal_of(error: Exception) -> Refusal:
    """What whoever asked is told of an error."""
    return error if isinstance(error, Refusal) else Refusal(REFUSALS.get(type(error), "internal"))


def _accepted(commit: Commit) -> dict[str, Any]:
    return {**commit.answer, "version": commit.version}


def recorded(event: Any) -> EventRecord:
    """The event as it is kept: name and version from its contract, data as JSON."""
    name, version = name_and_version(type(event))
    return EventRecord(name, version, write(event))


def happened(commit: Commit, contracts: Mapping[tuple[str, int], type]) -> tuple[Any, ...]:
    """The commit's events as their contracts. Raises UnknownEvent.

    Those of the commits that were read last are remembered: a stream is read for each decision on it. Nobody may change them.
    """
    return _READ_BEFORE.found(commit, contracts, _read)


def _read(commit: Commit, contracts: Mapping[tuple[str, int], type]) -> tuple[Any, ...]:
    return tuple(read(_contract(contracts, each), each.data) for each in events_of(commit))


def _contract(contracts: Mapping[tuple[str, int], type], event: EventRecord) -> type:
    known = contracts.get((event.name, event.version))
    if known is None:
        raise UnknownEvent
    return known


def among(commit: Commit, contracts: Iterable[type]) -> Iterator[tuple[int, Any]]:
    """Those of the commit's events that are of these contracts, with their places in it. Raises UnknownEvent."""
    wanted = {name_and_version(each): each for each in contracts}
    for index, each in enumerate(events_of(commit)):
        if found := wanted.get((each.name, each.version)):
            yield index, read(found, each.data)


def command_of(instance: Any, *, command_id: str, digest: str, authority: str, actor: str) -> Command:
    """The envelope of a command."""
    name, version = name_and_version(type(instance))
    return Command(name, version, command_id, digest, authority, actor, write(instance))
