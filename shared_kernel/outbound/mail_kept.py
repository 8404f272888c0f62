"""A sandbox's mail: nothing goes out. Each mail is a file in a folder, which whoever integrates opens with any mail program.

An address asks for a fault by its local part: `anna+refused@…` is not known, at `+busy@…` the server wants no more now, and at
`+unreachable@…` nobody answers.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from pathlib import Path

from shared_kernel.outbound.mail import MailFailed

FAULTS: Mapping[str, Callable[[], MailFailed]] = {
    "refused": lambda: MailFailed("recipient_refused", for_good=True),
    "busy": lambda: MailFailed("mail_450"),
    "unreachable": lambda: MailFailed("mail_server_unreachable"),
}


class KeptMail:
    """One file a mail, `.eml`; the same mail sent again is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, mail: EmailMessage) -> None:
        """Raises MailFailed."""
        fault = str(mail["To"]).partition("@")[0].rpartition("+")[2]
        if "+" in str(mail["To"]) and fault in FAULTS:
            raise FAULTS[fault]()
        name = hashlib.sha256(f"{mail['Message-ID']} {mail['To']}".encode()).hexdigest()[:24]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f".{name}"
            draft.write_bytes(mail.as_bytes())
            os.replace(draft, self._folder / f"{name}.eml")
        except OSError:
            raise MailFailed("mail_folder_unusable") from None
