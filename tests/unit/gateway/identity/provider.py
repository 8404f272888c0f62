"""An identity provider in memory that is stricter than most: it checks all that a client has to send, and a code works once."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from shared_kernel.outbound.calls import Answer, Call
from tests.unit.gateway.identity.issuing import CLIENT_ID, issuer_of, key_of, key_set, signed, times

SECRET = "an invented secret"


@dataclass
class Provider:
    """All authorities' at once. Tests change what it says and does: `metadata`, `claims` and `header` on top of the usual."""

    metadata: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    is_down: bool = False
    signs_with: Callable[[str], Any] = key_of
    published: Callable[[str], Any] = lambda authority: key_set(key_of(authority))
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)

    def answer(self, call: Call) -> Answer:
        """What it answers the gateway."""
        if self.is_down:
            return Answer(503, {}, b"down")
        where = urlsplit(call.url)
        authority = str(where.hostname).split(".")[1]
        self.asked.append(where.path)
        if where.path == "/.well-known/openid-configuration":
            return _json(200, self._metadata(authority))
        if where.path == "/keys":
            return _json(200, self.published(authority))
        assert (where.path, call.method) == ("/token", "POST")
        return self._token(authority, dict(parse_qsl(call.content.decode())), call.headers)

    def signed_in(self, url: str, person: str) -> dict[str, str]:
        """A person signs in where the gateway sent them; the answer with which they come back."""
        where = urlsplit(url)
        asked = dict(parse_qsl(where.query, strict_parsing=True))
        assert where.path == "/authorize" and asked["response_type"] == "code" and asked["client_id"] == CLIENT_ID
        assert asked["code_challenge_method"] == "S256" and "openid" in asked["scope"].split()
        assert len(asked["state"]) > 40 and len(asked["nonce"]) > 40
        code = f"code-{len(self._codes)}"
        self._codes[code] = (person, asked)
        return {"code": code, "state": asked["state"], "iss": f"{where.scheme}://{where.hostname}"}

    def _metadata(self, authority: str) -> dict[str, Any]:
        base = issuer_of(authority)
        return {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/keys",
            "end_session_endpoint": f"{base}/end",
            "authorization_response_iss_parameter_supported": True,
            **self.metadata,
        }

    def _token(self, authority: str, form: dict[str, str], headers: Mapping[str, str]) -> Answer:
        person, asked = self._codes.pop(form.get("code", ""), ("", {}))
        proven = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        basic = base64.b64encode(f"{CLIENT_ID}:{SECRET}".encode()).decode()
        known = headers.get("Authorization") == f"Basic {basic}" or form.get("client_secret") == SECRET
        if not known:
            return _json(401, {"error": "invalid_client"})
        redirect = form["redirect_uri"] == asked.get("redirect_uri")
        if form["grant_type"] != "authorization_code" or not redirect or proven != asked["code_challenge"]:
            return _json(400, {"error": "invalid_grant"})
        who = {
            "iss": issuer_of(authority),
            "aud": CLIENT_ID,
            "sub": person,
            "nonce": asked["nonce"],
            "name": "An Invented Name",
        }
        claims = {**who, **times(), **self.claims}
        token = signed(self.signs_with(authority), {"typ": "JWT", **self.header}, claims)
        return _json(200, {"access_token": "opaque", "token_type": "Bearer", "id_token": token})


def _json(status: int, body: Any) -> Answer:
    return Answer(status, {"content-type": "application/json"}, json.dumps(body).encode())
