"""What the gateway of a deployment with real cases must not be started with, beyond what every process looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from gateway.auditing.outlets.naming import VARIABLE as HEADS
from gateway.identity.configuration import VARIABLE as IDENTITY
from gateway.identity.configuration import Configuration
from gateway.sealing.key_files import VARIABLE as KEYS
from shared_kernel.production import Unsafe, is_loopback, unsafe_file


def unsafe_gateway(identity: Configuration, identity_file: Path, keys: Path) -> Iterator[Unsafe]:
    """Who vouches for people, and where secrets lie."""
    if any(not _is_provider(each.issuer) for each in identity.issuers):
        yield Unsafe(IDENTITY, "an issuer is a demonstration's own", "name the authority's identity provider, https://")
    secrets = [each.client_secret_file for each in identity.issuers if each.client_secret_file]
    for name in (*identity.token_key_files, *secrets):
        yield from unsafe_file(IDENTITY, identity_file.parent / name)
    yield from unsafe_file(KEYS, keys)


def unsafe_record(environment: Mapping[str, str]) -> Iterator[Unsafe]:
    """Whether what was recorded could be changed and nobody would see it."""
    if not environment.get(HEADS):
        mend = "name a folder, an https:// address or a mailto: that others keep"
        yield Unsafe(HEADS, "the record's signed heads are handed to nobody", mend)


def _is_provider(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" and not is_loopback(parts.hostname)
