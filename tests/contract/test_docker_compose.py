"""docker-compose.yml starts the same platform as the runner does, and lets nobody in but over the loopback interface."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from operations import broker_users
from operations.health import Pulses
from operations.process_list import PROCESS_LIST, ProcessKind

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
FROM_ELSEWHERE = {"broker": "rabbitmq", "store": "mongo"}
OURS = {name: service for name, service in SERVICES.items() if name not in FROM_ELSEWHERE}
KINDS = {kind.name: kind for kind in PROCESS_LIST}
DEMONSTRATIONS = {"identity-provider", "custodians-played"}
ONLY_HERE = {"broker-users"}
"""The runner's own broker gets its users by itself."""


def test_it_has_the_processes_that_the_runner_has() -> None:
    assert set(SERVICES) - ONLY_HERE == set(KINDS)


@pytest.mark.parametrize("name", FROM_ELSEWHERE)
def test_images_from_elsewhere_are_pinned_by_major_version(name: str) -> None:
    assert re.fullmatch(rf"{FROM_ELSEWHERE[name]}:\d+", SERVICES[name]["image"])


def test_our_own_image_is_built_on_a_pinned_python() -> None:
    base = re.findall(r"^FROM (\S+)(?: AS (\w+))?", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    stages = {stage for _, stage in base}

    assert all(image in stages or re.fullmatch(r"python:3\.1[1-3]-slim", image) for image, _ in base)
    assert base[-1] == ("platform", "")
    assert {name for name, service in OURS.items() if service["build"] != "."} == DEMONSTRATIONS
    assert all(SERVICES[name]["build"] == {"context": ".", "target": "demonstration"} for name in DEMONSTRATIONS)


def test_only_the_gateway_and_the_demonstrations_sign_in_are_published_on_the_loopback_interface_alone() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert set(published) == {"gateway", "identity-provider"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_every_process_can_have_replicas() -> None:
    assert not any("container_name" in service for service in SERVICES.values())


def test_only_who_calls_out_or_is_called_has_a_network_with_a_way_out() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name for name, service in SERVICES.items() if service["networks"] != ["inside"]} == {
        "gateway",
        "deliveries-worker",
        "national-alerts-worker",
        "identity-provider",
    }


@pytest.mark.parametrize("name", OURS)
def test_our_processes_can_change_nothing_but_what_they_must(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in service  # the image's own, which is not root


def test_the_image_does_not_run_as_root() -> None:
    users = re.findall(r"^USER (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)

    assert users == ["10001:10001", "root", "10001:10001"]  # root adds the demonstration's packages, and runs nothing


@pytest.mark.parametrize("kind", PROCESS_LIST, ids=KINDS)
def test_each_process_runs_the_runner_s_command(kind: ProcessKind) -> None:
    if kind.name in FROM_ELSEWHERE:
        assert "command" not in SERVICES[kind.name]
        return
    program = next(word for word in kind.command if re.match(r"(services|gateway|operations)\.|auditor$", word))

    assert program in SERVICES[kind.name]["command"]


@pytest.mark.parametrize("name", [kind.name for kind in PROCESS_LIST if not kind.once])
def test_each_process_that_stays_has_a_health_check(name: str) -> None:
    check = SERVICES[name]["healthcheck"]["test"]

    assert name in FROM_ELSEWHERE or check[-2:] == ["operations.healthcheck", name]


@pytest.mark.parametrize("name", [kind.name for kind in PROCESS_LIST if isinstance(kind.health, Pulses)])
def test_each_replica_is_asked_about_itself(name: str) -> None:
    file = Path(SERVICES[name]["environment"]["NEEDFIRE_PULSE_FILE"])

    assert str(file.parent) in SERVICES[name]["tmpfs"]  # no other replica has it


@pytest.mark.parametrize("name", sorted(OURS.keys() - ONLY_HERE))
def test_each_process_waits_for_what_it_stands_on(name: str) -> None:
    waits = SERVICES[name]["depends_on"]

    assert set(waits) == set(KINDS[name].after)
    for other, how in waits.items():
        done = "service_completed_successfully" if KINDS[other].once else "service_healthy"
        assert how == {"condition": done}


def test_there_is_no_password_in_it_and_none_by_default() -> None:
    variables = re.findall(r"\$\{(\w*PASSWORD\w*)(:?[?-])?", TEXT)

    assert variables
    assert {how for _, how in variables} == {":?"}


def test_the_helper_for_the_passwords_writes_every_one_that_is_needed() -> None:
    needed = set(re.findall(r"\$\{(\w+):\?", TEXT))

    assert needed == set(re.findall(r"^(NEEDFIRE_\w+)=", (ROOT / "deployment/make-env.sh").read_text(), re.MULTILINE))


def test_the_files_it_mounts_are_there() -> None:
    mounted = [v.split(":")[0] for service in SERVICES.values() for v in service.get("volumes", [])]

    assert all((ROOT / path).exists() for path in mounted if path.startswith("./"))
    assert {path for path in mounted if not path.startswith("./")} == set(COMPOSE["volumes"])


def test_no_embedded_store_goes_into_an_image() -> None:
    assert "secantusdb" not in (ROOT / "requirements/services.txt").read_text()
    assert "services.txt" in (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", broker_users.rights())
def test_each_process_is_its_own_user_of_the_broker(name: str) -> None:
    given = SERVICES[name]["environment"]["AMQP_URI"]
    word = f"${{{broker_users.variable_of(name)}:?run sh deployment/make-env.sh first}}"
    assert given == f"amqp://{name}:{word}@broker:5672//"
    assert SERVICES["broker-users"]["environment"][broker_users.variable_of(name)] == word


@pytest.mark.parametrize("name", OURS)
def test_no_process_is_given_anothers_password(name: str) -> None:
    given = str(SERVICES[name].get("environment", {}))
    passwords = set(re.findall(r"NEEDFIRE_BROKER_\w+_PASSWORD", given))
    assert name == "broker-users" or passwords <= {broker_users.variable_of(name)}
