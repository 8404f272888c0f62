"""GOV.UK Notify instead of a mail server: its own client writes and reads, the platform's one way out calls.

The template of the service has the personalisation `title` and `text`; the reference is the letter's id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from notifications_python_client.notifications import NotificationsAPIClient

from services.national_alerts.cascade.channels.port import Channel, Letter
from shared_kernel.delivery.posting import NotDelivered
from shared_kernel.outbound.calls import Answer, Call, Outbound, OutboundFailed, OutboundRefused

ADDRESS = "https://api.notifications.service.gov.uk"
_TRY_AGAIN = frozenset({403, 429})  # its clock and ours differ, or too many at once


@dataclass(frozen=True)
class NotifyService:
    """The council's service at Notify."""

    template_id: str
    key: str = field(repr=False)
    address: str = ADDRESS


class NotifyMail(Channel):
    """A client a letter, since the client is not made for threads."""

    def __init__(self, service: NotifyService, outbound: Outbound) -> None:
        self._service, self._outbound = service, outbound

    def send(self, letter: Letter) -> None:
        client: Any = NotificationsAPIClient(self._service.key, base_url=self._service.address)  # type: ignore[no-untyped-call]  # it has no types
        client.request_session = _Session(self._outbound)
        client.send_email_notification(
            email_address=letter.to,
            template_id=self._service.template_id,
            personalisation={"title": letter.title, "text": letter.text},
            reference=letter.letter_id,
        )


@dataclass(frozen=True)
class _Session:
    """What the client takes for a session."""

    outbound: Outbound

    def request(self, method: str, url: str, **settings: Any) -> _Response:
        headers: dict[str, str] = dict(settings["headers"])
        try:
            answer = self.outbound.send(Call(method, url, headers, settings.get("data", "").encode()))
        except OutboundRefused:
            raise NotDelivered("address_refused", for_good=True) from None
        except OutboundFailed as failed:
            raise NotDelivered(f"notify_{failed.reason}") from None
        return _Response(answer)


@dataclass(frozen=True)
class _Response:
    answer: Answer

    @property
    def status_code(self) -> int:
        return self.answer.status

    def raise_for_status(self) -> None:
        status = self.answer.status
        if status >= 400:
            raise NotDelivered(f"notify_{status}", for_good=status < 500 and status not in _TRY_AGAIN)

    def json(self) -> Any:
        return json.loads(self.answer.content)
