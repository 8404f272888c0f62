"""The platform for Kubernetes: `python -m operations.manifests > deployment/kubernetes/needfire.yaml`.

Made from the list of processes, so that it starts what `make up` and docker-compose.yml start. Broker, store, the proxy with TLS in
front and the secrets are the council's own; `deployment/kubernetes/README.md` says which secrets are looked for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from operations.health import Pulses
from operations.process_list import CUSTODIANS, GATEWAY, IDENTITY, PROCESS_LIST, PROVIDER, STORE, TOPOLOGY, ProcessKind
from shared_kernel import pulse

Manifest = dict[str, Any]
IMAGE = "needfire"
USER = 10001
GATEWAY_PORT, METRICS_PORT = 8000, 9100
NOT_HERE = ("broker", STORE, IDENTITY, PROVIDER, CUSTODIANS)
"""A council has its own broker, store, keys and identity provider, and its custodians are not played."""
ONE_ONLY = ("auditor",)
WITHOUT_STORE = (TOPOLOGY, "auditor")
WITH_A_WAY_OUT = (GATEWAY, "gateway-worker", "deliveries-worker", "national-alerts-worker", "auditor")
"""These call identity providers, agencies, custodians, a mail server, or whoever listens for the heartbeat."""
MEASURED = (GATEWAY, "auditor")
SECRETS = {
    "directory": (*(kind.name for kind in PROCESS_LIST if kind.name != TOPOLOGY),),
    "identity": (GATEWAY, "gateway-worker", "deliveries-worker"),
    "keys": (GATEWAY, "gateway-worker", "deliveries-worker"),
    "files": (GATEWAY, "gateway-worker", "deliveries-worker", "national-alerts-worker"),
}
"""Mounted at /secrets/<name> from the Secret needfire-<name>, for whom it concerns: a service cannot open what is sealed."""
PART_OF = {"app.kubernetes.io/part-of": "needfire"}


def manifests() -> Iterator[Manifest]:
    """Each object, in the order in which they are applied."""
    kinds = [kind for kind in PROCESS_LIST if kind.name not in NOT_HERE]
    yield _object("v1", "ServiceAccount", "needfire", automountServiceAccountToken=False)
    yield from _network()
    for kind in kinds:
        yield _job(kind) if kind.once else _deployment(kind)
    yield from (_disruption(kind.name) for kind in kinds if not kind.once and kind.name not in ONE_ONLY)
    ports = [{"name": "http", "port": GATEWAY_PORT, "targetPort": "http"}]
    yield _object("v1", "Service", GATEWAY, spec={"selector": _labels(GATEWAY), "ports": ports})


def _object(version: str, kind: str, name: str, **rest: Any) -> Manifest:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, "labels": _labels(name)}, **rest}


def _labels(name: str) -> dict[str, str]:
    return {**PART_OF, "app.kubernetes.io/name": name}


def _deployment(kind: ProcessKind) -> Manifest:
    alone = kind.name in ONE_ONLY
    one_after_another = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}
    return _object(
        "apps/v1",
        "Deployment",
        kind.name,
        spec={
            "replicas": 1 if alone else 2,
            "selector": {"matchLabels": _labels(kind.name)},
            "strategy": {"type": "Recreate"} if alone else one_after_another,
            "template": _pod(kind),
        },
    )


def _job(kind: ProcessKind) -> Manifest:
    pod = _pod(kind)
    pod["spec"]["restartPolicy"] = "OnFailure"
    return _object("batch/v1", "Job", kind.name, spec={"backoffLimit": 20, "template": pod})


def _pod(kind: ProcessKind) -> Manifest:
    outward = {"needfire.example/way-out": "yes"} if kind.name in WITH_A_WAY_OUT else {}
    spec = {
        "serviceAccountName": "needfire",
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "terminationGracePeriodSeconds": 30,
        "securityContext": {
            "runAsNonRoot": True, "runAsUser": USER, "runAsGroup": USER, "fsGroup": USER,
            "seccompProfile": {"type": "RuntimeDefault"},
        },
        "containers": [_container(kind)],
        "volumes": [{"name": "tmp", "emptyDir": {}}, *(_secret_volume(name) for name in _secrets_of(kind.name))],
        "topologySpreadConstraints": [_spread(kind.name)],
    }  # fmt: skip
    return {"metadata": {"labels": {**_labels(kind.name), **outward}}, "spec": spec}


def _container(kind: ProcessKind) -> Manifest:
    checks = {} if kind.once else _checks(kind)
    return {
        "name": kind.name,
        "image": IMAGE,
        "command": _command(kind),
        "env": list(_environment(kind)),
        "envFrom": [{"configMapRef": {"name": "needfire-settings"}}],
        **({"ports": _ports(kind.name)} if kind.name in MEASURED else {}),
        "resources": {"requests": {"cpu": "100m", "memory": "192Mi"}, "limits": {"memory": "512Mi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        },
        "volumeMounts": [
            {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108 # nosec B108 - the container's own, and nothing else's
            *({"name": name, "mountPath": f"/secrets/{name}", "readOnly": True} for name in _secrets_of(kind.name)),
        ],
        **checks,
    }


def _command(kind: ProcessKind) -> list[str]:
    given = {"python": "python", "listen_host": "0.0.0.0", "listen_port": str(GATEWAY_PORT)}  # noqa: S104 # nosec B104 - in its pod
    return [word.format_map(given) for word in kind.command]


def _environment(kind: ProcessKind) -> Iterator[Manifest]:
    name = kind.name
    yield {"name": "NEEDFIRE_PRODUCTION", "value": "yes"}
    yield _from_secret("AMQP_URI", "needfire-broker", name)
    if name not in WITHOUT_STORE:
        yield _from_secret("MONGODB_URI", "needfire-store", _owner(name))
    mounted = {"directory": "", "keys": "", "identity": "/identity.yaml"}
    for secret in _secrets_of(name):
        if secret in mounted:
            yield {"name": f"NEEDFIRE_{secret.upper()}", "value": f"/secrets/{secret}{mounted[secret]}"}
    if name in MEASURED:
        yield {"name": "NEEDFIRE_METRICS", "value": f"0.0.0.0:{METRICS_PORT}"}
    if isinstance(kind.health, Pulses):
        yield {"name": pulse.VARIABLE, "value": "/tmp/pulse.json"}  # noqa: S108 # nosec B108 - as above
    if name == "auditor":
        yield {"name": "NEEDFIRE_HEARTBEAT_FILE", "value": "/tmp/heartbeat.json"}  # noqa: S108 # nosec B108 - as above
    if name == "gateway-worker":
        yield {"name": "NEEDFIRE_AUDIT_KEY_FILE", "value": "/secrets/files/audit.pem"}


def _secrets_of(name: str) -> list[str]:
    return [secret for secret, processes in SECRETS.items() if name in processes]


def _owner(name: str) -> str:
    """Whose database a process reads and writes: a worker its service's, those of the gateway the gateway's."""
    return GATEWAY if name == "deliveries-worker" else name.removesuffix("-worker")


def _from_secret(variable: str, secret: str, key: str) -> Manifest:
    return {"name": variable, "valueFrom": {"secretKeyRef": {"name": secret, "key": key}}}


def _secret_volume(name: str) -> Manifest:
    secret = {"secretName": f"needfire-{name}", "defaultMode": 0o440}
    return {"name": name, "secret": secret}


def _checks(kind: ProcessKind) -> Mapping[str, Any]:
    """Ready: it can do its work. Alive: it goes on at all, with or without broker and store. Each is asked about itself."""
    name = kind.name
    well = {"exec": {"command": ["python", "-m", "operations.healthcheck", name]}}
    often = {"periodSeconds": 15, "timeoutSeconds": 10, "failureThreshold": 3}
    if name == GATEWAY:
        itself = [{"name": "Host", "value": "localhost"}]  # it answers to no host but its own and this one
        ready, live = (
            {"httpGet": {"path": f"/health/{each}", "port": "http", "httpHeaders": itself}}
            for each in ("ready", "live")
        )
        return {"readinessProbe": {**ready, **often}, "livenessProbe": {**live, **often}}
    begun = {"periodSeconds": 10, "timeoutSeconds": 10, "failureThreshold": 12}
    if not isinstance(kind.health, Pulses):
        return {"startupProbe": {**well, **begun}, "readinessProbe": {**well, **often}}
    lives = {"exec": {"command": [*well["exec"]["command"], "--live"]}}
    return {
        "startupProbe": {**lives, **begun},
        "readinessProbe": {**well, **often},
        "livenessProbe": {**lives, **often},
    }


def _ports(name: str) -> list[Manifest]:
    measured = {"name": "metrics", "containerPort": METRICS_PORT}
    return [{"name": "http", "containerPort": GATEWAY_PORT}, measured] if name == GATEWAY else [measured]


def _spread(name: str) -> Manifest:
    return {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": _labels(name)},
    }


def _disruption(name: str) -> Manifest:
    spec = {"minAvailable": 1, "selector": {"matchLabels": _labels(name)}}
    return _object("policy/v1", "PodDisruptionBudget", name, spec=spec)


def _network() -> Iterator[Manifest]:
    """Nothing goes in or out but what is named here; `needfire.example/may` marks the pods and namespaces of others."""
    version, kind = "networking.k8s.io/v1", "NetworkPolicy"
    everyone = {"podSelector": {"matchLabels": PART_OF}}
    yield _object(version, kind, "needfire-nothing", spec={**everyone, "policyTypes": ["Ingress", "Egress"]})
    names = {"ports": [{"port": 53, "protocol": protocol} for protocol in ("UDP", "TCP")]}
    yield _object(
        version, kind, "needfire-inside",
        spec={**everyone, "policyTypes": ["Egress"], "egress": [names, {"to": _marked("serve")}]},
    )  # fmt: skip
    out = {"podSelector": {"matchLabels": {**PART_OF, "needfire.example/way-out": "yes"}}}
    ports = [{"port": port, "protocol": "TCP"} for port in (443, 465, 587)]
    yield _object(
        version, kind, "needfire-way-out", spec={**out, "policyTypes": ["Egress"], "egress": [{"ports": ports}]}
    )
    for name, who, port in (("gateway", "call", GATEWAY_PORT), ("metrics", "measure", METRICS_PORT)):
        rule = {"from": _marked(who), "ports": [{"port": port, "protocol": "TCP"}]}
        whom = {"podSelector": {"matchLabels": _labels(GATEWAY)}} if name == "gateway" else everyone
        yield _object(version, kind, f"needfire-{name}", spec={**whom, "policyTypes": ["Ingress"], "ingress": [rule]})


def _marked(may: str) -> list[Manifest]:
    marked = {"matchLabels": {"needfire.example/may": may}}
    return [{"podSelector": marked}, {"namespaceSelector": marked}]


class _Plain(yaml.SafeDumper):
    """Writes each object in full: a reader looks for a process, not for an anchor."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def text() -> str:
    """All of them as one file."""
    first = "# Made by `python -m operations.manifests`; change that, or lay a kustomization over this.\n"
    return first + yaml.dump_all(manifests(), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=120)


def main() -> None:
    """Prints them."""
    sys.stdout.write(text())


if __name__ == "__main__":
    main()
