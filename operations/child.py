"""Starting one process of the platform: a session of its own, its words in a log, its record on the disk."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from operations import broker_users, local_identity, process_record
from operations.process_list import LAST, ProcessKind
from operations.run_settings import AUDIT_KEY, CUSTODIANS, KEYS, PROCESS_NAME, STARTED_BY, Addresses, RunSettings
from shared_kernel.pulse import VARIABLE as PULSE_FILE

LONGEST_LOG = 10_000_000
COLLECTED_WITHIN = 5.0


@dataclass(frozen=True)
class Child:
    """A started process; `began` in seconds of the monotonic clock."""

    kind: ProcessKind
    process: subprocess.Popen[bytes]
    began: float
    restarts: int = 0
    pulse: Path = Path()

    @property
    def ended(self) -> int | None:
        """Its exit status (negative: the signal that ended it), None while it runs."""
        return self.process.poll()

    @property
    def finished(self) -> bool:
        return self.kind.once and self.ended == 0

    @property
    def age(self) -> float:
        return time.monotonic() - self.began

    def collect(self) -> None:
        """Waits a little until what was made to end has ended, so that nothing is left of it."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(COLLECTED_WITHIN)


def launch(
    kind: ProcessKind,
    settings: RunSettings,
    addresses: Addresses,
    extra: Mapping[str, str],
    restarts: int = 0,
) -> Child:
    log = log_file(settings.run_folder, kind.name)
    _make_room(log)
    pulse = settings.pulse(kind.name)
    pulse.parent.mkdir(parents=True, exist_ok=True)
    pulse.unlink(missing_ok=True)  # else the one before it would speak for this one
    with log.open("ab") as out:
        process = subprocess.Popen(
            command(kind, settings, addresses),
            cwd=settings.project,
            env=environment(kind, settings, addresses) | dict(extra),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    last = kind.name in LAST
    process_record.save(
        settings.run_folder, process_record.record_of(kind.name, process.pid, last=last, restarts=restarts)
    )
    return Child(kind, process, time.monotonic(), restarts, pulse)


def command(kind: ProcessKind, settings: RunSettings, addresses: Addresses) -> list[str]:
    values = {
        "python": sys.executable,
        "run": settings.run_folder,
        "directory": settings.directory,
        "broker_port": addresses.broker_port,
        "store_port": addresses.store_port,
        "provider_port": addresses.provider_port,
        "mail_port": addresses.mail_port,
        "hooks_port": addresses.hooks_port,
        "listen_host": addresses.listen_host,
        "listen_port": addresses.listen_port,
    }
    return [part.format_map(values) for part in kind.command]


def environment(kind: ProcessKind, settings: RunSettings, addresses: Addresses) -> dict[str, str]:
    """Ours on top of what the runner itself was given."""
    return {
        **os.environ,
        **platform_environment(settings, addresses),
        **_own_user(kind.user or kind.name, settings, addresses),
        **settings.environment,
        STARTED_BY: str(settings.run_folder),
        PROCESS_NAME: kind.name,
        PULSE_FILE: str(settings.pulse(kind.name)),
        "PYTHONUNBUFFERED": "1",
    }


def _own_user(name: str, settings: RunSettings, addresses: Addresses) -> dict[str, str]:
    """On a broker of our own each process is its own user; a borrowed one is used as its address says."""
    if not addresses.broker_port or name == broker_users.RUNNER:
        return {}
    password = broker_users.prepared(settings.secrets_folder).get(name)
    return {"AMQP_URI": broker_users.uri_of(name, password, addresses.broker_port) if password else ""}


def platform_environment(settings: RunSettings, addresses: Addresses) -> dict[str, str]:
    """The settings that every process of the platform, the story and a test's own client read."""
    return {
        "AMQP_URI": addresses.amqp_uri,
        "MONGODB_URI": addresses.mongodb_uri,
        "NEEDFIRE_DATABASE_PREFIX": settings.database_prefix,
        "NEEDFIRE_DIRECTORY": str(settings.directory),
        "NEEDFIRE_LISTEN": f"{addresses.listen_host}:{addresses.listen_port}",
        "NEEDFIRE_CLOCK_FILE": str(settings.run_folder / "clock.json"),
        "NEEDFIRE_HEARTBEAT_FILE": settings.heartbeat,
        "NEEDFIRE_AUDIT_KEY_FILE": str(settings.secrets_folder / AUDIT_KEY),
        "NEEDFIRE_AUDIT_HEADS": str(settings.run_folder / "heads"),
        "NEEDFIRE_KEYS": str(settings.keys or settings.secrets_folder / KEYS),
        "NEEDFIRE_IDENTITY": str(settings.identity or settings.secrets_folder / local_identity.CONFIGURATION),
        "NEEDFIRE_OUTBOUND_ALLOWED": ",".join(_allowed(addresses)),
        "NEEDFIRE_OUTBOUND_PLAYED": f"{addresses.listen_host}:{addresses.hooks_port}",
        "NEEDFIRE_MAIL": f"smtp://{addresses.listen_host}:{addresses.mail_port}",
        "NEEDFIRE_MAIL_SENDER": "national-alerts@needfire.example",
        "NEEDFIRE_ACCESSIBILITY_CONTACT": "accessibility@needfire.example",
        "NEEDFIRE_CUSTODIAN_SECRETS": str(settings.secrets_folder / CUSTODIANS),
    }


def _allowed(addresses: Addresses) -> list[str]:
    """The demonstration's identity provider is called on the loopback interface."""
    given = os.environ.get("NEEDFIRE_OUTBOUND_ALLOWED", "")
    ours = f"{addresses.listen_host}:{addresses.provider_port}"
    return list(dict.fromkeys(each for each in (*given.split(","), ours) if each))


def log_file(folder: Path, name: str) -> Path:
    return folder / "logs" / f"{name}.log"


def last_words(log: Path, lines: int = 8) -> str:
    """The end of a log, indented, for a person who has to find out why something ended."""
    try:
        written = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join(f"    {line[:300]}" for line in written[-lines:])


def _make_room(log: Path) -> None:
    """One older log is kept, so that a process restarted for weeks does not fill the disk."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
