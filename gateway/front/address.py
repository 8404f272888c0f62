"""The address under which people and partners reach the gateway: the only one that it answers to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_USUAL_PORTS = {"https": ":443", "http": ":80"}


@dataclass(frozen=True)
class Address:
    """`base` is a scheme, a host and perhaps a port: `https://needfire.council.example`."""

    base: str

    @property
    def scheme(self) -> str:
        return urlsplit(self.base).scheme

    def is_ours(self, host: str) -> bool:
        """Whether a request's Host is this one. The loopback's names always are: a machine asks itself how it does."""
        if host.partition(":")[0] in _LOOPBACK:
            return True
        usual = _USUAL_PORTS[self.scheme]
        return host.lower().removesuffix(usual) == urlsplit(self.base).netloc.lower().removesuffix(usual)
