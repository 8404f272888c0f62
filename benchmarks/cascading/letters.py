"""What both peers send, over our own channels, and how often they try: one letter a custodian."""

from __future__ import annotations

import os

from benchmarks.cascading import people
from documents.message import Live
from services.national_alerts.cascade.records import Approach, Cascade

SMTP_PORT, HTTP_PORT = int(os.environ["BENCH_SMTP"]), int(os.environ["BENCH_HTTP"])
TRIES, PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 8, 5, 600
"""The pause doubles from try to try, each with the jitter of its own kind."""
MAIL, WEBHOOK, WRITING = people.mail(SMTP_PORT), people.webhook(HTTP_PORT), people.writing()
CUSTODIANS = people.custodians(HTTP_PORT)
CASCADE = Cascade(
    "alert-bench.1", Live("alert-bench"), 1, "initial", people.STARTED, people.STARTED, frozenset(CUSTODIANS)
)


def send(code: str) -> None:
    """Raises NotDelivered."""
    contacts = CUSTODIANS[code].held[0].contacts
    to = contacts.webhook or contacts.primary
    letter = WRITING.letter(WRITING.message(CASCADE, "kent"), code, to, Approach(1, "first", "release"))
    (WEBHOOK if contacts.webhook else MAIL).send(letter)
