"""Checks what an edition states of national alerts: every way leads somewhere, every message can be released by somebody."""

from __future__ import annotations

from collections.abc import Iterator

from needfire.alerting import RECORDED, Alerting
from needfire.procedure import Edition, Trigger
from needfire.vocabulary import VOCABULARY


def cited_parts(alerting: Alerting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every part with the rules that it cites."""
    yield "alerting", alerting.rules
    for message in alerting.messages:
        yield f"alert message {message.kind}", message.rules
        yield from ((f"alert message {message.kind}, guard", guard.rules) for guard in message.refused)
    yield from ((f"alert part {part.name}", part.rules) for part in alerting.parts)


def roles_used(alerting: Alerting) -> Iterator[tuple[str, str]]:
    """Every role that has something to do with an alert."""
    yield from (("alerting", role) for role in alerting.by)
    yield from ((f"alert message {each.kind}", role) for each in alerting.messages for role in each.by)


def opens(alerting: Alerting | None, request: str) -> bool:
    """Whether an alert's message, or an answer to one, opens this request."""
    if alerting is None:
        return False
    written = {str(message.written) for message in alerting.messages}
    return request == alerting.responses or f"opened:{request}" in written


def triggers(alerting: Alerting) -> Iterator[tuple[str, Trigger]]:
    """What each message waits for."""
    for message in alerting.messages:
        for trigger in (message.written, message.signed_off, *message.sent_back, message.released):
            if trigger:
                yield f"alert message {message.kind}", trigger


def problems(edition: Edition, alerting: Alerting) -> Iterator[str]:
    """A sentence for each part that leads nowhere."""
    if alerting.threshold not in {each.id for each in edition.thresholds}:
        yield f"alerting names the threshold '{alerting.threshold}', which is not in thresholds"
    if alerting.responses not in {each.id for each in edition.requests}:
        yield f"alerting has responses open '{alerting.responses}', which is no request"
    for fact in (*alerting.enquiries, *alerting.missing_since):
        if fact not in VOCABULARY.definitions:
            yield f"alerting names the fact '{fact}', which is not known"
    kinds = [message.kind for message in alerting.messages]
    yield from (f"alerting states {each} twice" for each in RECORDED if kinds.count(each) > 1)
    if "initial" not in kinds:
        yield "alerting has no initial message: nothing could ever be sent"
    for message in alerting.messages:
        if message.written and not (message.by and message.signed_off):
            yield f"alert message {message.kind} is written: say by (who writes it) and signed_off"
        if message.kind == "initial" and not message.written:
            yield "alert message initial: say written, since somebody has to"
    for part in alerting.parts:
        if (part.kind == "words") != bool(part.words):
            yield f"alert part {part.name}: say words where its kind is words, and only there"
