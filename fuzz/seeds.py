"""`python -m fuzz.seeds` writes the first inputs of each target: real ones, so that an attack begins where they are valid."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from contracts.alert_documents import AlertDocument
from contracts.commands import Command
from contracts.schema import write
from custody.sealed_documents import seal
from custody.webhooks import DocumentSent, document_content
from documents.cap import cap
from fuzz.__main__ import CORPUS
from fuzz.targets import MEANT, document_key
from gateway.published.envelopes import envelopes
from gateway.published.examples import example
from shared_kernel.delivery.signing import new_secret, signed_headers
from tests.unit.documents.messages import INITIAL
from tests.unit.gateway.callers import RAISE
from tests.unit.gateway.identity.issuing import person_token

CASEWORK = Path(__file__).resolve().parents[1] / "tests" / "unit" / "casework"


def seeds() -> Iterator[tuple[str, str, bytes]]:
    """Target, name and content."""
    commit, wake_up = (envelopes()[name]["examples"][0] for name in ("Commit", "WakeUp"))
    call = {"args": [], "kwargs": {"command": write(example(Command))}}
    reply: dict[str, Any] = {"result": {"accepted": {}}, "error": None}
    for name, document in (("commit", commit), ("wake-up", wake_up), ("call", call), ("reply", reply)):
        yield "envelope", name, json.dumps(document).encode()
    yield "envelope", "deep", b"[" * 900 + b"]" * 900
    yield "envelope", "half-a-pair", b'{"args": [], "kwargs": {"command": "\\ud800"}}'
    headers = signed_headers("msg_1", 1_795_000_000, b'{"type": "task.opened"}', [new_secret()])
    yield "webhook", "signed", "\n".join([*headers.values(), '{"type": "task.opened"}']).encode()
    yield "webhook", "two-signatures", b"msg_1\n1795000000\nv1,AAAA v1,BBBB\n{}"
    for url in ("https://partner.example:443/hook?a=b", "https://127.0.0.1/", "https://[::1]/", "https://a@b.example/"):
        yield "webhook", f"address-{len(url)}", url.encode()
    good = person_token("kent-director", "kent")
    head, claims, signature = good.split(".")
    yield "token", "unknown-key", good.encode()
    yield "token", "no-signature", f"{head}.{claims}.".encode()
    yield "token", "two-parts", f"{head}.{claims}".encode()
    yield "token", "none", f"eyJhbGciOiJub25lIn0.{claims}.{signature}".encode()
    told = json.dumps(write(example(AlertDocument))).encode()
    sealed = seal(told, document_key(), MEANT)
    yield "document", "told", told
    yield "document", "sealed", sealed.encode()
    yield "document", "for-another", seal(told, document_key(), replace(MEANT, custodian="KEN")).encode()
    yield "document", "webhook", document_content(DocumentSent(MEANT.message_id, "alert-1", sealed))
    yield "document", "key", json.dumps(document_key().as_dict(private=False)).encode()
    yield "import", "directory", (CASEWORK / "fenshire-directory.yaml").read_bytes()
    yield "import", "edition", (CASEWORK / "fenshire.yaml").read_bytes()[:3500]
    yield "import", "request", json.dumps(RAISE).encode()
    yield "import", "aliases", b"a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
    yield "import", "alert", cap(INITIAL)
    for kind in ("JPEG", "PNG"):
        written = io.BytesIO()
        Image.new("RGB", (40, 40), "red").save(written, kind)
        yield "import", kind.lower(), written.getvalue()


def main(folder: Path = CORPUS) -> None:
    """Writes what is not there yet."""
    for target, name, content in seeds():
        file = folder / target / name
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


if __name__ == "__main__":
    main()
