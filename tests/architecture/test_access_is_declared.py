"""Nothing is reached without a declared decision: no route, no command, no query of a store."""

from __future__ import annotations

import ast
import inspect
import typing
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest

import gateway.read_models
from access import DEEDS, PURPOSES, RULES
from access.deeds import DEEDS_FOR
from access.policies import ITSELF, SIGNED, Policy
from access.visibility import Visibility
from contracts.received_alerts import TakeInAlertV1, TakeInDocumentV1
from gateway.api.operations import OPERATIONS
from gateway.web.pages import PAGES
from needfire.loading.deployment import Deployment
from services.escalation import handlers as escalation
from services.intake import handlers as intake
from services.intake.concern_things import ConcernPolicy
from services.national_alerts import handlers as national_alerts
from services.national_alerts.desks import Outside, public_desk
from services.risk_management import handlers as risk_management
from shared_kernel.command_desk import Handler
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.time import FixedClock

ROOT = Path(__file__).resolve().parents[2]
NOBODY = Deployment({}, {})
NOW = datetime(2026, 11, 20, tzinfo=UTC)
MESSAGES = {
    "intake": {"execute", "deleted", "feed", "chains", "health"},
    "escalation": {"execute", "foresee", "replay", "feed", "chains", "health"},
    "national_alerts": {"execute", "feed", "chains", "health"},
    "risk_management": {"execute", "feed", "chains", "health"},
}
"""What a service answers on the broker: commands (each with its policy), and what only the platform's own processes ask."""
NO_CONTENT = {"Documents", "Progress", "Moves", "Absences", "Persons"}
"""Ports that people do not ask: what the projection writes, how far it has come, that it moved, who is away, what keeps or deleted records."""
OF_RECORDS = {"Registry", "ConcernRegistry"}
"""What those ask who keep an authority's records: for them the decision is about the authority (`Records`), not a case."""


def test_every_deed_has_a_rule_and_every_purpose_its_deeds() -> None:
    assert set(RULES) == set(DEEDS)
    assert set(DEEDS_FOR) == set(PURPOSES)


@pytest.mark.parametrize("route", [*OPERATIONS, *PAGES], ids=lambda each: f"{each.method} {each.path}")
def test_a_route_declares_a_deed_that_there_is(route: Any) -> None:
    assert route.deed in DEEDS


def handlers(own: bool) -> Iterator[tuple[type, Handler]]:
    store = MemoryCommitStore()
    if own:
        yield from intake.own_handlers(NOBODY).items()
        yield from escalation.own_handlers(NOBODY, store).items()
        yield from national_alerts.own_handlers(NOBODY).items()
        yield from risk_management.own_handlers(NOBODY, store).items()
    else:
        yield from intake.command_handlers(NOBODY).items()
        yield from escalation.command_handlers(NOBODY, store).items()
        yield from public_desk(store, FixedClock(NOW), NOBODY, Outside()).handlers.items()
        yield from risk_management.command_handlers(NOBODY, store).items()


@pytest.mark.parametrize(
    ("command", "handler"), list(handlers(own=False)), ids=lambda each: getattr(each, "__name__", "")
)
def test_a_command_that_the_broker_reaches_declares_its_policy(command: type, handler: Handler) -> None:
    if command in (TakeInAlertV1, TakeInDocumentV1):
        assert handler.policy == SIGNED
        return
    assert isinstance(handler.policy, Policy | ConcernPolicy), command
    assert handler.policy.deed in DEEDS


@pytest.mark.parametrize(
    ("command", "handler"), list(handlers(own=True)), ids=lambda each: getattr(each, "__name__", "")
)
def test_a_command_of_the_services_own_says_so(command: type, handler: Handler) -> None:
    assert handler.policy == ITSELF, command


@pytest.mark.parametrize("service", sorted(each.name for each in (ROOT / "services").iterdir() if each.is_dir()))
def test_a_service_answers_no_other_messages(service: str) -> None:
    if service == "__pycache__":
        return
    answering = answered(Path("shared_kernel/messaging/nameko_service.py")) | answered(
        Path("services", service, "service.py")
    )
    assert answering == MESSAGES[service], "a message is answered that no policy is declared for"


def answered(module: Path) -> set[str]:
    """What a module lets the broker ask. Read, not imported: nameko is a service process's own."""
    functions = [
        node
        for node in ast.walk(ast.parse((ROOT / module).read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    return {each.name for each in functions if any("answers" in ast.dump(one) for one in each.decorator_list)}


def ports() -> Iterator[tuple[str, Any]]:
    """Each question of each port of the read models."""
    for found in iter_modules(gateway.read_models.__path__):
        module = import_module(f"gateway.read_models.{found.name}")
        for name, port in vars(module).items():
            ours = inspect.isclass(port) and port.__module__ == module.__name__
            if ours and getattr(port, "_is_protocol", False) and name not in NO_CONTENT | OF_RECORDS:
                yield from ((f"{name}.{each}", getattr(port, each)) for each in vars(port) if not each.startswith("_"))


@pytest.mark.parametrize(("name", "question"), list(ports()), ids=lambda each: each if isinstance(each, str) else "")
def test_no_question_is_answered_without_saying_who_may_see_what(name: str, question: Any) -> None:
    if name.endswith(".versions"):
        return  # how far it has come, and nothing of what it says
    assert typing.get_type_hints(question).get("whose") is Visibility, name


@pytest.mark.parametrize(
    "module", sorted((ROOT / "gateway").rglob("*.py")), ids=lambda each: str(each.relative_to(ROOT))
)
def test_only_those_who_keep_the_records_ask_the_registry(module: Path) -> None:
    asked = {node.attr for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    if asked & {"of_people", "dates_of_people", "ended", "told_of_people"}:
        assert module.parent.name == "records", "ask the cases, which are told who asks"


ASKED = {"cases", "trays", "concerns", "assessments", "cascades", "received", "entries", "alerted"}
MAY_NOT = {"load", "every", "save", "drop"}


@pytest.mark.parametrize(
    "module", sorted((ROOT / "gateway").rglob("*.py")), ids=lambda each: str(each.relative_to(ROOT))
)
def test_nobody_reads_a_view_past_its_questions(module: Path) -> None:
    """`parts.cases.load(…)`, which the projection has, is for nobody who answers people."""
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr in ASKED:
            assert node.attr not in MAY_NOT, f"{module.name}:{node.lineno}"
