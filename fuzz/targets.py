"""What is attacked: each takes bytes, and raises nothing whatever they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey

from contracts.commands import Command
from contracts.gateway import RaiseRequest
from contracts.refusals import Refusal
from contracts.schema import read
from custody.document_keys import private_key, public_key
from custody.sealed_documents import Meant, unseal
from custody.webhooks import document_in
from documents.cap_reading import read_cap
from documents.cap_refused import CapRefused
from gateway.alerting.documents.receiving import document_of
from gateway.api.bodies import json_object
from gateway.identity.bearers import Bearers
from gateway.identity.providers import Providers
from gateway.identity.tokens import TokenRefused, parsed
from gateway.uploads import photograph
from needfire.directory.faults import DirectoryUnreadable
from needfire.directory.loading import load_directory
from needfire.procedure_reading import EditionUnreadable, read_edition
from shared_kernel.commits import MalformedCommit, NotJson, from_document, hash_of_document
from shared_kernel.delivery.signing import NotSigned, new_secret, verify
from shared_kernel.messaging.deliveries import Delivery, Unreadable
from shared_kernel.messaging.rpc_wire import RemoteError, read_reply, read_request, reply_address
from shared_kernel.messaging.wake_up_consumer import read_wake_up
from shared_kernel.outbound.calls import OutboundRefused
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.outbound.memory import MemoryOutbound

NOW = 1_795_000_000
_LABELS = {"content_type": "application/json", "content_encoding": "utf-8"}


class Believed(Exception):
    """Something that nobody can have proven was taken for true."""


def envelope(content: bytes) -> None:
    """A message off the broker: a command, its reply, a wake-up, a commit out of a feed."""
    link: object = None
    delivery = Delivery("q", "e", "intake.execute", content, {**_LABELS, "reply_to": "a"}, 1, link)  # type: ignore[arg-type]
    with suppress(Unreadable):
        request = read_request(delivery)
        reply_address(delivery)
        with suppress(Refusal):
            read(Command, request.kwargs.get("command"))
    with suppress(Unreadable):
        read_wake_up(delivery.json())
    with suppress(RemoteError):
        read_reply(content)
    with suppress(Unreadable):
        _commit(delivery.json())


def _commit(document: object) -> None:
    if isinstance(document, dict):
        with suppress(MalformedCommit):
            from_document(document)
        with suppress(NotJson):
            hash_of_document(document)


@cache
def _secret() -> str:
    return new_secret()


def webhook(content: bytes) -> None:
    """A webhook that comes in: id, time and signature as its first three lines, then the body."""
    lines = content.split(b"\n", 3)
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    headers = {name: line.decode("latin-1") for name, line in zip(names, lines, strict=False)}
    with suppress(NotSigned):
        verify(_secret(), headers, lines[3] if len(lines) > 3 else b"", NOW)
        raise Believed
    with suppress(OutboundRefused):
        Destinations().target(content.decode("latin-1"))


@cache
def _bearers() -> Bearers:
    from tests.unit.gateway.identity.issuing import known_people

    known = known_people(("kent", "luton"))
    return Bearers(lambda: known, Providers(MemoryOutbound()))


def token(content: bytes) -> None:
    """What stands behind "Bearer": nobody holds the issuers' keys, so nobody is to be known by it."""
    text = content.decode("latin-1")
    with suppress(TokenRefused):
        parsed(text)
    with suppress(TokenRefused, Refusal):
        _bearers().identity(text)
        raise Believed


MEANT = Meant("alert-1.1", "kent@needfire.kent.example", "LUT")


@cache
def document_key() -> ECKey:
    """A body's private key: always the same, so that a document of the corpus opens."""
    return ECKey.import_key(
        ec.derive_private_key(20261122, ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )


def document(content: bytes) -> None:
    """A document that another deployment sends: its webhook, the sealed text, what is in it; and a key out of a directory."""
    text = content.decode("utf-8", "replace")
    with suppress(Refusal):
        document_in(text)
    with suppress(Refusal):
        document_of(unseal(text, [document_key()], MEANT).decode("utf-8", "replace"))
    with suppress(Refusal):
        document_of(text)
    with suppress(Refusal):
        public_key(text)
    private_key(text)


def imported(content: bytes) -> None:
    """Files that are taken in: an authority's directory, a procedure, an alert (CAP), a photograph; and the body of a request."""
    with suppress(DirectoryUnreadable):
        load_directory(content, "fenshire.yaml")
    with suppress(EditionUnreadable, UnicodeDecodeError):
        read_edition(content.decode("utf-8"), "fenshire.yaml")
    with suppress(CapRefused):
        read_cap(content)
    with suppress(Refusal):
        photograph(content)
    with suppress(Refusal):
        read(RaiseRequest, json_object(content, "application/json"))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "envelope": envelope,
    "webhook": webhook,
    "token": token,
    "document": document,
    "import": imported,
}
