"""Mail by SMTP, to the deployment's own mail server or relay."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP

from services.national_alerts.cascade.channels.port import Channel, Letter, NotDelivered


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. Without `tls` only on the deployment's own machine; `seconds` is for each step."""

    host: str
    port: int
    sender: str
    tls: bool = True
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 10.0


class SmtpMail(Channel):
    """A connection a letter, so that one that hangs holds up no other."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._tls = ssl.create_default_context() if server.tls else None

    def send(self, letter: Letter) -> None:
        server = self._server
        try:
            with smtplib.SMTP(server.host, server.port, timeout=server.seconds) as link:
                if self._tls:
                    link.starttls(context=self._tls)
                if server.user:
                    link.login(server.user, server.password)
                link.send_message(written(letter, server.sender))
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _ in refused.recipients.values()]
            raise NotDelivered("recipient_refused", for_good=all(code >= 500 for code in codes)) from None
        except smtplib.SMTPResponseException as refused:
            raise NotDelivered(f"mail_{refused.smtp_code}") from None
        except (smtplib.SMTPException, OSError):
            raise NotDelivered("mail_server_unreachable") from None


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
