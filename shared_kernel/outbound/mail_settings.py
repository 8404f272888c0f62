"""The mail server that is set, with what its file says of the user."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from shared_kernel.outbound.mail import MailServer
from shared_kernel.settings import SettingInvalid, Settings

SECRET = "NEEDFIRE_MAIL_SECRET_FILE"  # noqa: S105  # a variable's name
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


def secret_of(settings: Settings) -> str:
    """What the file holds; empty without one. Raises SettingInvalid."""
    try:
        return settings.mail_secret_file.read_text("utf-8").strip() if settings.mail_secret_file else ""
    except (OSError, ValueError):
        raise SettingInvalid(SECRET, "a file that can be read") from None
