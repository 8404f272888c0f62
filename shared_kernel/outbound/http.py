"""The real way out: the name is resolved once, every address of it is judged, and that very address is called.

TLS still proves the host by its name, so whoever answers a name with another's address gains nothing; a second answer
of the resolver is never asked for. No proxy, no cookie, no redirect, no compression. One deadline for everything.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from time import monotonic

import httpcore

from shared_kernel.outbound.calls import Answer, Call, OutboundFailed, check_request
from shared_kernel.outbound.destinations import Destinations, Target
from shared_kernel.outbound.resolving import Resolve, addresses_of, system_resolver
from shared_kernel.outbound.wire import Budget, Wire

_ADDED = (("Accept-Encoding", "identity"), ("Connection", "close"))


@dataclass(frozen=True)
class Limits:
    """Of one call in all: resolving, connecting, sending, receiving. `answer_bytes` counts headers and body."""

    seconds: float = 10.0
    answer_bytes: int = 256 * 1024


class HttpOutbound:
    """Calls out; safe to use from many threads."""

    def __init__(
        self,
        destinations: Destinations,
        limits: Limits | None = None,
        resolve: Resolve = system_resolver,
        tls: ssl.SSLContext | None = None,
        sockets: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._destinations = destinations
        self._limits = limits or Limits()
        self._resolve = resolve
        self._tls = tls or ssl.create_default_context()
        self._sockets = sockets or httpcore.SyncBackend()

    def send(self, call: Call) -> Answer:
        """As the port says."""
        target = self._destinations.target(call.url)
        check_request(call)
        budget = Budget(self._limits.seconds, self._limits.answer_bytes, monotonic)
        wire = Wire(addresses_of(target, self._resolve, budget), budget, self._sockets)
        try:
            with httpcore.ConnectionPool(ssl_context=self._tls, network_backend=wire) as pool:
                answer = pool.request(
                    call.method, _url(target), headers=[*call.headers.items(), *_ADDED], content=call.content
                )
        except httpcore.TimeoutException:
            raise OutboundFailed("slow") from None
        except httpcore.ProtocolError:
            raise OutboundFailed("malformed") from None
        except httpcore.NetworkError as error:
            raise OutboundFailed("tls" if _is_tls(error) else "unreachable") from None
        if 300 <= answer.status < 400:
            raise OutboundFailed("redirected")
        return Answer(answer.status, _named(answer.headers), answer.content)


def _url(target: Target) -> httpcore.URL:
    return httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)


def _is_tls(error: BaseException) -> bool:
    """The library keeps what it was made from as the cause or the context."""
    beneath = error.__cause__ or error.__context__
    return isinstance(beneath, ssl.SSLError) or (beneath is not None and _is_tls(beneath))


def _named(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("ascii").lower(): value.decode("latin-1") for name, value in headers}
