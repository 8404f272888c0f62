"""Every command has exactly one handler, every event changes or tells something, every refusal code is one that is used."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts import (
    cascade,
    custodians,
    escalation,
    intake,
    national_alerts,
    received_alerts,
    risk_management,
)
from contracts.by_service import contracts_of
from contracts.refusals import REFUSALS
from contracts.schema import schema_of
from needfire.loading.deployment import Deployment
from needfire.working_time import england_and_wales
from services.escalation import handlers as escalation_handlers
from services.intake import handlers as intake_handlers
from services.national_alerts import handlers as alert_handlers
from services.national_alerts.cascade import handlers as cascade_handlers
from services.national_alerts.custodians import handlers as custodian_handlers
from services.national_alerts.custodians.directory import CustodianDirectory
from services.national_alerts.receiving import handlers as receiving_handlers
from services.risk_management import handlers as risk_handlers
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.delivery.peers import Peers
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.time import SystemClock

ROOT = Path(__file__).resolve().parents[2]
NOBODY = Deployment({}, {})


def test_every_command_of_intake_has_one_handler() -> None:
    public, own = intake_handlers.command_handlers(NOBODY), intake_handlers.own_handlers(NOBODY)
    assert public.keys() | own.keys() == set(intake.COMMANDS.values())
    assert not public.keys() & own.keys()


def test_every_command_of_escalation_has_one_handler() -> None:
    store = MemoryCommitStore()
    public = escalation_handlers.command_handlers(NOBODY, store)
    own = escalation_handlers.own_handlers(NOBODY, store)
    assert public.keys() | own.keys() == set(escalation.COMMANDS.values())
    assert not public.keys() & own.keys()


def test_every_command_of_the_cascade_and_of_the_custodian_directory_has_one_handler() -> None:
    store = MemoryCommitStore()
    directory = CustodianDirectory({}, store, SystemClock(), england_and_wales())
    public = cascade_handlers.command_handlers(store, directory, NOBODY)
    own = cascade_handlers.own_handlers(store, directory)
    assert public.keys() | own.keys() == set(cascade.COMMANDS.values())
    assert not public.keys() & own.keys()
    assert custodian_handlers.command_handlers({}, Destinations(), NOBODY).keys() == set(custodians.COMMANDS.values())


def test_every_command_of_the_receiving_side_has_one_handler() -> None:
    public, own = receiving_handlers.command_handlers(Peers(), lambda: 0.0, NOBODY), receiving_handlers.own_handlers()
    assert public.keys() | own.keys() == set(received_alerts.COMMANDS.values())
    assert not public.keys() & own.keys()


def test_every_command_of_national_alerts_has_one_handler() -> None:
    public, own = alert_handlers.command_handlers(NOBODY), alert_handlers.own_handlers(NOBODY)
    assert public.keys() | own.keys() == set(national_alerts.COMMANDS.values())
    assert not public.keys() & own.keys()


def test_every_command_of_risk_management_has_one_handler() -> None:
    store = MemoryCommitStore()
    public, own = risk_handlers.command_handlers(NOBODY, store), risk_handlers.own_handlers(NOBODY, store)
    assert public.keys() | own.keys() == set(risk_management.COMMANDS.values())
    assert not public.keys() & own.keys()


@pytest.mark.parametrize("code", REFUSALS)
def test_every_refusal_is_raised_somewhere(code: str) -> None:
    rooms = ("services", "gateway", "access", "documents", "shared_kernel", "contracts")
    modules = [path for room in rooms for path in (ROOT / room).rglob("*.py") if path.name != "refusals.py"]
    assert any(f'"{code}"' in module.read_text("utf-8") for module in modules)


@pytest.mark.parametrize(
    "contract",
    [*(each for *_, each in contracts_of("commands")), *(each for *_, each in contracts_of("events"))],
    ids=lambda contract: contract.__name__,
)
def test_no_contract_has_a_place_for_a_persons_data_in_clear(contract: type) -> None:
    # Particulars and free text travel sealed; what else is text is an id, a role, or the procedure's own words.
    allowed_text = {
        "notification_id", "area", "edition", "edition_digest", "raised_by", "with_role", "with_person", "recorded_by",
        "updated_by", "task_id", "decided_by", "closed_by", "sealed", "advice", "outcome", "to_person", "notice_id",
        "duty_id", "reference", "delegate", "clock_id", "mark", "route", "step", "title", "role", "tray", "came_from", "by",
        "about", "clock", "owner", "by_trigger", "because", "duty", "to", "lead", "how", "person", "ended_by",
        "proposed_by", "confirmed_by", "record_id", "text", "name",  # of a text that is redacted: its commit, and its field
        "circulation", "to_role", "concern_id", "agency", "urgency", "reason", "feedback", "to_body", "request", "of_role", "of_person", "evidence", "deputy",
        "message_id", "alert_id", "exercise_id", "follows", "started_by", "kind", "risk", "custodian", "change_id", "proof_id",
        "contact", "channel", "receipt", "result", "towards", "occasion", "address", "rejected_by", "asked_by", "given_by", "received_id", "sender", "webhook_id", "webhook_timestamp", "webhook_signature",
        "content", "delivered_as", "severity", "link", "likeness",
        "message", "written_by", "answered_by", "verdict", "released_by",
        "risk_id", "assessment_id", "instrument", "which", "previous", "level", "state", "sentence", "place",
        "act", "action_id", "professional_id", "body", "cycle", "view", "need", "otherwise", "holder", "meeting_id", "stage", "referred_by", "called_by",
    }  # fmt: skip
    text = {name for name, field in schema_of(contract).fields.items() if "String" in type(field).__name__}
    assert text <= allowed_text
