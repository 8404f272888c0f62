"""Which way mail goes is a setting: to the council's own mail server, or by GOV.UK Notify. What either asks for lies in a file."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from services.national_alerts.cascade.channels.mail import SmtpMail
from services.national_alerts.cascade.channels.notify import NotifyMail, NotifyService
from services.national_alerts.cascade.channels.port import Channel
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.outbound.mail_settings import SECRET, secret_of, server_of
from shared_kernel.settings import SettingInvalid, Settings

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"[\w-]+-{_UUID}-{_UUID}", re.ASCII)


def mail_of(settings: Settings) -> Channel:
    """The channel for mail. Raises SettingInvalid, which repeats nothing of the file."""
    server = server_of(settings)
    if server:
        return SmtpMail(server)
    secret = secret_of(settings)
    if not _KEY.fullmatch(secret):
        raise SettingInvalid(SECRET, "a file that holds a key of GOV.UK Notify and nothing else")
    return NotifyMail(NotifyService(urlsplit(settings.mail).netloc, secret), HttpOutbound(settings.destinations))
