"""What the environment may say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from shared_kernel.failpoints import VARIABLE
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.settings import VARIABLES, SettingInvalid, Settings
from shared_kernel.time import FileClock, SystemClock

PASSWORD = "a-secret-word"


def test_an_empty_environment_gives_the_defaults() -> None:
    assert Settings.from_environment({}) == Settings()
    assert Settings.from_environment(dict.fromkeys(VARIABLES, "")) == Settings()


def test_every_variable_is_read() -> None:
    settings = Settings.from_environment(
        {
            "AMQP_URI": "amqps://broker.example/kent",
            "MONGODB_URI": "mongodb://store.example/",
            "NEEDFIRE_DATABASE_PREFIX": "kent_1",
            "NEEDFIRE_CLOCK_FILE": "/run/clock.json",
            "NEEDFIRE_DIRECTORY": "/etc/needfire",
            "NEEDFIRE_AUTHORITIES": " kent, luton ,",
            "NEEDFIRE_LISTEN": "0.0.0.0:80",
            "NEEDFIRE_ADDRESS": "https://needfire.example",
            "NEEDFIRE_OUTBOUND_PORTS": "443, 8443",
            "NEEDFIRE_OUTBOUND_ALLOWED": "127.0.0.1:9000, partner.example:80",
        }
    )
    assert settings == Settings(
        amqp_uri="amqps://broker.example/kent",
        mongodb_uri="mongodb://store.example/",
        database_prefix="kent_1",
        clock_file=Path("/run/clock.json"),
        directory=Path("/etc/needfire"),
        authorities=("kent", "luton"),
        listen="0.0.0.0:80",
        address="https://needfire.example",
        destinations=Destinations(frozenset({443, 8443}), allowed=frozenset({"127.0.0.1:9000", "partner.example:80"})),
    )


def test_without_argument_it_reads_the_processs_own(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setitem(os.environ, "NEEDFIRE_DATABASE_PREFIX", "luton")
    assert Settings.from_environment().database_prefix == "luton"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AMQP_URI", f"http://guest:{PASSWORD}@broker.example"),
        ("MONGODB_URI", f"mongodb+srv://user:{PASSWORD}@store.example"),
        ("NEEDFIRE_DATABASE_PREFIX", "Kent.1"),
        ("NEEDFIRE_LISTEN", "8000"),
        ("NEEDFIRE_ADDRESS", f"https://user:{PASSWORD}@needfire.example/"),
        ("NEEDFIRE_OUTBOUND_PORTS", "https"),
        ("NEEDFIRE_ACCESSIBILITY_CONTACT", f"https://user:{PASSWORD}@needfire.example/"),
        ("NEEDFIRE_OUTBOUND_ALLOWED", f"http://user:{PASSWORD}@127.0.0.1:9000"),
    ],
)
def test_a_wrong_value_is_named_but_not_shown(variable: str, value: str) -> None:
    with pytest.raises(SettingInvalid) as invalid:
        Settings.from_environment({variable: value})
    assert invalid.value.variable == variable
    assert variable in invalid.value.sentence
    assert PASSWORD not in str(invalid.value)


def test_addresses_do_not_show_in_a_log() -> None:
    settings = Settings(amqp_uri=f"amqp://u:{PASSWORD}@b", mongodb_uri=f"mongodb://u:{PASSWORD}@s")
    assert PASSWORD not in repr(settings)


def test_the_clock_can_be_moved_only_where_a_file_is_set(tmp_path: Path) -> None:
    assert isinstance(Settings().clock(), SystemClock)
    assert isinstance(Settings(clock_file=tmp_path / "clock.json").clock(), FileClock)


def test_the_failpoints_variable_is_listed() -> None:
    assert VARIABLE in VARIABLES
