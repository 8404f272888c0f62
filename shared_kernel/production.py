"""What a deployment that holds real cases must not be started with: each with the variable and how it is mended.

`NEEDFIRE_PRODUCTION=yes` says that this is one. Then every process refuses to start on any of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlsplit

from shared_kernel.errors import CodedError

if TYPE_CHECKING:
    from shared_kernel.settings import Settings

VARIABLE = "NEEDFIRE_PRODUCTION"
_NEVER: Mapping[str, tuple[str, str]] = {
    "NEEDFIRE_SANDBOX": (
        "it is a sandbox, whose partners are played",
        "unset it; a sandbox is a deployment of its own",
    ),
    "NEEDFIRE_CLOCK_FILE": ("the casework's clock can be moved", "unset it"),
    "NEEDFIRE_FAILPOINT": ("a process ends itself where a test wants it to", "unset it"),
    "NEEDFIRE_OUTBOUND_ALLOWED": ("inner addresses may be called, without TLS", "unset it"),
    "NEEDFIRE_OUTBOUND_PLAYED": ("the systems of others are played", "unset it"),
    "PYTHONDEVMODE": ("it runs in development mode", "unset it"),
    "PYTHONASYNCIODEBUG": ("it logs what it works on", "unset it"),
    "SSLKEYLOGFILE": ("the keys of all TLS connections are written to a file", "unset it"),
}
COLLECTORS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
"""OpenTelemetry's variables that name where traces go."""
_INSECURE = ("no_verify_ssl", "tlsinsecure", "tlsallowinvalidcertificates", "tlsallowinvalidhostnames")


@dataclass(frozen=True)
class Unsafe:
    """`what` is the matter, and what mends it; neither holds a value."""

    variable: str
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.variable}: {self.what}; {self.mend}."


class UnsafeForProduction(CodedError):
    """The process does not start. The sentence names every variable to mend, so that one look is enough."""

    code: ClassVar[str] = "unsafe_for_production"

    def __init__(self, found: Iterable[Unsafe]) -> None:
        self.found = tuple(found)
        said = "\n".join(f"- {each}" for each in self.found)
        super().__init__(f"{VARIABLE} is yes, and this does not go with it:\n{said}")


def refuse(found: Iterable[Unsafe]) -> None:
    """Raises UnsafeForProduction when anything was found."""
    listed = tuple(found)
    if listed:
        raise UnsafeForProduction(listed)


def unsafe_settings(settings: Settings, environment: Mapping[str, str]) -> Iterator[Unsafe]:
    """What every process can see of itself."""
    yield from (Unsafe(name, *_NEVER[name]) for name in _NEVER if environment.get(name, "no") != "no")
    yield from _broker(settings.amqp_uri)
    yield from _store(settings.mongodb_uri)
    address = urlsplit(settings.address)
    if address.scheme != "https" or is_loopback(address.hostname):
        yield Unsafe("NEEDFIRE_ADDRESS", "people would not reach it by TLS", "set it to https:// and the public name")
    yield from _mail(settings)
    yield from _collector(environment)
    named = {
        "NEEDFIRE_CUSTODIAN_SECRETS": settings.custodian_secrets,
        "NEEDFIRE_PEER_SECRETS": settings.peer_secrets,
        "NEEDFIRE_DOCUMENT_KEYS": settings.document_keys,
    }
    for variable, secrets in named.items():
        if secrets is not None:
            yield from unsafe_file(variable, secrets)
    if settings.directory is None:
        yield Unsafe("NEEDFIRE_DIRECTORY", "nobody holds a post", "name the folder with the authorities' directories")
    files = (
        name for name in environment if name.endswith("_FILE") and name.startswith(("AMQP_", "MONGODB_", "NEEDFIRE_"))
    )
    for name in sorted(files):
        yield from unsafe_file(name, Path(environment[name]))


def unsafe_file(variable: str, path: Path) -> Iterator[Unsafe]:
    """A file with a secret, or each file of a folder with secrets, that every user of the machine may read or change."""
    for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if each.is_file() and each.stat().st_mode & 0o007:
            yield Unsafe(variable, "everybody on the machine can read or change a secret", "chmod o-rwx the file")
            return


def is_loopback(host: str | None) -> bool:
    """Whether nothing leaves the machine."""
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


def _mail(settings: Settings) -> Iterator[Unsafe]:
    mail = urlsplit(settings.mail)
    if mail.scheme == "smtp" and not is_loopback(mail.hostname):
        yield Unsafe("NEEDFIRE_MAIL", "the way to the mail server is not by TLS", "begin it with smtps://")
    if mail.scheme.startswith("smtp") and not settings.mail_sender:
        yield Unsafe(
            "NEEDFIRE_MAIL_SENDER", "alerts would come from nobody", "name the address that they are sent from"
        )
    if mail.scheme == "notify" and settings.mail_secret_file is None:
        yield Unsafe("NEEDFIRE_MAIL_SECRET_FILE", "GOV.UK Notify takes nothing without a key", "name the file with it")


def _collector(environment: Mapping[str, str]) -> Iterator[Unsafe]:
    for variable in COLLECTORS:
        address = urlsplit(environment.get(variable, ""))
        if address.scheme == "http" and not is_loopback(address.hostname):
            yield Unsafe(variable, "the way to the collector of traces is not by TLS", "begin it with https://")


def _broker(uri: str) -> Iterator[Unsafe]:
    address = urlsplit(uri)
    if address.username in (None, "guest"):
        yield Unsafe("AMQP_URI", "it is the broker's guest", "name the process's own user (docs/running.md)")
    if address.scheme != "amqps" and not is_loopback(address.hostname):
        yield Unsafe("AMQP_URI", "the way to the broker is not by TLS", "begin it with amqps://")
    if _says_insecure(address.query):
        yield Unsafe("AMQP_URI", "the broker's certificate is not checked", "name the authority's file in cafile")


def _store(uri: str) -> Iterator[Unsafe]:
    address = urlsplit(uri)
    options = {name.lower(): values[-1].lower() for name, values in parse_qs(address.query).items()}
    hosts = [place.rpartition(":")[0] or place for place in address.netloc.rpartition("@")[2].split(",")]
    if "@" not in address.netloc and options.get("authmechanism") != "mongodb-x509":
        yield Unsafe("MONGODB_URI", "the store lets everybody in", "name a user")
    if not all(map(is_loopback, hosts)) and "true" not in (options.get("tls"), options.get("ssl")):
        yield Unsafe("MONGODB_URI", "the way to the store is not by TLS", "add tls=true")
    if _says_insecure(address.query):
        yield Unsafe("MONGODB_URI", "the store's certificate is not checked", "name the authority's file in tlsCAFile")


def _says_insecure(query: str) -> bool:
    said = {name.lower(): values[-1].lower() for name, values in parse_qs(query).items()}
    return any(said.get(name, "false") not in ("false", "0") for name in _INSECURE)
