"""What is written to a custodian: that a message waits behind sign-in, and the alert as CAP. Never anything of a child's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from documents.cap import cap
from documents.message import AlertMessage, Released, Sender, message_of
from services.national_alerts.cascade.channels.port import Letter
from services.national_alerts.cascade.records import Approach, Cascade
from shared_kernel.spoken_references import reference_of

_cap = lru_cache(maxsize=16)(cap)
"""It is the same for every custodian."""
_DRILL = "EXERCISE. Nobody is missing. Answer as you would, and act on nothing.\n\n"


@dataclass(frozen=True)
class Writing:
    """`sender` says how an authority is named to others, `address` is where custodians sign in."""

    sender: Callable[[str], Sender]
    address: str

    def message(self, cascade: Cascade, authority: str) -> AlertMessage:
        """The message of which all its documents are made."""
        released = Released(
            cascade.about, cascade.message_id, cascade.number, cascade.kind, cascade.started_at, cascade.original,
            cascade.follows, cascade.follows_sent, cascade.risk, cascade.edition, cascade.rules,
        )  # fmt: skip
        return message_of(released, self.sender(authority), self.address)

    def letter(self, message: AlertMessage, custodian: str, to: str, approach: Approach) -> Letter:
        """The letter of one approach; its id is this approach's, however often it is tried."""
        title = f"{message.title}: national alert from {message.sender.name}"
        again = "You have not said yet that you received it. " if approach.occasion == "silence" else ""
        text = (
            f"{_DRILL if message.is_exercise else ''}{title}, message {message.number}.\n\n"
            f"{again}Sign in to read it and to answer:\n{message.link}\n\n"
            f"If you ring about it, its reference is {reference_of(message.about_id)}. "
            "This mail says nothing about the child on purpose.\n"
        )
        letter_id = f"{message.message_id}.{custodian}.{approach.number}"
        return Letter(letter_id, custodian, to, title, text, _cap(message), message.is_exercise)

    def proof(self, custodian: str, proof_id: str, to: str) -> Letter:
        """The test by which a contact proves itself."""
        link = f"{self.address}/custodians/{custodian}/proofs/{proof_id}"
        text = f"This is a test. No child is missing.\n\nSign in and confirm that a person has read it:\n{link}\n"
        return Letter(
            f"{proof_id}.{custodian}", custodian, to, "Test: are you the custodian for national alerts?", text
        )
