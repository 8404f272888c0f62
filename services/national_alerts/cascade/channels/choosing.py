"""Which way mail goes is a setting: to the council's own mail server, by GOV.UK Notify, or in a sandbox nowhere. What either asks for lies in a file."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from services.national_alerts.cascade.channels.mail import Mail
from services.national_alerts.cascade.channels.notify import NotifyMail, NotifyService
from services.national_alerts.cascade.channels.port import Channel
from shared_kernel.outbound.http import HttpOutbound
from shared_kernel.outbound.mail_settings import SECRET, mails_out_of, secret_of
from shared_kernel.settings import SettingInvalid, Settings

_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_KEY = re.compile(rf"[\w-]+-{_UUID}-{_UUID}", re.ASCII)


def mail_of(settings: Settings) -> Channel:
    """The channel for mail. Raises SettingInvalid, which repeats nothing of the file."""
    mails_out = mails_out_of(settings)
    if mails_out:
        return Mail(mails_out, settings.mail_sender)
    secret = secret_of(settings)
    if not _KEY.fullmatch(secret):
        raise SettingInvalid(SECRET, "a file that holds a key of GOV.UK Notify and nothing else")
    return NotifyMail(NotifyService(urlsplit(settings.mail).netloc, secret), HttpOutbound(settings.destinations))
