"""The mail server that is set, with what its file says of the user."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from shared_kernel.outbound.mail import MailServer, MailsOut, hand_in
from shared_kernel.outbound.mail_kept import KeptMail
from shared_kernel.settings import SettingInvalid, Settings

SECRET = "NEEDFIRE_MAIL_SECRET_FILE"  # noqa: S105  # a variable's name
FOLDER = "folder://"
_USER = re.compile(r"[^:\s]+:\S+")


def server_of(settings: Settings) -> MailServer | None:
    """None where no server is set. Raises SettingInvalid, which repeats nothing of the file."""
    place = urlsplit(settings.mail)
    if place.scheme not in ("smtp", "smtps"):
        return None
    secret = secret_of(settings)
    if secret and not _USER.fullmatch(secret):
        raise SettingInvalid(SECRET, "a file that holds user:password of the mail server and nothing else")
    user, _, password = secret.partition(":")
    host, port, tls = place.hostname or "", place.port or 0, place.scheme == "smtps"
    return MailServer(host, port, settings.mail_sender, tls, user, password)


def mails_out_of(settings: Settings) -> MailsOut | None:
    """How a mail goes out: to the server that is set; in a sandbox into a folder. None where neither is. Raises SettingInvalid."""
    if settings.mail.startswith(FOLDER):
        return KeptMail(Path(settings.mail.removeprefix(FOLDER)))
    server = server_of(settings)
    return partial(hand_in, server) if server else None


def secret_of(settings: Settings) -> str:
    """What the file holds; empty without one. Raises SettingInvalid."""
    try:
        return settings.mail_secret_file.read_text("utf-8").strip() if settings.mail_secret_file else ""
    except (OSError, ValueError):
        raise SettingInvalid(SECRET, "a file that can be read") from None
