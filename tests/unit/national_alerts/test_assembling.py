"""The cascade as the worker puts it together: channels from settings, releases into cascades."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contracts.national_alerts import AlertReleasedV1
from services.national_alerts.cascade.assembling import channels_of
from services.national_alerts.cascade.channels.mail import Mail
from services.national_alerts.cascade.channels.notify import NotifyMail
from services.national_alerts.cascade.releasing import ReleaseFollower
from shared_kernel.command_desk import recorded
from shared_kernel.commits import chained
from shared_kernel.settings import SettingInvalid, Settings
from tests.unit.national_alerts.cascading import FEW, CascadeHouse

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def house() -> Iterator[CascadeHouse]:
    house = CascadeHouse()
    yield house
    house.sender.stop()


def test_without_a_mail_server_nothing_is_sent() -> None:
    assert channels_of(Settings.from_environment({})) == {}


def test_mail_and_webhooks_are_as_they_are_set(tmp_path: Path) -> None:
    (tmp_path / "secrets.yaml").write_text("LUT: [whsec_c2VjcmV0]\n")
    settings = Settings.from_environment(
        {
            "NEEDFIRE_MAIL": "smtp://127.0.0.1:2525",
            "NEEDFIRE_MAIL_SENDER": "alerts@kent.example",
            "NEEDFIRE_CUSTODIAN_SECRETS": str(tmp_path / "secrets.yaml"),
        }
    )
    assert set(channels_of(settings)) == {"mail", "webhook"}


TEMPLATE = "notify://f33517ff-2a88-4f6e-b855-c550268ce08a"
KEY = "needfire-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"


@pytest.mark.parametrize(
    ("mail", "secret", "channel"),
    [("smtps://mail.kent.example:587", "user:word:word", Mail), (TEMPLATE, f"{KEY}\n", NotifyMail)],
)
def test_mail_goes_by_the_way_that_is_set_with_what_lies_in_a_file(
    tmp_path: Path, mail: str, secret: str, channel: type
) -> None:
    (tmp_path / "secret").write_text(secret)
    given = {"NEEDFIRE_MAIL": mail, "NEEDFIRE_MAIL_SECRET_FILE": str(tmp_path / "secret")}
    assert isinstance(channels_of(Settings.from_environment(given))["mail"], channel)


@pytest.mark.parametrize(
    ("mail", "secret"),
    [(TEMPLATE, "a-secret-that-is-no-key"), (TEMPLATE, ""), ("smtps://mail.kent.example:587", "a-secret")],
)
def test_a_file_that_does_not_hold_what_is_asked_for_is_named_and_not_repeated(
    tmp_path: Path, mail: str, secret: str
) -> None:
    (tmp_path / "secret").write_text(secret)
    given = {"NEEDFIRE_MAIL": mail, "NEEDFIRE_MAIL_SECRET_FILE": str(tmp_path / "secret")}
    with pytest.raises(SettingInvalid, match="NEEDFIRE_MAIL_SECRET_FILE") as wrong:
        channels_of(Settings.from_environment(given))
    assert not secret or secret not in str(wrong.value)
    with pytest.raises(SettingInvalid, match="can be read"):
        channels_of(Settings.from_environment({**given, "NEEDFIRE_MAIL_SECRET_FILE": str(tmp_path / "none")}))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("NEEDFIRE_MAIL", "http://mail:25"),
        ("NEEDFIRE_MAIL", "smtp://mail"),
        ("NEEDFIRE_MAIL", "notify://my-template"),
        ("NEEDFIRE_MAIL_SENDER", "nobody"),
    ],
)
def test_what_is_no_mail_server_is_refused(variable: str, value: str) -> None:
    with pytest.raises(SettingInvalid):
        Settings.from_environment({variable: value})


def test_a_released_message_begins_its_cascade_once(house: CascadeHouse) -> None:
    released = AlertReleasedV1(
        "alert-1", "notification-1", "initial", 1, NOON, "high", "kent 2023-12", "ashford", "kent-manager", NOON,
        False, {}, (),
    )  # fmt: skip
    commit = chained(
        None, stream="alert-1", authority="kent", actor="kent-manager", command_id="release", command_digest="d",
        events=(recorded(released),), answer={}, recorded_at=NOON,
    )  # fmt: skip
    for _ in range(2):
        ReleaseFollower(house.own_desk)(commit)
    house.follow()
    house.send()
    assert len([*house.mail.taken, *house.webhook.taken]) == len(FEW)
    assert house.ledger.cascade("alert-1.1").original == NOON
