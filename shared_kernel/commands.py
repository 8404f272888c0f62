"""Carrying out a command: read the stream, decide, append; a repeated command gets its first answer."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from shared_kernel import failpoints, tracing
from shared_kernel.commits import CommandRepeated, Commit, CommitStore, EventRecord, VersionConflict, chained
from shared_kernel.errors import CodedError
from shared_kernel.time import Clock

RETRIES = 5


class CommandIdReused(CodedError):
    """A command's id came again with another content: the second was not carried out."""

    code: ClassVar[str] = "command_id_reused"

    def __init__(self) -> None:
        super().__init__("This command id was used before for another command.")


class NotAsSeen(CodedError):
    """The stream has changed since whoever asks saw it."""

    code: ClassVar[str] = "not_as_seen"

    def __init__(self) -> None:
        super().__init__("This has changed since it was seen.")


@dataclass(frozen=True)
class CommandContext:
    """Who asks, for which authority, under which id, and the time at which the decision is taken."""

    command_id: str
    authority: str
    actor: str
    now: datetime


@dataclass(frozen=True)
class Decided:
    """What a decision yields: the events, and what the command is answered (plain JSON types)."""

    events: tuple[EventRecord, ...]
    answer: Mapping[str, Any]


def execute(
    store: CommitStore,
    clock: Clock,
    stream: str,
    command: CommandContext,
    digest: str,
    decide: Callable[[tuple[Commit, ...]], Decided],
    *,
    fresh: bool = False,
    expected: int | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> Commit:
    """The commit of this command, made now or earlier: one read and one write when nobody interferes.

    `decide` gets the stream's commits, is pure, and is called again on the newer stream after a conflict.
    `fresh` says that the stream should be new, and saves the read; `expected` is the version that it must be at. Raises
    NotAsSeen, what `decide` raises and
    CommandIdReused; VersionConflict (after five retries) and StoreUnavailable: repeat it under the same id.
    """
    for attempt in range(RETRIES + 1):
        history = () if fresh and attempt == 0 else store.stream(stream)
        repeated = _of_command(history, command.command_id)
        if repeated:
            return _same(repeated, digest)
        if expected is not None and expected != len(history):
            raise NotAsSeen()
        commit = _next_commit(history, stream, command, digest, decide(history), clock)
        try:
            with tracing.step("append", commit=commit.commit_id):
                store.append(commit)
        except CommandRepeated as error:
            return _same(error.commit, digest)
        except VersionConflict:
            if attempt == RETRIES:
                raise
            # Spreads the writers, so that each gets its turn.
            pause(random.uniform(0, 0.01 * 2**attempt))  # noqa: S311
            continue
        failpoints.reach("commit.appended")
        _told(commit)
        return commit
    raise AssertionError("the last attempt returns or raises")


@dataclass(frozen=True)
class Undertaking:
    """A command that is to be carried out: on which stream, decided how; `fresh` when the stream should be new."""

    stream: str
    command: CommandContext
    digest: str
    decide: Callable[[tuple[Commit, ...]], Decided]
    fresh: bool = False


def execute_all(
    store: CommitStore, clock: Clock, undertakings: Sequence[Undertaking]
) -> tuple[Commit | Exception, ...]:
    """Of each its commit, or what `execute` raises: one read and one write for all with which nobody interferes.

    Those on the same stream come one after the other, as they are given.
    """
    first = {each.stream: index for index, each in reversed(list(enumerate(undertakings)))}
    histories = store.streams(each.stream for each in undertakings if not each.fresh)
    drafts = [
        _drafted(each, histories.get(each.stream, ()), clock) if first[each.stream] == index else None
        for index, each in enumerate(undertakings)
    ]
    new = [index for index, each in enumerate(drafts) if isinstance(each, Commit)]
    with tracing.step("append", commits=len(new)):
        clashed = {new[place] for place in store.append_all([each for each in drafts if isinstance(each, Commit)])}
    if new:
        failpoints.reach("commit.appended")
    for index, each in enumerate(drafts):
        if isinstance(each, Commit) and index not in clashed:
            _told(each)
    return tuple(
        _alone(store, clock, undertakings[index])
        if each is None or index in clashed
        else each.commit
        if isinstance(each, _Before)
        else each
        for index, each in enumerate(drafts)
    )


@dataclass(frozen=True)
class _Before:
    """It was carried out before."""

    commit: Commit


def _drafted(asked: Undertaking, history: tuple[Commit, ...], clock: Clock) -> Commit | _Before | Exception:
    try:
        if repeated := _of_command(history, asked.command.command_id):
            return _Before(_same(repeated, asked.digest))
        return _next_commit(history, asked.stream, asked.command, asked.digest, asked.decide(history), clock)
    except Exception as error:  # one's refusal is no other's
        return error


def _alone(store: CommitStore, clock: Clock, asked: Undertaking) -> Commit | Exception:
    try:
        return execute(store, clock, asked.stream, asked.command, asked.digest, asked.decide)
    except Exception as error:
        return error


def _next_commit(
    history: tuple[Commit, ...],
    stream: str,
    command: CommandContext,
    digest: str,
    decided: Decided,
    clock: Clock,
) -> Commit:
    return chained(
        history[-1] if history else None,
        stream=stream,
        authority=command.authority,
        actor=command.actor,
        command_id=command.command_id,
        command_digest=digest,
        events=decided.events,
        answer=decided.answer,
        recorded_at=clock.now(),
    )


def _told(commit: Commit) -> None:
    event = commit.events[0].name if commit.events else ""
    tracing.committed(commit.commit_id, commit.command_id, authority=commit.authority, event=event)


def _of_command(history: tuple[Commit, ...], command_id: str) -> Commit | None:
    return next((commit for commit in history if commit.command_id == command_id), None)


def _same(commit: Commit, digest: str) -> Commit:
    if commit.command_digest != digest:
        raise CommandIdReused()
    return commit
