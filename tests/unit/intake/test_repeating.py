"""Repeated commands, strangers' references, and plugins or editions that are gone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from contracts.intake import UpdateNotificationV1
from needfire.loading.deployment import Deployment
from shared_kernel.commits import verify_chain
from tests.unit.casework.authorities import fenshire, real
from tests.unit.casework.case import THIS, Case, close, raise_it

CHANGE = UpdateNotificationV1(THIS, 0, {"happened": ["missing"]})


def test_a_repeated_command_gets_its_first_answer_and_changes_nothing(fen: Case) -> None:
    for command in (raise_it({}, "FEN-X"), CHANGE):
        fen.when(command, by="worker", command_id=f"the-{type(command).__name__}")
        first, stored = fen.answer, len(fen.log)
        fen.passes(days=3)
        fen.when(command, by="worker", command_id=f"the-{type(command).__name__}")
        assert (fen.answer, len(fen.log)) == (first, stored)
        assert "accepted" in first


def test_a_command_that_was_refused_may_be_sent_again_under_its_id_when_it_can_be_accepted(fen: Case) -> None:
    fen.when(CHANGE, by="worker", command_id="same").refused("not_found")
    fen.given(raise_it({}, "FEN-X"), by="worker")
    fen.when(CHANGE, by="worker", command_id="same")
    assert "accepted" in fen.answer


def test_an_id_that_comes_again_with_other_content_or_from_another_person_is_refused(fen: Case) -> None:
    fen.when(raise_it({}, "FEN-X"), by="worker", command_id="same")
    fen.when(raise_it({}, "FEN-B"), by="worker", command_id="same").refused("command_id_reused")
    fen.when(raise_it({}, "FEN-X"), by="manager", command_id="same").refused("command_id_reused")
    fen.when(close(), by="manager", command_id="same").refused("command_id_reused")


def test_what_another_authority_raised_is_not_there(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-X"), by="worker")
    theirs = real("kent")
    both = Deployment(
        {**fen.deployment.authorities, **theirs.authorities}, {**fen.deployment.directories, **theirs.directories}
    )
    fen.deploy(both)
    for command in (CHANGE, close()):
        fen.when(command, by="kent-team-manager", authority="kent").refused("not_found")
        fen.when(command, by="worker", authority="kent").refused("not_found")


@pytest.mark.parametrize("command", [raise_it({}, "FEN-X"), CHANGE])
def test_an_authority_that_is_stopped_or_unknown_decides_nothing(fen: Case, command: object) -> None:
    fen.given(replace(raise_it({}, "FEN-X"), notification_id="notification-2"), by="worker")
    fen.deploy(Deployment({}, {}, {"fenshire": "its plugin raised"}))
    fen.when(command, by="worker", authority="fenshire").refused("authority_stopped")
    fen.when(command, by="worker", authority="rutland").refused("unknown_authority")


def test_a_case_whose_edition_was_changed_or_removed_waits_until_it_is_restored(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-X"), by="worker")
    for other in ("title: Changed by a word", "edition: another"):
        fen.deploy(fenshire(other))
        fen.when(CHANGE, by="worker").refused("edition_changed")
    fen.deploy(fenshire())
    fen.given(CHANGE, by="worker")


def test_unknown_commands_and_envelopes_are_refused(fen: Case) -> None:
    envelope = fen.envelope(raise_it({}, "FEN-X"), by="worker")
    for spoilt, code in (
        ({**envelope, "name": "EraseEverything"}, "unknown_command"),
        ({**envelope, "version": 99}, "unknown_command"),
        ({**envelope, "actor": None}, "malformed"),
        ({}, "malformed"),
        ("raise it", "malformed"),
        (None, "malformed"),
    ):
        fen.answer = fen.intake_desk.answer(spoilt)
        fen.refused(code)


def test_the_commits_of_a_notification_are_a_chain(fen: Case) -> None:
    fen.given(raise_it({}, "FEN-X"), CHANGE, by="worker").given(close(), by="manager")
    commits = fen.intake.stream(THIS)
    verify_chain(commits)
    assert [(each.version, each.actor, each.authority) for each in commits] == [
        (1, "worker", "fenshire"),
        (2, "worker", "fenshire"),
        (3, "manager", "fenshire"),
    ]
