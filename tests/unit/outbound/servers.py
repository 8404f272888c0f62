"""A partner's server, as far as these tests need one: it answers every connection with given bytes, in given pieces."""

from __future__ import annotations

import re
import ssl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server, socket
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Say = Callable[[], Iterable[bytes]]


class Server:
    """Listens on the loopback interface; `heard` holds what each connection sent first."""

    def __init__(self, say: Say, tls: ssl.SSLContext | None = None) -> None:
        self._listening = create_server(("127.0.0.1", 0))
        self._say = say
        self._tls = tls
        self.heard: list[bytes] = []
        self.port: int = self._listening.getsockname()[1]

    def run(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listening.accept()
                with connection, suppress(OSError):
                    self._serve(connection)

    def _serve(self, connection: socket) -> None:
        connection.settimeout(20)
        secured = self._tls.wrap_socket(connection, server_side=True) if self._tls else connection
        with secured:
            self.heard.append(_request(secured))
            for piece in self._say():
                secured.sendall(piece)

    def close(self) -> None:
        self._listening.close()


def _request(connection: socket) -> bytes:
    """A whole request, as far as it says how long it is."""
    heard = b""
    while piece := connection.recv(65536):
        heard += piece
        head, end, body = heard.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
        if end and len(body) >= int(length[1] if length else 0):
            break
    return heard


@contextmanager
def serving(say: Say, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that runs meanwhile."""
    server = Server(say, tls)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError), socket() as last:  # ends the wait for a next connection
            server._listening.settimeout(0.01)
            last.settimeout(1)
            last.connect(("127.0.0.1", server.port))
        server.close()
        thread.join(5)


def answering(status: str, body: bytes = b"", *headers: str) -> Say:
    """One whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return lambda: [("\r\n".join(lines)).encode() + body]


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's side that proves this name, and a client's side that believes it.

    The folder then holds `<name>.pem` and `<name>.key`, and the authority's `<name>-ca.pem`.
    """
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate(f"authority of {name}", authority_key, f"authority of {name}", authority_key, is_ca=True)
    proof = _certificate(name, key, f"authority of {name}", authority_key, is_ca=False)
    pem, secret, trusted = (folder / f"{name}{end}" for end in (".pem", ".key", "-ca.pem"))
    pem.write_bytes(proof.public_bytes(serialization.Encoding.PEM))
    trusted.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem, secret)
    return server, ssl.create_default_context(cafile=str(trusted))


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, by_key: ec.EllipticCurvePrivateKey, *, is_ca: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name.replace(" ", "-"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by_key.public_key()), critical=False)
        .sign(by_key, hashes.SHA256())
    )
