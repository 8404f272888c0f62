"""An operation of the API: everything that routing, access and documentation need to know of it, in one place."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from access import AgencyReader, AnyReader, Deed, Reader
from contracts.refusals import Refusal
from contracts.schema import read_moment
from gateway.parts import Parts

LARGEST_NUMBER = 10**9
LARGEST_BODY = 256 * 1024


@dataclass(frozen=True)
class Query:
    """A parameter after the question mark."""

    name: str
    says: str
    kind: Literal["number", "text", "moment"] = "text"
    longest: int = 200

    def read(self, written: str) -> int | str | datetime:
        """Its value. Raises Refusal `malformed`."""
        if len(written) > self.longest:
            raise Refusal("malformed", {self.name: f"Longer than {self.longest} characters."})
        if self.kind == "text":
            return written
        if self.kind == "moment":
            return read_moment(self.name, written)
        if not (written.isascii() and written.isdecimal()) or int(written) > LARGEST_NUMBER:
            raise Refusal("malformed", {self.name: "Give a whole number, 0 or more."})
        return int(written)


@dataclass(frozen=True)
class Asked:
    """A request that was read: who asks, the ids in the address, the parameters, the body as its contract."""

    by: AnyReader | None
    deed: Deed
    path: Mapping[str, str]
    query: Mapping[str, Any]
    body: Any
    command_id: str
    digest: str

    @property
    def reader(self) -> Reader:
        """The person who asks, in an operation for people."""
        if not isinstance(self.by, Reader):
            raise TypeError("this operation is not for people")
        return self.by

    @property
    def agency(self) -> AgencyReader:
        """The agency's machine that asks, in an operation with a scope."""
        if not isinstance(self.by, AgencyReader):
            raise TypeError("this operation is not for agencies")
        return self.by


@dataclass(frozen=True)
class SignedWebhook:
    """A webhook as it came (Standard Webhooks): its three headers, empty where one is missing, and its content to the byte."""

    webhook_id: str
    timestamp: str
    signature: str
    content: bytes


@dataclass(frozen=True)
class WithStatus:
    """An answer that goes out with a status other than the operation's own."""

    body: Any
    status: int


@dataclass(frozen=True)
class Streamed:
    """An answer that goes out as lines of JSON, one after the other: a file to be kept."""

    lines: AsyncIterator[bytes]
    file_name: str


Handler = Callable[[Parts, Asked], Awaitable[Any]]


@dataclass(frozen=True)
class Deprecated:
    """Still answered, and not for ever: since when it is said, when it ends, and what is in its place."""

    since: date
    ends: date
    instead: str


@dataclass(frozen=True)
class Operation:
    """`deed` is judged for each request by whoever loads the thing; "anyone" needs no sign-in.

    With a `scope` it is for agencies' machines that hold that scope, and for nobody else; without one, for people.
    `request` and `answer` are contracts; `refusals` are codes beside those that every operation may give; `more_statuses`
    are those under which the same answer may come. A body has at most `largest` bytes. `problem` makes refusals what they are in
    another `media_type`. A `webhook` is taken as a SignedWebhook: its signature, which whoever reads it checks, is the sign-in.
    """

    method: Literal["GET", "POST"]
    path: str
    name: str
    summary: str
    deed: Deed
    handler: Handler
    answer: type
    request: type | None = None
    status: int = 200
    query: tuple[Query, ...] = ()
    refusals: tuple[str, ...] = ()
    tag: str = ""
    more_statuses: tuple[int, ...] = ()
    scope: str | None = None
    deprecated: Deprecated | None = None
    media_type: str = "application/json"
    problem: Callable[[Refusal], Any] | None = None
    webhook: bool = False
    largest: int = LARGEST_BODY

    @property
    def is_public(self) -> bool:
        """Whether it answers without a sign-in."""
        return self.deed == "anyone"

    @property
    def sends_command(self) -> bool:
        """Whether it takes an Idempotency-Key."""
        return self.method == "POST" and not self.webhook and self.deed not in ("suggest", "search_people")


def of_tag(tag: str, *operations: Operation) -> tuple[Operation, ...]:
    """The operations of one resource."""
    return tuple(replace(each, tag=tag) for each in operations)
