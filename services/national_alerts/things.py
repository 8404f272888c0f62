"""What is asked of national alerts, as access knows it: the case as far as its alert tells it, and who may do what."""

from __future__ import annotations

from dataclasses import dataclass

from access import Case, Reader, Way
from contracts import national_alerts as contract
from services.national_alerts.domain import Alert, Grounds
from services.national_alerts.messages import to_write


@dataclass(frozen=True)
class Held:
    """The alert and what is decided on it stands on."""

    state: Alert
    grounds: Grounds

    @property
    def reader(self) -> Reader:
        """Who acts."""
        return self.grounds.reader


def case_of(held: Held) -> Case:
    """The case of this alert: what intake and escalation alone know of it is not here."""
    return Case(
        authority=held.grounds.directory.authority,
        area=held.state.area,
        edition=held.grounds.edition,
        raised_by=held.state.raised_by,
        involved=frozenset({held.state.raised_by}),
        whole=False,
    )


def proposing(_command: contract.ProposeAlertV1, held: Held) -> Way:
    """Who may put the case to the threshold."""
    alerting = held.grounds.alerting
    return Way(case_of(held), alerting.by, alerting.rules)


def writing(command: contract.WriteMessageV1, held: Held) -> Way:
    """Who may write this message. Raises Refusal `no_such_message`."""
    message = to_write(command.message, held.grounds)
    return Way(case_of(held), message.by, message.rules)
