"""Calling out over HTTP: what is sent, what comes back, and the two ways in which it does not.

Every process of the platform calls out through this port and in no other way: `http.py` is the real one, `memory.py`
the one for tests. Which addresses may be called is `destinations.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from shared_kernel.errors import CodedError

REFUSALS: Mapping[str, str] = {
    "url": "It is not an address of the form https://name/path, in visible ASCII characters, without a fragment.",
    "scheme": "Only https is called.",
    "credentials": "An address holds no user name and no password.",
    "port": "This port is not called.",
    "name": "The name of the host is not a plain one: letters, digits, hyphens and dots, or IPv4 as usual.",
    "address": "The host is not on the public network.",
    "request": "The method or a header may not be sent.",
}
FAILURES: Mapping[str, str] = {
    "unresolved": "The host has no address.",
    "unreachable": "No connection came about, or it broke.",
    "tls": "The host could not prove that it is who it says.",
    "slow": "It took too long.",
    "too_large": "The answer is too large.",
    "malformed": "The answer is not HTTP.",
    "redirected": "It was answered with another address, which is not followed.",
}

_METHODS = frozenset({"GET", "POST", "PUT", "DELETE"})
_HEADER = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_OF_THE_TRANSPORT = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "accept-encoding", "upgrade", "te", "expect"}
)


class OutboundRefused(CodedError):
    """It is never called: nothing went out. The sentence does not repeat the address."""

    code: ClassVar[str] = "outbound_refused"

    def __init__(self, reason: str) -> None:
        super().__init__(REFUSALS[reason])
        self.reason = reason


class OutboundFailed(CodedError):
    """It was called and there is no answer to rely on; it may have been done all the same."""

    code: ClassVar[str] = "outbound_failed"

    def __init__(self, reason: str) -> None:
        super().__init__(FAILURES[reason])
        self.reason = reason


@dataclass(frozen=True)
class Call:
    """A request. Left out of its repr: what may hold a secret or a person's data."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status, redirects excepted. Names of headers are in small letters."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    content: bytes = field(default=b"", repr=False)


def check_request(call: Call) -> None:
    """That method and headers mean what they say: no second request inside, no header of the transport's own.

    Raises OutboundRefused `request`.
    """
    plain = all(_HEADER.fullmatch(name) and _VALUE.fullmatch(value) for name, value in call.headers.items())
    if call.method not in _METHODS or not plain or _OF_THE_TRANSPORT & {name.lower() for name in call.headers}:
        raise OutboundRefused("request")


class Outbound(Protocol):
    """Port: calls out. It waits, so asynchronous code calls it in a thread."""

    def send(self, call: Call) -> Answer:
        """Sends it once, follows nothing, remembers nothing. Raises OutboundRefused, OutboundFailed."""
