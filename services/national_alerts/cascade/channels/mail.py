"""A letter as mail, through the deployment's own mail server or relay."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from functools import partial

from services.national_alerts.cascade.channels.port import Channel, Letter
from shared_kernel.delivery.posting import NotDelivered
from shared_kernel.outbound.mail import MailFailed, MailServer, MailsOut, hand_in


class Mail(Channel):
    """By whichever way mails go out."""

    def __init__(self, mails_out: MailsOut, sender: str) -> None:
        self._mails_out, self._sender = mails_out, sender

    def send(self, letter: Letter) -> None:
        try:
            self._mails_out(written(letter, self._sender))
        except MailFailed as failed:
            raise NotDelivered(failed.reason, for_good=failed.for_good) from None


class SmtpMail(Mail):
    """By SMTP."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(partial(hand_in, server), server.sender)


def written(letter: Letter, sender: str) -> EmailMessage:
    """The mail: text, with the alert as CAP beside it for systems. The id is the letter's, whenever it is sent."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = letter.to
    mail["Subject"] = letter.title
    mail["Message-ID"] = f"<{letter.letter_id}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.exercise:
        mail["X-Needfire-Exercise"] = "yes"
    mail.set_content(letter.text)
    if letter.cap:
        mail.add_attachment(letter.cap, maintype="application", subtype="cap+xml", filename="alert.cap.xml")
    return mail
