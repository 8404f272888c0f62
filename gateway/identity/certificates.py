"""The certificate that a client has shown to the proxy in front, as far as we are told of it by a proxy that may say so.

Two forms are read: that of RFC 9440 (`Client-Cert: :base64 of DER:`), and PEM with percent-encoding, as nginx gives it in
`$ssl_client_escaped_cert`. The proxy must take the header away from what clients send themselves.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from urllib.parse import unquote

from gateway.identity.configuration import Certificates

LONGEST = 16_384
_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def shown(certificates: Certificates | None, peer: str, written: Sequence[str]) -> str | None:
    """The thumbprint (RFC 8705, `x5t#S256`) of the certificate, None without one; `written` is the header, each time it came."""
    if certificates is None or peer not in certificates.proxies or len(written) != 1 or len(written[0]) > LONGEST:
        return None
    der = _der(written[0].strip())
    if not der:
        return None
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()


def _der(written: str) -> bytes | None:
    plain = unquote(written) if "%" in written else written
    if plain.startswith(_BEGIN) and plain.strip().endswith(_END):
        encoded = "".join(plain.strip().removeprefix(_BEGIN).removesuffix(_END).split())
    elif len(plain) > 2 and plain[0] == plain[-1] == ":":
        encoded = plain[1:-1]
    else:
        return None
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
