"""Which addresses may be called at all, and what a URL says, read once and by nobody else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from shared_kernel.outbound.addresses import address_of, is_public
from shared_kernel.outbound.calls import OutboundRefused

_FORM = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?]*)(?P<target>[/?].*)?")
_VISIBLE = re.compile(r"[\x21-\x7e]{1,2048}")
_AUTHORITY = re.compile(r"(?P<host>\[[^\[\]]*\]|[^\[\]:]+)(?::(?P<port>[1-9]\d{0,4}))?")
_NAME = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
_NUMBER = re.compile(r"(?:.*\.)?(?:\d+|0x[0-9a-f]*)")
"""A name that ends in a number is taken by resolvers for an IPv4 address: decimal, octal, hexadecimal, shortened."""
RESERVED = ".example"
_USUAL_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Target:
    """A URL that may be called: `host` as it is named, `any_address` when it may lie on an inner network."""

    scheme: str
    host: str
    port: int
    path: str
    any_address: bool


@dataclass(frozen=True)
class Destinations:
    """Public hosts by https on these ports; `inner` (host:port) by https wherever they lie, each named in a setting of
    its own by those who run the deployment; `allowed` (host:port) by http too, for demonstrations and tests only. So is `played`
    (host:port): every name under `.example`, which nobody can have, is called there by http, with that name before the path."""

    ports: frozenset[int] = frozenset({443})
    inner: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    played: str = ""

    def with_inner(self, url: str) -> Destinations:
        """And this service of the deployment's own, such as a key service. Raises OutboundRefused when it is no URL."""
        _, host, port, _ = _parts(url)
        return replace(self, inner=self.inner | {f"{host}:{port}"})

    def target(self, url: str) -> Target:
        """What the URL names. Raises OutboundRefused."""
        scheme, host, port, path = _parts(url)
        place = f"{host}:{port}"
        if self.played and host.endswith(RESERVED):
            at, _, port_at = self.played.rpartition(":")
            return Target("http", at, int(port_at), f"/{host}{path}", any_address=True)
        if place in self.allowed:
            return Target(scheme, host, port, path, any_address=True)
        if scheme != "https":
            raise OutboundRefused("scheme")
        if place in self.inner:
            return Target(scheme, host, port, path, any_address=True)
        if port not in self.ports:
            raise OutboundRefused("port")
        _check_written_address(host)
        return Target(scheme, host, port, path, any_address=False)


def _parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path with query."""
    found = _FORM.fullmatch(url) if _VISIBLE.fullmatch(url) else None
    if found is None or "\\" in url or "#" in url:
        raise OutboundRefused("url")
    scheme = found["scheme"].lower()
    if scheme not in _USUAL_PORTS:
        raise OutboundRefused("scheme")
    if "@" in found["authority"]:
        raise OutboundRefused("credentials")
    host, port = _place(found["authority"], _USUAL_PORTS[scheme])
    target = found["target"] or "/"
    return scheme, host, port, target if target.startswith("/") else f"/{target}"


def _place(authority: str, usual_port: int) -> tuple[str, int]:
    found = _AUTHORITY.fullmatch(authority)
    if found is None:
        raise OutboundRefused("url")
    port = int(found["port"] or usual_port)
    if port > 65535:
        raise OutboundRefused("port")
    return _host(found["host"].lower()), port


def _host(host: str) -> str:
    if not _NAME.fullmatch(host) or (_NUMBER.fullmatch(host) and address_of(host) is None):
        raise OutboundRefused("name")
    return host


def _check_written_address(host: str) -> None:
    address = address_of(host)
    if address is not None and not is_public(address):
        raise OutboundRefused("address")
