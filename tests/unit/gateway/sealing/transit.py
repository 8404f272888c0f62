"""A key service that speaks as much of the Transit API as is asked of it, in this process."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared_kernel.outbound.calls import Answer, Call, OutboundFailed

TOKEN = "invented-token"


class Transit:
    """Answers as the real one does: 404 for a key it does not have, 403 for a wrong token, an error for each bad item."""

    def __init__(self, *authorities: str) -> None:
        self.keys = {f"needfire-{each}": [AESGCM.generate_key(256)] for each in authorities}
        self.least = dict.fromkeys(self.keys, 1)
        self.away = False
        self.asked: list[str] = []

    def __call__(self, call: Call) -> Answer:
        if self.away:
            raise OutboundFailed("slow")
        if call.headers.get("X-Vault-Token") != TOKEN:
            return Answer(403, content=b'{"errors": ["permission denied"]}')
        parts = call.url.partition("/v1/transit/")[2].split("/")
        self.asked.append("/".join(parts))
        body = json.loads(call.content) if call.content else {}
        deed, name = parts[0], parts[1]
        if name not in self.keys:
            return Answer(404, content=b'{"errors": []}')
        if deed == "keys":
            return self._key(name, parts[2:], body)
        one = self._encrypted if deed == "encrypt" else self._decrypted
        results = [one(name, item) for item in body["batch_input"]]
        failed = [each for each in results if "error" in each]
        status = 200 if len(failed) < len(results) else 400
        return Answer(status, content=json.dumps({"data": {"batch_results": results}}).encode())

    def _key(self, name: str, rest: list[str], body: Mapping[str, Any]) -> Answer:
        if rest == ["rotate"]:
            self.keys[name].append(AESGCM.generate_key(256))
            return Answer(204)
        if rest == ["config"]:
            self.least[name] = body["min_decryption_version"]
            return Answer(204)
        return Answer(200, content=json.dumps({"data": {"latest_version": len(self.keys[name])}}).encode())

    def _encrypted(self, name: str, item: Mapping[str, str]) -> dict[str, Any]:
        version, nonce = len(self.keys[name]), os.urandom(12)
        bound = base64.b64decode(item["associated_data"])
        raw = nonce + AESGCM(self.keys[name][-1]).encrypt(nonce, base64.b64decode(item["plaintext"]), bound)
        return {"ciphertext": f"vault:v{version}:{base64.b64encode(raw).decode()}", "key_version": version}

    def _decrypted(self, name: str, item: Mapping[str, str]) -> dict[str, Any]:
        _, version, body = item["ciphertext"].split(":")
        number = int(version.removeprefix("v"))
        if not self.least[name] <= number <= len(self.keys[name]):
            return {"error": "ciphertext or signature version is disallowed by policy (too old)"}
        try:
            raw = base64.b64decode(body)
            plain = AESGCM(self.keys[name][number - 1]).decrypt(
                raw[:12], raw[12:], base64.b64decode(item["associated_data"])
            )
        except (InvalidTag, ValueError):
            return {"error": "cipher: message authentication failed"}
        return {"plaintext": base64.b64encode(plain).decode()}
