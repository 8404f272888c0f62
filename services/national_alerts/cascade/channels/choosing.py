"""Which way mail goes is a setting: to the council's own mail server, or by GOV.UK Notify. What either asks for lies in a file."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from services.national_alerts.cascade.channels.mail import MailServer, SmtpMail
from services.national_alerts.cascade.channels.notify import NotifyMail, NotifyService
from services.national_alerts.cascade.channels.port import Channel
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.settings import SettingInvalid, Settings

SECRET = "NEEDFIRE_MAIL_SECRET_FILE"  # noqa: S105  # a variable's name
_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"[\w-]+-{_UUID}-{_UUID}", re.ASCII)
_USER = re.compile(r"[^:\s]+:\S+")


def mail_of(settings: Settings) -> Channel:
    """The channel for mail. Raises SettingInvalid, which repeats nothing of the file."""
    place, secret = urlsplit(settings.mail), _secret(settings)
    if place.scheme == "notify":
        if not _KEY.fullmatch(secret):
            raise SettingInvalid(SECRET, "a file that holds a key of GOV.UK Notify and nothing else")
        return NotifyMail(NotifyService(place.netloc, secret), HttpOutbound(settings.destinations))
    if secret and not _USER.fullmatch(secret):
        raise SettingInvalid(SECRET, "a file that holds user:password of the mail server and nothing else")
    user, _, password = secret.partition(":")
    host, port, tls = place.hostname or "", place.port or 0, place.scheme == "smtps"
    return SmtpMail(MailServer(host, port, settings.mail_sender, tls, user, password))


def _secret(settings: Settings) -> str:
    try:
        return settings.mail_secret_file.read_text("utf-8").strip() if settings.mail_secret_file else ""
    except (OSError, ValueError):
        raise SettingInvalid(SECRET, "a file that can be read") from None
