"""Notices: assigned is not told; told is who said that they have read it."""

from __future__ import annotations

import pytest

from contracts.escalation import NoticeReceivedV1, ReceiveNoticeV1
from tests.unit.casework.case import THIS, Case, close
from tests.unit.casework.events import event
from tests.unit.escalation.fen import raised

TELLS_DESK = """
acts:
- {kind: raise, roles: [worker], rules: [FEN-1], tells: [{role: desk, rules: [FEN-2]}]}
- {kind: close, roles: [manager], rules: [FEN-1], tells: [{role: auditor, rules: [FEN-2]}]}
"""


@pytest.fixture
def told() -> Case:
    return raised(TELLS_DESK)


def test_a_notice_lies_with_the_group_until_one_of_them_says_that_they_have_read_it(told: Case) -> None:
    assert (told.notice("desk").people, told.notice("desk").received_by) == (("desk-1", "desk-2"), None)
    told.when(told.receive("desk"), by="desk-2").then(event(NoticeReceivedV1, notice_id="notice-1-1", by="desk-2"))
    assert told.notice("desk").received_by == "desk-2"


def test_a_receipt_is_given_once(told: Case) -> None:
    told.given(told.receive("desk"), by="desk-2")
    for by in ("desk-1", "desk-2"):
        told.when(told.receive("desk"), by=by).refused("already_received")


def test_who_does_not_hold_the_role_gives_no_receipt(told: Case) -> None:
    told.when(told.receive("desk"), by="head").refused("not_permitted", details={"roles": ["Duty desk"]})


def test_a_notice_that_is_not_there_is_not_found(told: Case) -> None:
    told.when(ReceiveNoticeV1(THIS, "notice-1-9"), by="desk-1").refused("not_found")


def test_a_receipt_can_still_be_given_after_the_end(told: Case) -> None:
    told.given(close(), by="manager")
    told.given(told.receive("desk"), by="desk-1").given(told.receive("auditor"), by="auditor")
    assert told.notice("auditor").received_by == "auditor"
