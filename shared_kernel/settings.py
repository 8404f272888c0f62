"""Everything that the environment may say, in one table."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from shared_kernel.errors import CodedError
from shared_kernel.outbound.destinations import Destinations
from shared_kernel.production import refuse, unsafe_settings
from shared_kernel.time import Clock, FileClock, SystemClock

VARIABLES: Mapping[str, str] = {
    "NEEDFIRE_PRODUCTION": "yes: real cases lie here, so nothing that is only for demonstrations starts",
    "NEEDFIRE_SANDBOX": "yes: for integrators; played partners with faults, every answer marked, a store and keys of its own",
    "AMQP_URI": "where RabbitMQ is",
    "MONGODB_URI": "where the store is",
    "NEEDFIRE_DATABASE_PREFIX": "what each owner's database name starts with",
    "NEEDFIRE_CLOCK_FILE": "a movable clock, for demonstrations and tests only",
    "NEEDFIRE_DIRECTORY": "folder of the directory: one YAML file an authority",
    "NEEDFIRE_AUTHORITIES": "only these authorities, comma separated; all that are installed when absent",
    "NEEDFIRE_FAILPOINT": "where a test ends the process",
    "NEEDFIRE_LISTEN": "host:port of the gateway",
    "NEEDFIRE_ADDRESS": "https://host under which people and partners reach the gateway",
    "NEEDFIRE_MAIL": "how national alerts are mailed: smtps://host:port, or notify:// and the template's id at GOV.UK Notify; "
    "smtp://, without TLS, for demonstrations only; folder:///path in a sandbox, where nothing goes out",
    "NEEDFIRE_MAIL_SECRET_FILE": "a file: user:password at the mail server, or the key of GOV.UK Notify",
    "NEEDFIRE_MAIL_SENDER": "the address that national alerts are sent from",
    "NEEDFIRE_ACCESSIBILITY_CONTACT": "the address of mail of whoever answers where the pages cannot be used; the statement names it",
    "NEEDFIRE_CUSTODIAN_SECRETS": "a YAML file: by custodian, the secrets that webhooks to it are signed with",
    "NEEDFIRE_PEER_SECRETS": "a YAML file: by sender, the secrets that other deployments' alerts are signed with",
    "NEEDFIRE_DOCUMENT_KEYS": "a YAML file: by body, its private keys for documents that other deployments seal to it",
    "NEEDFIRE_OUTBOUND_PORTS": "ports that may be called outside, comma separated",
    "NEEDFIRE_OUTBOUND_ALLOWED": "host:port, comma separated: called by http and wherever they lie; demonstrations and tests only",
    "NEEDFIRE_OUTBOUND_PLAYED": "host:port where every name under .example is played; demonstrations and tests only",
}


SECRETS = ("AMQP_URI", "MONGODB_URI")
"""Of these, AMQP_URI_FILE and MONGODB_URI_FILE may name a file instead."""
_MAIL = r"(folder:///[\w./-]+|smtps?://[A-Za-z0-9.-]+:\d{1,5}|notify://[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?"
_ADDRESS = r"([A-Za-z0-9._-]+@[A-Za-z0-9.-]+)?"
_PREFIX_FORM = "small letters, digits and underscores, a letter first, at most 30"


class SettingInvalid(CodedError):
    """Names the variable, never its value: an address may hold a password."""

    code: ClassVar[str] = "setting_invalid"

    def __init__(self, variable: str, wanted: str) -> None:
        super().__init__(f"{variable} must be {wanted}.")
        self.variable = variable


@dataclass(frozen=True)
class Settings:
    """The process's settings; addresses are left out of its repr, since they may hold a password."""

    amqp_uri: str = field(default="amqp://guest:guest@127.0.0.1:5672//", repr=False)
    mongodb_uri: str = field(default="mongodb://127.0.0.1:27017/", repr=False)
    database_prefix: str = "needfire"
    clock_file: Path | None = None
    directory: Path | None = None
    authorities: tuple[str, ...] | None = None
    listen: str = "127.0.0.1:8000"
    address: str = "http://127.0.0.1:8000"
    production: bool = False
    sandbox: bool = False
    mail: str = ""
    mail_sender: str = ""
    mail_secret_file: Path | None = None
    accessibility_contact: str = ""
    custodian_secrets: Path | None = None
    peer_secrets: Path | None = None
    document_keys: Path | None = None
    destinations: Destinations = field(default_factory=Destinations)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Reads the variables above; an empty one counts as absent, and of a secret `…_FILE` may name the file that holds it.

        Raises SettingInvalid, and UnsafeForProduction in production.
        """
        source = os.environ if environment is None else environment
        given = _with_files({name: value for name, value in source.items() if value})
        settings = cls._read(given)
        if settings.production:
            refuse(unsafe_settings(settings, given))
        return settings

    @classmethod
    def _read(cls, given: Mapping[str, str]) -> Settings:
        if given.get("NEEDFIRE_MAIL", "").startswith("folder:") and given.get("NEEDFIRE_SANDBOX") != "yes":
            raise SettingInvalid("NEEDFIRE_MAIL", "a way that mail goes out: a folder is for a sandbox")
        listen = _matching(given, "NEEDFIRE_LISTEN", cls.listen, r"[^\s:]+:\d{1,5}", "host:port")
        return cls(
            amqp_uri=_matching(given, "AMQP_URI", cls.amqp_uri, r"amqps?://.+", "amqp://..."),
            # Not mongodb+srv://: its look-up does not work in the services' green threads.
            mongodb_uri=_matching(given, "MONGODB_URI", cls.mongodb_uri, r"mongodb://.+", "mongodb://..."),
            database_prefix=_matching(
                given, "NEEDFIRE_DATABASE_PREFIX", cls.database_prefix, r"[a-z][a-z0-9_]{0,29}", _PREFIX_FORM
            ),
            clock_file=_path(given, "NEEDFIRE_CLOCK_FILE"),
            directory=_path(given, "NEEDFIRE_DIRECTORY"),
            authorities=_names(given.get("NEEDFIRE_AUTHORITIES")),
            listen=listen,
            sandbox=_matching(given, "NEEDFIRE_SANDBOX", "no", "yes|no", "yes or no") == "yes",
            mail=_matching(given, "NEEDFIRE_MAIL", "", _MAIL, "smtps://host:port, or notify:// and the template's id"),
            mail_secret_file=_path(given, "NEEDFIRE_MAIL_SECRET_FILE"),
            mail_sender=_matching(given, "NEEDFIRE_MAIL_SENDER", "", _ADDRESS, "an address of mail"),
            accessibility_contact=_matching(
                given, "NEEDFIRE_ACCESSIBILITY_CONTACT", "", _ADDRESS, "an address of mail"
            ),
            custodian_secrets=_path(given, "NEEDFIRE_CUSTODIAN_SECRETS"),
            peer_secrets=_path(given, "NEEDFIRE_PEER_SECRETS"),
            document_keys=_path(given, "NEEDFIRE_DOCUMENT_KEYS"),
            production=_matching(given, "NEEDFIRE_PRODUCTION", "no", "yes|no", "yes or no") == "yes",
            address=_matching(
                given, "NEEDFIRE_ADDRESS", f"http://{listen}", r"https?://[A-Za-z0-9.-]+(:\d{1,5})?", "https://host"
            ),
            destinations=Destinations(
                ports=frozenset(map(int, _listed(given, "NEEDFIRE_OUTBOUND_PORTS", "443", r"[1-9]\d{0,4}", "ports"))),
                allowed=frozenset(
                    _listed(given, "NEEDFIRE_OUTBOUND_ALLOWED", "", r"[a-z0-9.-]+:[1-9]\d{0,4}", "host:port")
                ),
                played=_matching(given, "NEEDFIRE_OUTBOUND_PLAYED", "", r"([a-z0-9.-]+:[1-9]\d{0,4})?", "host:port"),
            ),
        )

    def clock(self) -> Clock:
        """The casework's clock: movable only where a clock file is set."""
        return FileClock(self.clock_file) if self.clock_file else SystemClock()


def _matching(given: Mapping[str, str], variable: str, default: str, pattern: str, wanted: str) -> str:
    value = given.get(variable, default)
    if not re.fullmatch(pattern, value):
        raise SettingInvalid(variable, wanted)
    return value


def _with_files(given: Mapping[str, str]) -> Mapping[str, str]:
    """A secret out of its file, as container platforms hand them over; the environment shows in many places."""
    found = dict(given)
    for variable in SECRETS:
        named = given.get(f"{variable}_FILE")
        if named is None:
            continue
        if variable in given:
            raise SettingInvalid(variable, f"given once: it is set, and {variable}_FILE too")
        try:
            found[variable] = Path(named).read_text("utf-8").strip()
        except (OSError, ValueError):
            raise SettingInvalid(f"{variable}_FILE", "a file that can be read") from None
    return found


def _listed(given: Mapping[str, str], variable: str, default: str, pattern: str, wanted: str) -> tuple[str, ...]:
    listed = _names(given.get(variable, default)) or ()
    if not all(re.fullmatch(pattern, each) for each in listed):
        raise SettingInvalid(variable, f"{wanted}, comma separated")
    return listed


def _path(given: Mapping[str, str], variable: str) -> Path | None:
    return Path(given[variable]) if variable in given else None


def _names(listed: str | None) -> tuple[str, ...] | None:
    if listed is None:
        return None
    return tuple(name.strip() for name in listed.split(",") if name.strip())
