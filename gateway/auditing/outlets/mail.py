"""Heads to somebody's mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

from audit.folders import LINES, file_name
from audit.heads import SignedHead, to_document
from gateway.auditing.outlets.port import HeadOutlet, Make, OutletsUnusable, OutletUnavailable
from shared_kernel.commits import canonical_json
from shared_kernel.outbound.mail import MailFailed, MailsOut


class MailOutlet(HeadOutlet):
    """Somebody's mailbox: once an hour a mail an authority, with its heads beside it as lines of JSON."""

    every = timedelta(hours=1)

    def __init__(self, to: str, sender: str, mails_out: MailsOut) -> None:
        self._to, self._sender, self._mails_out = to, sender, mails_out

    def hand_out(self, heads: Sequence[SignedHead]) -> None:
        try:
            self._mails_out(self._written(heads))
        except MailFailed:
            raise OutletUnavailable from None

    def _written(self, heads: Sequence[SignedHead]) -> EmailMessage:
        first, last = heads[0], heads[-1]
        mail, name = EmailMessage(policy=SMTP), file_name(first).removesuffix(".json")
        mail["From"], mail["To"] = self._sender, self._to
        mail["Subject"] = f"Record of {last.head.authority}: heads {first.head.number} to {last.head.number}"
        mail["Message-ID"] = f"<{name}-{last.head.number}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(
            "Keep this mail. What is beside it shows whether the record is changed later: put it into a folder, and\n"
            "`needfire audit verify --heads FOLDER` compares an export with it.\n"
        )
        lines = b"".join(canonical_json(to_document(each)) + b"\n" for each in heads)
        mail.add_attachment(lines, maintype="application", subtype="x-ndjson", filename=f"{name}{LINES}")
        return mail


def mail_outlets(sender: str, mails_out: MailsOut | None) -> Make:
    """Makes mails through the server that is set."""

    def make(to: str) -> HeadOutlet:
        if mails_out is None or not sender:
            raise OutletsUnusable(
                "NEEDFIRE_AUDIT_HEADS names a mailbox: set NEEDFIRE_MAIL (smtps://…) and NEEDFIRE_MAIL_SENDER, too."
            )
        return MailOutlet(to, sender, mails_out)

    return make
