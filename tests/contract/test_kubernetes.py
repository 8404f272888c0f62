"""deployment/kubernetes starts the processes that the runner starts, as Kubernetes understands them, with no more rights than they need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from gateway.front.address import Address
from operations import broker_users, manifests
from operations.health import Pulses
from operations.process_list import PROCESS_LIST

FOLDER = Path(__file__).parents[2] / "deployment" / "kubernetes"
OBJECTS: list[dict[str, Any]] = list(yaml.safe_load_all((FOLDER / "needfire.yaml").read_text("utf-8")))
KINDS = {kind.name: kind for kind in PROCESS_LIST if kind.name not in manifests.NOT_HERE}
PODS = {each["metadata"]["name"]: each["spec"]["template"] for each in OBJECTS if "template" in each.get("spec", {})}
VERSIONS = ("1.31", "1.34")


def variables(name: str) -> dict[str, dict[str, Any]]:
    return {each["name"]: each for each in container(name)["env"]}


def container(name: str) -> dict[str, Any]:
    [only] = PODS[name]["spec"]["containers"]
    assert isinstance(only, dict)
    return only


def test_the_file_is_what_the_list_of_processes_makes() -> None:
    assert (FOLDER / "needfire.yaml").read_text("utf-8") == manifests.text()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("each", OBJECTS, ids=lambda each: f"{each['kind']} {each['metadata']['name']}")
def test_kubernetes_understands_it(each: dict[str, Any], version: str) -> None:
    kubernetes_validate.validate(each, version, strict=True)


def test_every_process_of_the_platform_runs_and_nothing_of_the_demonstration() -> None:
    assert set(PODS) == set(KINDS)


@pytest.mark.parametrize("name", PODS)
def test_a_process_can_change_nothing_but_its_own_passing_files(name: str) -> None:
    pod, only = PODS[name]["spec"], container(name)
    assert only["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["securityContext"]["runAsNonRoot"] and pod["automountServiceAccountToken"] is False
    assert [each["name"] for each in only["volumeMounts"] if not each.get("readOnly")] == ["tmp"]
    assert only["resources"]["limits"]["memory"]


@pytest.mark.parametrize("name", PODS)
def test_each_is_its_own_user_of_the_broker_in_production(name: str) -> None:
    given = variables(name)
    assert given["NEEDFIRE_PRODUCTION"]["value"] == "yes"
    assert given["AMQP_URI"]["valueFrom"]["secretKeyRef"] == {"name": "needfire-broker", "key": name}
    assert name in broker_users.rights()


def test_only_the_gateways_processes_can_open_what_is_sealed() -> None:
    assert {name for name in PODS if "NEEDFIRE_KEYS" in variables(name)} == {
        "gateway",
        "gateway-worker",
        "deliveries-worker",
    }


def test_each_owner_has_its_own_user_of_the_store() -> None:
    of = {name: variables(name).get("MONGODB_URI", {}).get("valueFrom", {}).get("secretKeyRef") for name in PODS}
    assert {name for name, key in of.items() if key is None} == {"topology", "auditor"}
    assert of["intake"] == of["intake-worker"] == {"name": "needfire-store", "key": "intake"}
    assert of["deliveries-worker"] == of["gateway"] == {"name": "needfire-store", "key": "gateway"}


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if not kind.once])
def test_each_is_asked_whether_it_does_its_work(name: str) -> None:
    probe = container(name)["readinessProbe"]
    if name == "gateway":
        asked = probe["httpGet"]
        assert asked["path"] == "/health/ready"
        [host] = [each["value"] for each in asked["httpHeaders"] if each["name"] == "Host"]
        assert Address("https://needfire.council.example").is_ours(host)
    else:
        assert probe["exec"]["command"] == ["python", "-m", "operations.healthcheck", name]


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if isinstance(kind.health, Pulses)])
def test_each_replica_is_asked_about_itself_and_started_again_when_it_stands_still(name: str) -> None:
    file = variables(name)["NEEDFIRE_PULSE_FILE"]["value"]
    [own] = [each["mountPath"] for each in container(name)["volumeMounts"] if not each.get("readOnly")]
    assert file.startswith(f"{own}/")
    alive = ["python", "-m", "operations.healthcheck", name, "--live"]
    assert container(name)["livenessProbe"]["exec"]["command"] == alive
    assert (
        container(name)["startupProbe"]["exec"]["command"] == alive
    )  # a broker that is away is no reason to start again


def test_nothing_goes_in_or_out_but_what_is_named() -> None:
    policies = {each["metadata"]["name"]: each["spec"] for each in OBJECTS if each["kind"] == "NetworkPolicy"}
    assert policies["needfire-nothing"] == {
        "podSelector": {"matchLabels": manifests.PART_OF},
        "policyTypes": ["Ingress", "Egress"],
    }
    outward = {name for name, pod in PODS.items() if "needfire.example/way-out" in pod["metadata"]["labels"]}
    assert outward == set(manifests.WITH_A_WAY_OUT)
