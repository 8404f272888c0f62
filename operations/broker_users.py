"""One user of the broker for each kind of process, with the least that it needs: only the gateway may send commands.

`python -m operations.broker_users FILE` writes what RabbitMQ loads when it starts (`load_definitions`), with the
passwords out of the environment: `NEEDFIRE_BROKER_<USER>_PASSWORD`. The runner makes passwords of its own.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import secrets
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from shared_kernel.messaging.topology import COMMITS_EXCHANGE, HOUSE, PARKED_EXCHANGE, RPC_EXCHANGE

PASSWORDS = "broker-users.json"  # a file's name
DEFINITIONS = "broker-definitions.json"
RUNNER = "guest"
"""Whoever starts a run on this machine: with all rights."""
READ_BY_THE_BROKER = 0o644
"""Under another user, in a container of its own. Passwords are in there as salted hashes only."""
_REPLIES = r"rpc\.reply-needfire-[0-9a-f-]{36}"
_REPLY_KEY = r"[0-9a-f-]{36}"
MORE_KEYS: Mapping[str, tuple[str, ...]] = {
    "gateway": (r"(intake|escalation|national_alerts|risk_management)\.chains", r"intake\.deleted")
}
"""What a worker may ask beside feeds: the gateway's, how chains stand, and that it has carried out a deletion."""
OF_WORKERS = ("stands", "pressing", "parked", "drive", "messages", "drive_message")
"""What the gateway may ask of a worker, for whoever runs the platform: how it does, what lies parked, and to drive that again."""
_NOTHING, _ANYTHING = "^$", ".*"


@dataclass(frozen=True)
class Rights:
    """Patterns of RabbitMQ: what may be made, written to, read from; `topics`: by exchange, the routing keys written, read."""

    configure: str
    write: str
    read: str
    topics: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def rights() -> Mapping[str, Rights]:
    """By the process's name."""
    found = {service.replace("_", "-"): _service(service) for service in HOUSE.services}
    found |= {f"{reader.replace('_', '-')}-worker": _worker(reader) for reader in HOUSE.readers}
    workers = _one_of(f"{reader}_worker" for reader in HOUSE.readers)
    gateway = _calling(RPC_EXCHANGE, key=rf"({_one_of(HOUSE.services)}\.[a-z_]+|{workers}\.{_one_of(OF_WORKERS)})")
    auditor = _calling(RPC_EXCHANGE, key=rf"({_one_of(HOUSE.services)}\.feed|{workers}\.[a-z]+)")
    return {**found, "gateway": gateway, "auditor": auditor, "topology": Rights(_ANYTHING, _ANYTHING, _ANYTHING)}


def _service(name: str) -> Rights:
    """Answers its own commands. A command goes to a key with a dot in it, an answer never."""
    own = (f"rpc-{name}", f"parked-{name}")
    exchanges = (RPC_EXCHANGE, PARKED_EXCHANGE)
    topics = {RPC_EXCHANGE: (r"[^.]+", rf"{name}\.[a-z_*]+")}
    return Rights(_only(own), _only((*own, *exchanges)), _only((*own, *exchanges)), _whole(topics))


def _worker(reader: str) -> Rights:
    """Is woken, reads others' feeds over RPC, publishes its own commits' wake-ups, answers the auditor and the gateway; keeps its
    parked messages, and sends one back to where it was parked: a command to its own service, and to no other."""
    own = (f"wakeup-{reader}", f"parked-{reader}", f"rpc-{reader}_worker", _REPLIES)
    sources = HOUSE.readers[reader]
    exchanges = (RPC_EXCHANGE, PARKED_EXCHANGE, COMMITS_EXCHANGE)
    topics = {
        RPC_EXCHANGE: (
            _one_of((r"[^.]+", rf"{_one_of(sources)}\.feed", rf"{reader}\.execute", *MORE_KEYS.get(reader, ()))),
            _one_of((rf"{reader}_worker\.[a-z_*]+", _REPLY_KEY)),
        ),
        COMMITS_EXCHANGE: (rf"{reader}\..+", rf"{_one_of(sources)}\.#"),
    }
    return Rights(_only(own), _only((*own, *exchanges)), _only((*own, *exchanges)), _whole(topics))


def _calling(*exchanges: str, key: str) -> Rights:
    """Calls, and gets answers."""
    reached = _only((_REPLIES, *exchanges))
    return Rights(_only((_REPLIES,)), reached, reached, _whole({RPC_EXCHANGE: (key, _REPLY_KEY)}))


def _only(names: Iterable[str]) -> str:
    return f"^{_one_of(each if each == _REPLIES else re.escape(each) for each in names)}$"


def _whole(topics: Mapping[str, tuple[str, str]]) -> Mapping[str, tuple[str, str]]:
    return {exchange: (f"^{write}$", f"^{read}$") for exchange, (write, read) in topics.items()}


def _one_of(patterns: Iterable[str]) -> str:
    return f"({'|'.join(patterns)})"


def definitions(passwords: Mapping[str, str]) -> dict[str, Any]:
    """What RabbitMQ loads: these users, each with their process's rights, and guest, where there is one, with all."""
    everything = Rights(_ANYTHING, _ANYTHING, _ANYTHING)
    users = {name: rights().get(name, everything) for name in passwords}
    return {
        "vhosts": [{"name": "/"}],
        "users": [_user(name, passwords[name]) for name in users],
        "permissions": [
            {"user": name, "vhost": "/", "configure": each.configure, "write": each.write, "read": each.read}
            for name, each in users.items()
        ],
        "topic_permissions": [
            {"user": name, "vhost": "/", "exchange": exchange, "write": write, "read": read}
            for name, each in users.items()
            for exchange, (write, read) in each.topics.items()
        ],
    }


def _user(name: str, password: str) -> dict[str, Any]:
    """The password only as RabbitMQ's salted hash."""
    salt = secrets.token_bytes(4)
    hashed = base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
    algorithm = "rabbit_password_hashing_sha256"
    return {"name": name, "password_hash": hashed, "hashing_algorithm": algorithm, "tags": []}


def prepared(folder: Path) -> Mapping[str, str]:
    """The users' passwords of a run; what is not there yet is made, with the definitions.

    A run folder may be older than a process or a right that a later version has: who is there keeps their password.
    """
    passwords, kept = folder / PASSWORDS, folder / DEFINITIONS
    found: dict[str, str] = json.loads(passwords.read_text("utf-8")) if passwords.exists() else {}
    made = {name: found.get(name) or secrets.token_urlsafe(24) for name in rights()}
    wanted = definitions({**made, RUNNER: "guest"})
    if not kept.exists() or _allowed(json.loads(kept.read_text("utf-8"))) != _allowed(wanted):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(kept, wanted)
        _write(passwords, made)
    return made


def _allowed(stated: Mapping[str, Any]) -> Any:
    return [stated[each] for each in ("permissions", "topic_permissions")]


def uri_of(user: str, password: str, port: int) -> str:
    """Where this user finds the run's broker."""
    return f"amqp://{quote(user)}:{quote(password)}@127.0.0.1:{port}//"


def variable_of(user: str) -> str:
    """Names the user's password."""
    return f"NEEDFIRE_BROKER_{user.upper().replace('-', '_')}_PASSWORD"


def main(file: Path, environment: Mapping[str, str]) -> None:
    """Raises KeyError naming a variable that is not set."""
    _write(file, definitions({name: environment[variable_of(name)] for name in rights()}), READ_BY_THE_BROKER)


def _write(path: Path, content: Any, mode: int = 0o600) -> None:
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    draft.replace(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]), os.environ)
