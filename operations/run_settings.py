"""What a person may choose about a run, and the addresses that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from operations.problems import Problem

PROJECT = Path(__file__).resolve().parents[1]
DEFAULT_LISTEN = "127.0.0.1:8000"
KEYS, AUDIT_KEY, CUSTODIANS = "keys", "audit.pem", "custodians.yaml"
STARTED_BY = "NEEDFIRE_STARTED_BY"
"""Marks each process of a run, and its children, with the run's folder: so that only they are ever ended."""
PROCESS_NAME = "NEEDFIRE_PROCESS"


@dataclass(frozen=True)
class RunSettings:
    """Choices. None or 0 means: the runner finds something suitable by itself."""

    run_folder: Path
    project: Path = PROJECT
    amqp_uri: str | None = None
    mongodb_uri: str | None = None
    listen: str = DEFAULT_LISTEN
    broker_port: int = 0
    store_port: int = 0
    provider_port: int = 0
    mail_port: int = 0
    hooks_port: int = 0
    database_prefix: str = "needfire"
    directory: Path = PROJECT / "examples" / "directories"
    keys: Path | None = None
    identity: Path | None = None
    """The gateway's keys and who it knows; without them, ones for this run are made in `secrets_folder`."""
    private: bool = False
    """Ports that nobody expects, and no broker borrowed that happens to run: for tests beside a demo."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """More variables for each process of the platform (tests: a failpoint, an allow-list of authorities)."""

    @staticmethod
    def from_environment(environment: Mapping[str, str]) -> RunSettings:
        """Raises Problem bad-setting."""
        folder = Path(environment.get("NEEDFIRE_RUN_FOLDER") or PROJECT / ".run").absolute()
        return RunSettings(
            run_folder=folder,
            amqp_uri=environment.get("AMQP_URI") or None,
            mongodb_uri=environment.get("MONGODB_URI") or None,
            listen=environment.get("NEEDFIRE_LISTEN") or DEFAULT_LISTEN,
            broker_port=_port(environment, "NEEDFIRE_BROKER_PORT"),
            store_port=_port(environment, "NEEDFIRE_STORE_PORT"),
            provider_port=_port(environment, "NEEDFIRE_PROVIDER_PORT"),
            mail_port=_port(environment, "NEEDFIRE_MAIL_PORT"),
            hooks_port=_port(environment, "NEEDFIRE_HOOKS_PORT"),
            database_prefix=environment.get("NEEDFIRE_DATABASE_PREFIX") or "needfire",
            directory=_path(environment, "NEEDFIRE_DIRECTORY") or PROJECT / "examples" / "directories",
            keys=_path(environment, "NEEDFIRE_KEYS"),
            identity=_path(environment, "NEEDFIRE_IDENTITY"),
        )

    @property
    def secrets_folder(self) -> Path:
        return self.run_folder / "secrets"

    def pulse(self, name: str) -> Path:
        """The file in which this process says that it lives."""
        return self.run_folder / "pulses" / f"{name}.json"

    @property
    def heartbeat(self) -> str:
        return str(self.run_folder / "heartbeat.json")


@dataclass(frozen=True)
class Addresses:
    """Where a run is reached. The two URIs may carry a password: show `without_password` of them."""

    amqp_uri: str
    mongodb_uri: str
    listen_host: str
    listen_port: int
    broker_port: int = 0
    store_port: int = 0
    provider_port: int = 0
    heartbeat: str = ""
    """The auditor's file."""
    mail_port: int = 0
    hooks_port: int = 0
    pulse: str = ""
    """The file in which the process that is asked about says that it lives."""

    @property
    def base_url(self) -> str:
        return f"http://{self.listen_host}:{self.listen_port}"


def listen_parts(listen: str) -> tuple[str, int]:
    """`127.0.0.1:8000` as host and port. Port 0 is any free one. Raises Problem bad-setting.

    Only the loopback interface is served: the local tokens of a demo are no protection against a network.
    """
    host, _, port = listen.rpartition(":")
    if host not in ("127.0.0.1", "localhost") or not port.isdecimal() or int(port) > 65_535:
        raise Problem(
            "bad-setting",
            f"NEEDFIRE_LISTEN={listen} is not a port of this machine's loopback interface.",
            "set it to 127.0.0.1 and a port, for example NEEDFIRE_LISTEN=127.0.0.1:8001",
        )
    return "127.0.0.1", int(port)


def without_password(uri: str) -> str:
    """The same address, fit for a screen or a log."""
    scheme, separator, rest = uri.partition("://")
    credentials, at, host = rest.rpartition("@")
    return f"{scheme}{separator}{host}" if at and credentials else uri


def _path(environment: Mapping[str, str], name: str) -> Path | None:
    return Path(environment[name]).absolute() if environment.get(name) else None


def _port(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name) or "0"
    if not value.isdecimal() or int(value) > 65_535:
        raise Problem("bad-setting", f"{name}={value} is not a port.", f"set {name} to a number from 1 to 65535")
    return int(value)
