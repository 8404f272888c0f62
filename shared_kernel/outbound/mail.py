"""Mail by SMTP, to the deployment's own mail server or relay: a connection a mail, so that one that hangs holds up no other."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cached_property


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

    @cached_property
    def context(self) -> ssl.SSLContext:
        """Made once: reading the authorities' certificates takes longer than a mail."""
        return ssl.create_default_context()


class MailFailed(Exception):
    """The server did not take it. `for_good`: it knows no such recipient, and trying again is of no use."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.code = self.reason = reason
        self.for_good = for_good


MailsOut = Callable[[EmailMessage], None]
"""Hands a mail in. Raises MailFailed."""


def hand_in(server: MailServer, mail: EmailMessage) -> None:
    """Returns when the server took it. Raises MailFailed."""
    try:
        with smtplib.SMTP(server.host, server.port, timeout=server.seconds) as link:
            if server.tls:
                link.starttls(context=server.context)
            if server.user:
                link.login(server.user, server.password)
            link.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _ in refused.recipients.values()]
        raise MailFailed("recipient_refused", for_good=all(code >= 500 for code in codes)) from None
    except smtplib.SMTPResponseException as refused:
        raise MailFailed(f"mail_{refused.smtp_code}") from None
    except (smtplib.SMTPException, OSError):
        raise MailFailed("mail_server_unreachable") from None
