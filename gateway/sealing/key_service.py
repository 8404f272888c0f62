"""Authorities' keys in a key service, which wraps and unwraps and never gives them out.

It speaks the Transit API of OpenBao and HashiCorp Vault: a key an authority, `needfire-<authority>`, of type aes256-gcm96. What is
wrapped is bound by `associated_data` to the authority and to its name. Another service stands behind the same port.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gateway.sealing.authority_keys import AuthorityKeys, KeysUnavailable
from gateway.sealing.remembering import Remembered
from shared_kernel.outbound.calls import Call, Outbound, OutboundFailed, OutboundRefused

_WRAPPED = re.compile(r"vault:v(?P<version>[1-9][0-9]{0,5}):[A-Za-z0-9+/=]+", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
Json = Mapping[str, Any]


class ServiceAuthorityKeys(AuthorityKeys):
    """Thread-safe. `token` is read for each call, so that it can be renewed on the way. What was unwrapped is remembered a while."""

    def __init__(self, outbound: Outbound, url: str, token: Callable[[], str], remembered: Remembered) -> None:
        self._outbound, self._url, self._token, self._remembered = outbound, url.rstrip("/"), token, remembered

    def wrap(self, authority: str, secrets: Mapping[str, bytes]) -> Mapping[str, str]:
        names = list(secrets)
        items = [{"plaintext": _text(secrets[name]), **_bound(authority, name)} for name in names]
        found = self._batch("encrypt", authority, items)
        if not all("ciphertext" in each for each in found):
            raise KeysUnavailable
        return {name: str(each["ciphertext"]) for name, each in zip(names, found, strict=True)}

    def unwrap(self, authority: str, wrapped: Mapping[str, str]) -> Mapping[str, bytes]:
        known = self._remembered.known(authority, wrapped)
        asked = [name for name in wrapped if name not in known and self.version_of(wrapped[name])]
        items = [{"ciphertext": wrapped[name], **_bound(authority, name)} for name in asked]
        answers = zip(asked, self._batch("decrypt", authority, items), strict=True)
        found = {name: base64.b64decode(each["plaintext"]) for name, each in answers if each.get("plaintext")}
        self._remembered.keep(authority, wrapped, found)
        return {**known, **found}

    def newest(self, authority: str) -> int:
        return int(self._ask("GET", f"keys/{_key(authority)}")["latest_version"])

    def version_of(self, wrapped: str) -> int:
        match = _WRAPPED.fullmatch(wrapped)
        return int(match["version"]) if match else 0

    def rotate(self, authority: str) -> int:
        self._ask("POST", f"keys/{_key(authority)}/rotate", {})
        return self.newest(authority)

    def retire(self, authority: str, below: int) -> None:
        self._ask("POST", f"keys/{_key(authority)}/config", {"min_decryption_version": below})
        self._remembered.forget(authority)

    def _batch(self, deed: str, authority: str, items: Sequence[Json]) -> list[Json]:
        key = _key(authority)
        if not items:
            return []
        # Items that fail are told one by one; the others are done all the same.
        asked = {"batch_input": list(items), "partial_failure_response_code": 200}
        found: list[Json] = self._ask("POST", f"{deed}/{key}", asked, also=(400,))["batch_results"]
        if len(found) != len(items):
            raise KeysUnavailable
        return found

    def _ask(self, method: str, path: str, body: Json | None = None, also: tuple[int, ...] = ()) -> Json:
        content = b"" if body is None else json.dumps(body).encode()
        headers = {"X-Vault-Token": self._token(), "Content-Type": "application/json"}
        try:
            answer = self._outbound.send(Call(method, f"{self._url}/v1/transit/{path}", headers, content))
            if answer.status == 204:
                return {}
            if answer.status != 200 and answer.status not in also:
                raise KeysUnavailable
            data: Json = json.loads(answer.content)["data"]
            return data
        except (OutboundFailed, OutboundRefused, ValueError, KeyError, TypeError):
            raise KeysUnavailable from None


def _key(authority: str) -> str:
    if not _CODE.fullmatch(authority):
        raise KeysUnavailable
    return f"needfire-{authority}"


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bound(authority: str, name: str) -> dict[str, str]:
    return {"associated_data": _text(f"needfire key of {authority} {name}".encode())}
