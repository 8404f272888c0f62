"""The photograph of an alert: attached to it, kept sealed and without what else the file held, read by whom the message was sent to."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.pictures import PICTURE, TAKEN
from tests.rules.kent_2023.playing import WORKER
from tests.unit.casework.authorities import fenshire, real
from tests.unit.gateway.alerted import CUSTODIAN, form, proposal, raised, released
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House, deployment_of

INBOX = "/v1/custodian/messages"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path, deployment_of(real("kent"), real("luton"), fenshire()))


def test_the_custodian_reads_the_picture_and_nothing_else_that_the_file_held(callers: Callers) -> None:
    alert = released(callers)
    told = callers.said(f"{INBOX}/{alert}.1/photograph", CUSTODIAN)
    picture = base64.b64decode(told["content"])
    assert told["media_type"] == "image/jpeg" and picture.startswith(b"\xff\xd8\xff")
    assert TAKEN.encode() in base64.b64decode(PICTURE) and TAKEN.encode() not in picture


def test_what_is_kept_is_sealed_and_the_same_upload_again_is_one(callers: Callers, house: House) -> None:
    alert = raised(callers)
    kept = house.photographs
    attached = callers.done(f"/v1/alerts/{alert}/photographs", {"content": PICTURE}, WORKER)
    document = kept.one("kent", attached["attachment_id"])
    assert document is not None and kept.one("luton", attached["attachment_id"]) is None
    assert document["sealed"].startswith("s2.") and (attached["width"], attached["height"]) == (64, 64)


def test_a_form_that_names_what_is_not_attached_to_this_alert_is_refused(callers: Callers) -> None:
    alert, other = raised(callers), raised(callers)
    callers.done("/v1/alerts", proposal(alert), WORKER)
    named = callers.done(f"/v1/alerts/{other}/photographs", {"content": PICTURE}, WORKER)["attachment_id"]
    for photograph in (named, "attachment-1"):
        body = form(callers, alert)
        body["answers"]["photograph"] = photograph
        answer = callers.post(f"/v1/alerts/{alert}/messages", body, WORKER)
        assert list(refused(answer, "alert_parts_required", 422)["details"]["parts"]) == ["photograph"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        ("%%%", 422, "malformed"),
        (base64.b64encode(b"GIF89a").decode(), 422, "not_a_photograph"),
        ("", 422, "not_a_photograph"),
    ],
)
def test_what_is_no_photograph_is_refused(callers: Callers, content: str, status: int, code: str) -> None:
    alert = raised(callers)
    answer = callers.post(f"/v1/alerts/{alert}/photographs", {"content": content}, WORKER)
    refused(answer, code, status)


def test_only_who_writes_messages_attaches_and_only_who_received_it_reads(callers: Callers) -> None:
    alert = released(callers)
    answer = callers.post(f"/v1/alerts/{alert}/photographs", {"content": PICTURE}, "kent-director")
    assert answer.status_code in (403, 404)
    assert callers.get(f"{INBOX}/{alert}.1/photograph", WORKER).status_code == 404
