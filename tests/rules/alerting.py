"""A national alert as people make one: proposed with who asked whom, its message written, checked, signed off and released."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Literal

from contracts.cascade import CustodianRespondedV1, CustodianSilentV1, Result
from contracts.national_alerts import AlertReleasedV1, Enquiry, ProposeAlertV1, WriteMessageV1
from needfire.alerting import AlertPart, Message
from needfire.directory.loading import load_directory
from needfire.loading.deployment import Deployment
from shared_kernel.command_desk import recorded
from shared_kernel.commits import chained
from tests.unit.casework.authorities import DIRECTORIES
from tests.unit.casework.case import THIS, Case


def enquiries(case: Case, by: str, facts: Iterable[str] | None = None) -> tuple[Enquiry, ...]:
    """Who asked whom an hour ago, for each of the facts that count only so."""
    edition = case.deployment.authorities[case.authority].editions[case.notification.edition]
    asked = edition.alerting.enquiries if facts is None and edition.alerting else tuple(facts or ())
    return tuple(Enquiry(fact, by, "family", case.clock.now() - timedelta(hours=1)) for fact in asked)


IN_OWN_WORDS = object()
"""Stands in a form for what is said in one's own words, among the sealed particulars."""
Form = Mapping[str, Any]
# What Kent's edition of 2016 and Luton's guidance offer for any child: the template itself is not in their sources.
TEMPLATE: Form = {
    "person_completing": IN_OWN_WORDS,
    "child_described": IN_OWN_WORDS,
    "appearance": IN_OWN_WORDS,
    "photograph": "attachment-1",
    "last_known_location": IN_OWN_WORDS,
    "linked_localities": ["E10000016", "E06000032"],
    "reason": IN_OWN_WORDS,
    "contacts": IN_OWN_WORDS,
}


def propose(case: Case, by: str, facts: Mapping[str, Any] | None = None) -> ProposeAlertV1:
    """The command that puts the case to the threshold."""
    return ProposeAlertV1(THIS, facts or {}, enquiries(case, by))


def asked(case: Case, message: Message) -> list[AlertPart]:
    """The parts that the form of this message asks."""
    edition = case.deployment.authorities[case.authority].editions[case.notification.edition]
    assert edition.alerting
    return [part for part in edition.alerting.parts if not part.messages or message in part.messages]


def write(
    case: Case,
    message: Message = "initial",
    facts: Mapping[str, Any] | None = None,
    without: str = "",
    **answers: Any,
) -> WriteMessageV1:
    """The command that completes a message's form: in full, but for the part left out."""
    parts = [part for part in asked(case, message) if part.name != without and part.when is None]
    return fill(message, {**{part.name: _answer(part) for part in parts}, **answers}, facts)


def _answer(part: AlertPart) -> Any:
    return {
        "sealed": IN_OWN_WORDS,
        "words": next(iter(part.words or {"": ""})),
        "day": "2026-11-20",
        "localities": ["E10000016", "E06000032"],
        "photograph": "attachment-1",
    }[part.kind]


def fill(message: Message, form: Form, facts: Mapping[str, Any] | None = None) -> WriteMessageV1:
    """The command that sends a message's form in as a person has filled it, whatever the edition asks."""
    given = tuple(name for name, answer in form.items() if answer is IN_OWN_WORDS)
    typed = {name: answer for name, answer in form.items() if name not in given}
    return WriteMessageV1(THIS, message, facts or {}, typed, given, "sealed")


def also_holding(case: Case, person: str, holder: str) -> Case:
    """From now on this person holds every post of that other one, too: they could pass what they wrote themselves."""
    case.deploy(held_besides(case.deployment, case.authority, person, holder))
    return case


def held_besides(deployment: Deployment, authority: str, person: str, holder: str) -> Deployment:
    """The deployment with the authority's directory in which this person holds that one's posts, too."""
    name = f"{authority}.yaml"
    text = (DIRECTORIES / name).read_text("utf-8").replace(f"holders: [{holder}]", f"holders: [{holder}, {person}]")
    return replace(deployment, directories={**deployment.directories, authority: load_directory(text, name)})


def answered(case: Case, result: Result, number: int = 1) -> Case:
    """A custodian elsewhere says what they know of the child."""
    now, alert_id = case.clock.now(), case.alert.alert_id
    said = CustodianRespondedV1(alert_id, f"{alert_id}.1", "BNE", result, "an-officer-there", now)
    return _cascaded(case, said, f"answer-{number}")


def unreached(case: Case, because: Literal["silence", "failure"], number: int = 1) -> Case:
    """A custodian elsewhere was not reached by the alert's first message, or says nothing."""
    now, alert_id = case.clock.now(), case.alert.alert_id
    return _cascaded(case, CustodianSilentV1(f"{alert_id}.1", "BNE", because, now), f"unreached-{number}")


def _cascaded(case: Case, told: Any, number: str) -> Case:
    now = case.clock.now()
    case.alerts.append(
        chained(
            None,
            stream=f"receipt:{case.alert.alert_id}.1:{number}",
            authority="elsewhere",
            actor="an-officer-there",
            command_id=number,
            command_digest="digest",
            events=(recorded(told),),
            answer={},
            recorded_at=now,
        )
    )
    return case.until(now)


def released(case: Case) -> list[tuple[str, int]]:
    """The messages that went to the custodians, in order."""
    return [(each.message, each.number) for each in case.ever(AlertReleasedV1)]
