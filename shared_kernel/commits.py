"""A commit is what one command did to one stream: its events, its answer, the hash of the commit before it.

One commit is one document, so that append, outbox, deduplication and chain are atomic together on any server.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from shared_kernel.errors import CodedError
from shared_kernel.time import NotAnInstant, instant_of, instant_text

_OUTSIDE = ("hash", "position")
"""What of a commit's document its hash does not cover."""
_STREAM = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,199}")  # no "@": it parts stream and version in commit_id


class NotJson(CodedError):
    """An event or an answer holds what JSON or the store cannot: a set, NaN, a number beyond 64 bits."""

    code: ClassVar[str] = "not_json"


class MalformedCommit(CodedError):
    """A document that is not a commit, or a stream id that cannot be one."""

    code: ClassVar[str] = "malformed_commit"


class BrokenChain(CodedError):
    """A stream's commits are not what they were when they were written. `stream` and `version` say where."""

    code: ClassVar[str] = "broken_chain"

    def __init__(self, stream: str, version: int, sentence: str) -> None:
        super().__init__(sentence)
        self.stream, self.version = stream, version


class VersionConflict(CodedError):
    """Another commit took this version of the stream first: read again, decide again."""

    code: ClassVar[str] = "version_conflict"

    def __init__(self, stream: str, version: int) -> None:
        super().__init__("Somebody else changed this at the same moment. Try again.")
        self.stream, self.version = stream, version


class CommandRepeated(CodedError):
    """The command with this id was carried out before; `commit` is what it did."""

    code: ClassVar[str] = "command_repeated"

    def __init__(self, commit: Commit) -> None:
        super().__init__("This command was carried out before.")
        self.commit = commit


class PositionTaken(CodedError):
    """Another relay numbers this store: step down and read the last position again."""

    code: ClassVar[str] = "position_taken"

    def __init__(self) -> None:
        super().__init__("Another relay is giving positions to these commits.")


@dataclass(frozen=True)
class EventRecord:
    """One event: its name, the version of its schema, and its data as plain JSON types."""

    name: str
    version: int
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Commit:
    """`version` counts from 1 in the stream, `position` from 1 in the store (0 until the relay gives it).

    `command_digest` tells a repeated command from another one that uses its id; `answer` is what the command
    was answered. `hash` covers all but itself and the position; the first commit's `previous_hash` is empty.
    """

    stream: str
    version: int
    authority: str
    actor: str
    command_id: str
    command_digest: str
    events: tuple[EventRecord, ...]
    answer: Mapping[str, Any]
    recorded_at: datetime
    previous_hash: str
    hash: str
    position: int = 0

    @property
    def commit_id(self) -> str:
        """Sorts within a stream as the versions do."""
        return commit_id_of(self.stream, self.version)


def commit_id_of(stream: str, version: int) -> str:
    """The id of the stream's commit with this version."""
    return f"{stream}@{version:08d}"


class FeedSource(Protocol):
    """Port: commits by position, in this process or by a call to the service that owns them."""

    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        """At most `limit` commits with a position above `after`, ascending."""


class CommitStore(FeedSource, Protocol):
    """Port: one service's commits."""

    def append(self, commit: Commit) -> None:
        """Writes it durably. Raises VersionConflict or CommandRepeated, and then has written nothing."""

    def append_all(self, commits: Sequence[Commit]) -> Mapping[int, Exception]:
        """Writes each durably, or not; by index what `append` would have raised. One by one where the store does no better."""
        problems: dict[int, Exception] = {}
        for index, commit in enumerate(commits):
            try:
                self.append(commit)
            except (VersionConflict, CommandRepeated) as problem:
                problems[index] = problem
        return problems

    def stream(self, stream: str) -> tuple[Commit, ...]:
        """All commits of the stream by version; empty when there is none."""

    def streams(self, streams: Iterable[str]) -> Mapping[str, tuple[Commit, ...]]:
        """As `stream`, of several at once."""
        return {each: self.stream(each) for each in streams}

    def first_commits(self, streams: Iterable[str]) -> Mapping[str, Commit]:
        """The first commit of each of these streams that there is."""
        return {name: found[0] for name, found in self.streams(streams).items() if found}

    def by_command(self, command_id: str) -> Commit | None:
        """What the command with this id did, on whatever stream."""

    def unpositioned(self, limit: int) -> tuple[Commit, ...]:
        """Commits without position, each stream's in order and none before an earlier one of its stream."""

    def assign_positions(self, first: int, commits: Sequence[Commit]) -> tuple[Commit, ...]:
        """Gives `first`, `first + 1`, ... in this order and returns the commits with them.

        Raises PositionTaken when a position or a commit is already used; those before it keep theirs.
        """

    def last_position(self) -> int:
        """The highest position given; 0 when there is none."""


def chained(
    previous: Commit | None,
    *,
    stream: str,
    authority: str,
    actor: str,
    command_id: str,
    command_digest: str,
    events: Iterable[EventRecord],
    answer: Mapping[str, Any],
    recorded_at: datetime,
) -> Commit:
    """The stream's next commit, sealed by its hash. Raises NotJson, MalformedCommit, NotAnInstant."""
    if not _STREAM.fullmatch(stream):
        raise MalformedCommit("A stream id is made of letters, digits and . : _ - only.")
    draft = Commit(
        stream=stream,
        version=previous.version + 1 if previous else 1,
        authority=authority,
        actor=actor,
        command_id=command_id,
        command_digest=command_digest,
        events=tuple(events),
        answer=answer,
        recorded_at=recorded_at,
        previous_hash=previous.hash if previous else "",
        hash="",
    )
    sealed = canonical_json(_body(draft))
    return from_document({**_plain(sealed), "hash": _sha256(sealed), "position": 0})


def verify_chain(commits: Sequence[Commit]) -> None:
    """Checks a whole stream from its first commit. Raises BrokenChain where one was altered, moved or lost.

    A tail cut off cannot be seen from the stream alone: compare the last version with what a reader holds.
    """
    before: Commit | None = None
    for commit in commits:
        _verify_link(before, commit)
        before = commit


def _verify_link(before: Commit | None, commit: Commit) -> None:
    version, previous_hash = (before.version + 1, before.hash) if before else (1, "")
    if commit.version != version or (before and commit.stream != before.stream):
        raise BrokenChain(commit.stream, version, "A commit is missing or out of its place.")
    if commit.previous_hash != previous_hash:
        raise BrokenChain(commit.stream, version, "A commit does not follow from the one before it.")
    if commit.hash != _sha256(canonical_json(_body(commit))):
        raise BrokenChain(commit.stream, version, "A commit was changed after it was written.")


def to_document(commit: Commit) -> dict[str, Any]:
    """Plain JSON types: for the store and for the feed."""
    return {**_body(commit), "hash": commit.hash, "position": commit.position}


def from_document(document: Mapping[str, Any]) -> Commit:
    """The commit that `to_document` wrote; unknown keys are left aside. Raises MalformedCommit."""
    try:
        return Commit(
            stream=document["stream"],
            version=document["version"],
            authority=document["authority"],
            actor=document["actor"],
            command_id=document["command_id"],
            command_digest=document["command_digest"],
            events=tuple(EventRecord(e["name"], e["version"], e["data"]) for e in document["events"]),
            answer=document["answer"],
            recorded_at=instant_of(document["recorded_at"]),
            previous_hash=document["previous_hash"],
            hash=document["hash"],
            position=document["position"],
        )
    except (KeyError, TypeError, NotAnInstant):
        raise MalformedCommit("This document is not a commit.") from None


def hash_of_document(document: Mapping[str, Any]) -> str:
    """The hash that a commit's document has by its content, whatever hash it states. Raises NotJson."""
    return _sha256(canonical_json({key: document[key] for key in document if key not in _OUTSIDE}))


def canonical_json(value: Any) -> bytes:
    """One spelling for one value: sorted keys, no spaces, UTF-8. Raises NotJson."""
    try:
        text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
        return text.encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        raise NotJson("An event or an answer holds something that JSON cannot.") from None


def _body(commit: Commit) -> dict[str, Any]:
    return {
        "stream": commit.stream,
        "version": commit.version,
        "authority": commit.authority,
        "actor": commit.actor,
        "command_id": commit.command_id,
        "command_digest": commit.command_digest,
        "events": [{"name": e.name, "version": e.version, "data": e.data} for e in commit.events],
        "answer": commit.answer,
        "recorded_at": instant_text(commit.recorded_at),
        "previous_hash": commit.previous_hash,
    }


def _plain(sealed: bytes) -> dict[str, Any]:
    # Read back from the sealed text, so that what is stored (lists for tuples) is exactly what was hashed.
    plain: dict[str, Any] = json.loads(sealed, parse_int=_whole_number)
    return plain


def _whole_number(digits: str) -> int:
    number = int(digits)
    if not -(2**63) <= number < 2**63:
        raise NotJson("A whole number is too large for the store.")
    return number


def _sha256(sealed: bytes) -> str:
    return hashlib.sha256(sealed).hexdigest()
