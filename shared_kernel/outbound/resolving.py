"""From a host's name to the addresses that may be called: asked once, each judged."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread

from shared_kernel.outbound.addresses import address_of, is_public
from shared_kernel.outbound.calls import OutboundFailed, OutboundRefused
from shared_kernel.outbound.destinations import Target
from shared_kernel.outbound.wire import Budget

Resolve = Callable[[str], Sequence[str]]
"""All addresses of a name. Raises OSError when there is none."""


def system_resolver(host: str) -> Sequence[str]:
    """As the machine resolves."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def addresses_of(target: Target, resolve: Resolve, budget: Budget) -> tuple[str, ...]:
    """The target's addresses. One that is not public refuses all, unless the target may lie anywhere.

    Raises OutboundRefused `address`; OutboundFailed `unresolved`, `slow`.
    """
    if address_of(target.host) is not None:
        return (target.host,)
    addresses = _in_time(resolve, target.host, budget)
    if not addresses:
        raise OutboundFailed("unresolved")
    if not target.any_address and not all(_is_public(each) for each in addresses):
        raise OutboundRefused("address")
    return addresses


def _is_public(text: str) -> bool:
    address = address_of(text)
    return address is not None and is_public(address)


def _in_time(resolve: Resolve, host: str, budget: Budget) -> tuple[str, ...]:
    """The system's resolver knows no time limit, so it is waited for from outside."""
    answered: SimpleQueue[tuple[str, ...]] = SimpleQueue()
    Thread(target=lambda: answered.put(_asked(resolve, host)), name="resolving", daemon=True).start()
    try:
        return answered.get(timeout=budget.seconds_left())
    except Empty:
        raise OutboundFailed("slow") from None


def _asked(resolve: Resolve, host: str) -> tuple[str, ...]:
    try:
        return tuple(resolve(host))
    except (OSError, UnicodeError):
        return ()
