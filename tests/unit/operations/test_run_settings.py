from __future__ import annotations

from pathlib import Path

import pytest

from operations.problems import Problem
from operations.run_settings import Addresses, RunSettings, listen_parts, without_password


def test_nothing_in_the_environment_leaves_everything_to_the_runner() -> None:
    settings = RunSettings.from_environment({})

    assert settings.run_folder == settings.project / ".run"
    assert (settings.amqp_uri, settings.mongodb_uri) == (None, None)
    assert (settings.broker_port, settings.store_port) == (0, 0)
    assert settings.listen == "127.0.0.1:8000"


def test_what_a_person_sets_is_taken() -> None:
    settings = RunSettings.from_environment(
        {
            "AMQP_URI": "amqp://elsewhere//",
            "MONGODB_URI": "mongodb://elsewhere/",
            "NEEDFIRE_LISTEN": "127.0.0.1:8001",
            "NEEDFIRE_BROKER_PORT": "5700",
            "NEEDFIRE_STORE_PORT": "27200",
            "NEEDFIRE_RUN_FOLDER": "/tmp/run",
            "NEEDFIRE_DATABASE_PREFIX": "trial",
            "NEEDFIRE_DIRECTORY": "/tmp/directories",
            "NEEDFIRE_KEYS": "/tmp/secrets/keys",
            "NEEDFIRE_IDENTITY": "/tmp/secrets/identity.yaml",
        }
    )

    assert settings.run_folder == Path("/tmp/run")
    assert (settings.amqp_uri, settings.mongodb_uri) == ("amqp://elsewhere//", "mongodb://elsewhere/")
    assert (settings.broker_port, settings.store_port) == (5700, 27200)
    assert (settings.listen, settings.database_prefix) == ("127.0.0.1:8001", "trial")
    assert settings.directory == Path("/tmp/directories")
    assert (settings.keys, settings.identity) == (Path("/tmp/secrets/keys"), Path("/tmp/secrets/identity.yaml"))


def test_a_variable_that_is_set_to_nothing_counts_as_not_set() -> None:
    assert RunSettings.from_environment({"AMQP_URI": "", "NEEDFIRE_BROKER_PORT": ""}).amqp_uri is None


@pytest.mark.parametrize("value", ["http", "-1", "70000", "5672x"])
def test_a_port_that_is_none_is_named_with_its_remedy(value: str) -> None:
    with pytest.raises(Problem) as refused:
        RunSettings.from_environment({"NEEDFIRE_BROKER_PORT": value})

    assert refused.value.code == "bad-setting"
    assert value in refused.value.sentence
    assert "NEEDFIRE_BROKER_PORT" in refused.value.remedy


@pytest.mark.parametrize("listen", ["0.0.0.0:8000", "192.0.2.1:80", "127.0.0.1", "8000", "127.0.0.1:99999", ":"])
def test_only_the_loopback_interface_is_listened_on(listen: str) -> None:
    with pytest.raises(Problem) as refused:
        listen_parts(listen)

    assert refused.value.code == "bad-setting"


def test_localhost_is_the_loopback_interface() -> None:
    assert listen_parts("localhost:8001") == ("127.0.0.1", 8001)


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("amqp://somebody:secret@broker.example:5672//", "amqp://broker.example:5672//"),
        ("mongodb://somebody:se%40cret@store.example/?w=majority", "mongodb://store.example/?w=majority"),
        ("mongodb://127.0.0.1:27117/", "mongodb://127.0.0.1:27117/"),
    ],
)
def test_an_address_is_shown_without_its_password(uri: str, shown: str) -> None:
    assert without_password(uri) == shown


def test_the_page_is_under_the_address_listened_on() -> None:
    assert Addresses("amqp://", "mongodb://", "127.0.0.1", 8001).base_url == "http://127.0.0.1:8001"
