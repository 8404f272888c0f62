"""A partner agency against the running platform: a token by its own key, a concern, the signed webhook, also after a fault."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from joserfc.jwk import ECKey

from needfire_client import Needfire, PrivateKeyJwt, read_webhook
from operations.local_identity import CLIENT_KEY
from tests.e2e.house import House
from tests.e2e.waiting import eventually

SAID = {"name": "Invented Child", "account": "Seen alone at night.", "case_reference": "KP/2026/17"}


@contextmanager
def listening(place: str, answers: list[int], heard: list[tuple[dict[str, str], bytes]]) -> Iterator[None]:
    """An agency's own server at this place: what it heard, and what it answers, one after the other."""

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            heard.append((dict(self.headers.items()), body))
            self.send_response(answers.pop(0) if answers else 204)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    host, _, port = place.partition(":")
    server = HTTPServer((host, int(port)), Listener)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_an_agency_raises_a_concern_and_is_told_what_became_of_it(mortal: House, agency_at: str) -> None:
    heard: list[tuple[dict[str, str], bytes]] = []
    with listening(agency_at, [500], heard):
        key = ECKey.import_key((mortal.platform.settings.secrets_folder / CLIENT_KEY).read_text("ascii"))
        address = str(mortal.web.base_url).rstrip("/")
        needfire = Needfire(address, PrivateKeyJwt(address, "kent-police", key.as_dict(private=True)), mortal.web)
        secret = needfire.subscribe(f"http://{agency_at}/hooks", ["concern.decided"])["secret"]
        concern = needfire.raise_concern("today", SAID, facts={"subject_kind": "child"})
        assert [rule["id"] for rule in concern["rules"]] == ["WT13-05"]
        path = f"/v1/concerns/{concern['concern_id']}"
        by = "kent-social-worker"
        eventually(lambda: mortal.get(by, path).status_code == 200, "the concern's arrival at the front door")
        said = {"feedback": "Thank you; we know the family."}
        mortal.done(
            by, f"{path}/decision", {"outcome": "no_further_action", "reason": "known_already", "particulars": said}
        )
        eventually(lambda: len(heard) >= 2, "the message, after the fault")
        messages = [read_webhook(secret, *each) for each in heard]
        assert {each.message_id for each in messages} == {messages[0].message_id}
        assert messages[0].data == {"concern_id": concern["concern_id"]}
        assert b"Invented" not in heard[0][1]
        feedback = eventually(lambda: needfire.concern(concern["concern_id"])["feedback"], "the feedback")
        assert feedback["opened"] is not None
        assert feedback["opened"]["particulars"]["feedback"] == said["feedback"]
        eventually(lambda: [each["state"] for each in needfire.deliveries()] == ["delivered"], "the delivery's end")
