"""What else there is of a case beside its notification, on the same page: its national alert, and its entry on the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from contracts.gateway_register import DueTold
from documents.meetings import STAGES
from gateway.read_models.folding import Document
from gateway.read_models.risk_register import ENTRY
from gateway.reading import Found
from gateway.register_lists import level_titles
from gateway.registering import InForce
from gateway.words import alerts
from gateway.words.alert_states import ALERT_STATES
from gateway.words.opening import Opener
from gateway.words.register_entry import SOURCE, entry_told


@dataclass(frozen=True)
class Strand:
    """One of them: how far it is, and the page that tells it whole. `due` is what must be done next, the soonest first."""

    title: str
    path: str
    says: str
    due: tuple[DueTold, ...] = ()


def together(found: Found, opener: Opener, now: datetime) -> tuple[Strand, ...]:
    """All that the case has come to. Who may see the case may see these: they are loaded and judged with it."""
    return (*_alert(found, opener), *_entry(found, opener, now))


def has_alert(document: Document) -> bool:
    """Whether a national alert was put to the threshold for this case."""
    return bool(document.get(alerts.SOURCE, {}).get("judged"))


def _alert(found: Found, opener: Opener) -> Iterator[Strand]:
    if found.names.edition.alerting is not None and has_alert(found.document):
        told = alerts.alert(found.document, found.names, opener)
        yield Strand("National alert", f"/alerts/{found.document[alerts.SOURCE]['alert_id']}", ALERT_STATES[told.state])


def _entry(found: Found, opener: Opener, now: datetime) -> Iterator[Strand]:
    register = found.names.edition.register
    if register is not None and ENTRY in found.document.get(SOURCE, {}):
        told = entry_told(found.document, found.names, register, opener, now)
        levels = level_titles(InForce(found.names.edition, register))
        level = levels.get(told.level, told.level) if told.level else "no level set"
        says = f"{STAGES[told.stage].capitalize()}. Level: {level}"
        yield Strand(register.title, f"/register/entries/{told.notification_id}", says, told.due)
