"""CommitStore in MongoDB: one commit, one document.

Queries are shaped for what every server does well, the small embedded one too: that one reads all of an
open range before it applies a limit, so a feed asks for a closed range and the last position is galloped to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateMany
from pymongo.database import Database
from pymongo.errors import BulkWriteError, DuplicateKeyError

from shared_kernel.commits import (
    CommandRepeated,
    Commit,
    CommitStore,
    PositionTaken,
    VersionConflict,
    commit_id_of,
    from_document,
    to_document,
)
from shared_kernel.group_commit import GroupCommit
from shared_kernel.stores import DUPLICATE, StoreUnavailable, translated

LARGEST_DOCUMENT = 16 * 1024 * 1024
SYNCED = 100
"""How many commits are numbered in one statement: the store syncs once a statement, and looks each up among all of it."""
INDEXES = (
    IndexModel([("stream", ASCENDING), ("version", ASCENDING)], name="stream_version"),
    IndexModel([("command_id", ASCENDING)], name="command", unique=True),
    IndexModel([("position", ASCENDING), ("_id", ASCENDING)], name="unpositioned"),
    IndexModel(
        [("position", ASCENDING)],
        name="position",
        unique=True,
        partialFilterExpression={"position": {"$gt": 0}},
    ),
)


class MongoCommitStore(CommitStore):
    """`database` comes from `shared_kernel.stores.database`. Makes its indexes when constructed."""

    def __init__(self, database: Database[dict[str, Any]]) -> None:
        self._commits = database["commits"]
        self._appending = GroupCommit(self._insert)
        self._head = 0
        with translated():
            self._commits.create_indexes(list(INDEXES))

    def append(self, commit: Commit) -> None:
        # Encoded and measured here: what cannot be stored is its caller's own trouble, not its neighbours'.
        encoded = RawBSONDocument(_encoded(commit))
        try:
            self._appending.append(encoded)
        except DuplicateKeyError as error:
            raise self._refused(commit, error) from None

    def append_all(self, commits: Sequence[Commit]) -> Mapping[int, Exception]:
        problems = self._insert([RawBSONDocument(_encoded(each)) for each in commits]) if commits else {}
        return {index: self._refused(commits[index], error) for index, error in problems.items()}

    def _refused(self, commit: Commit, error: Exception) -> Exception:
        """What `append` raises where the store said this of the commit."""
        if not isinstance(error, DuplicateKeyError):
            return error
        # Both keys may clash, and the server names only one: a repeated command comes first.
        existing = self.by_command(commit.command_id)
        return CommandRepeated(existing) if existing else VersionConflict(commit.stream, commit.version)

    @translated()
    def _insert(self, documents: Sequence[RawBSONDocument]) -> dict[int, Exception]:
        """Inserts them in one call. What went wrong, by index; raises what went wrong with all."""
        try:
            self._commits.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            if error.details["writeConcernErrors"]:
                raise
            return {failed["index"]: _failure(failed) for failed in error.details["writeErrors"]}
        return {}

    @translated()
    def stream(self, stream: str) -> tuple[Commit, ...]:
        return _commits(self._commits.find({"stream": stream}).sort("version", ASCENDING))

    @translated()
    def streams(self, streams: Iterable[str]) -> Mapping[str, tuple[Commit, ...]]:
        found: dict[str, list[Commit]] = {each: [] for each in streams}
        for commit in _commits(self._commits.find({"stream": {"$in": sorted(found)}})):
            found[commit.stream].append(commit)
        return {name: tuple(sorted(each, key=lambda one: one.version)) for name, each in found.items()}

    @translated()
    def first_commits(self, streams: Iterable[str]) -> Mapping[str, Commit]:
        ids = sorted(commit_id_of(each, 1) for each in streams)
        return {each.stream: each for each in _commits(self._commits.find({"_id": {"$in": ids}}))}

    @translated()
    def by_command(self, command_id: str) -> Commit | None:
        document = self._commits.find_one({"command_id": command_id})
        return from_document(document) if document else None

    @translated()
    def feed(self, after: int, limit: int) -> tuple[Commit, ...]:
        if limit < 1:
            return ()
        near = self._commits.find({"position": {"$gt": after, "$lte": after + limit}})
        # There are no holes, but if one came (a restored backup), no reader may stand before it for ever.
        return _commits(near.sort("position", ASCENDING)) or self._next_beyond(after, limit)

    def _next_beyond(self, after: int, limit: int) -> tuple[Commit, ...]:
        beyond = self._commits.find({"position": {"$gt": after}})
        return _commits(beyond.sort("position", ASCENDING).limit(limit))

    @translated()
    def unpositioned(self, limit: int) -> tuple[Commit, ...]:
        if limit < 1:
            return ()
        waiting = _commits(self._commits.find({"position": 0}).sort("_id", ASCENDING).limit(limit))
        return self._without_overtakers(waiting)

    def _without_overtakers(self, waiting: tuple[Commit, ...]) -> tuple[Commit, ...]:
        # A scan is no snapshot: it may pass where version 1 will be, then find version 2, written meanwhile.
        before = {_predecessor(commit) for commit in waiting if commit.version > 1}
        unlisted = sorted(before - {commit.commit_id for commit in waiting})
        if not unlisted:
            return waiting
        missed = self._commits.find({"_id": {"$in": unlisted}, "position": 0}, {"stream": 1})
        held = {document["stream"] for document in missed}
        return tuple(commit for commit in waiting if commit.stream not in held)

    @translated()
    def assign_positions(self, first: int, commits: Sequence[Commit]) -> tuple[Commit, ...]:
        numbered = tuple(replace(commit, position=position) for position, commit in enumerate(commits, first))
        if not numbered:
            return ()
        try:
            result = self._commits.bulk_write(
                [_numbering(numbered[begin : begin + SYNCED]) for begin in range(0, len(numbered), SYNCED)],
                ordered=True,
            )
        except BulkWriteError as error:
            if any(failed["code"] == DUPLICATE for failed in error.details["writeErrors"]):
                raise PositionTaken() from None
            raise
        if result.modified_count < len(numbered):
            raise PositionTaken()
        return numbered

    @translated()
    def last_position(self) -> int:
        head = self._gallop(self._head)
        order = [("position", DESCENDING)]
        beyond = self._commits.find_one({"position": {"$gt": head}}, {"position": 1}, sort=order)
        self._head = int(beyond["position"]) if beyond else head
        return self._head

    def _gallop(self, head: int) -> int:
        step = 1
        while self._is_given(head + step):
            head += step
            step *= 2
        while step := step // 2:
            head += step if self._is_given(head + step) else 0
        return head

    def _is_given(self, position: int) -> bool:
        return self._commits.find_one({"position": position}, {"_id": 1}) is not None


def _encoded(commit: Commit) -> bytes:
    encoded = bson.encode({"_id": commit.commit_id, **to_document(commit)})
    if len(encoded) > LARGEST_DOCUMENT:
        raise StoreUnavailable()
    return encoded


def _commits(documents: Any) -> tuple[Commit, ...]:
    return tuple(from_document(document) for document in documents)


def _failure(failed: dict[str, Any]) -> Exception:
    if failed["code"] == DUPLICATE:
        return DuplicateKeyError("another commit has this key", DUPLICATE)
    return StoreUnavailable()


def _predecessor(commit: Commit) -> str:
    return replace(commit, version=commit.version - 1).commit_id


def _numbering(numbered: Sequence[Commit]) -> UpdateMany:
    """One statement, so one sync, for all of them; ordered by id, it goes through them as they are numbered."""
    ids = [commit.commit_id for commit in numbered]
    place = {"$indexOfArray": [{"$literal": ids}, "$_id"]}
    return UpdateMany(
        {"_id": {"$in": ids}, "position": 0}, [{"$set": {"position": {"$add": [numbered[0].position, place]}}}]
    )
