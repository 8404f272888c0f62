"""The way of a request over all processes, told to a collector of traces; or to nobody, which costs nothing.

A request is one trace, from the gateway over the command's message to the append. Each commit is another, whose ids are made of the
commit's: so whoever publishes, follows or folds it, however much later, goes on with it without being told of it. The two are linked.

Nothing but ids and codes is told. Only `tracing_opentelemetry.py` knows OpenTelemetry; it is imported where `begin` finds it asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from shared_kernel.production import COLLECTORS
from shared_kernel.settings import SettingInvalid

HEADER = "traceparent"
"""The header of a message that says which span it was sent in (W3C Trace Context)."""
PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_ID = re.compile(r"[\w.:@#/-]{0,200}", re.ASCII)
_NOTHING = nullcontext()

Ids = Mapping[str, str | int]
Span = AbstractContextManager[None]


class Tracing(Protocol):
    """Port: what keeps the spans. The span of `with` is under way until its block ends, and failed if that raises."""

    def started(self, name: str, ids: Ids) -> Span:
        """As the function of this name; so are the others."""

    def step(self, name: str, ids: Ids) -> Span: ...

    def sent(self, name: str, ids: Ids) -> Span: ...

    def taken(self, name: str, sender: str, ids: Ids) -> Span: ...

    def because_of(self, name: str, commits: Sequence[str], ids: Ids) -> Span: ...

    def committed(self, commit: str, cause: str, ids: Ids) -> None: ...

    def came_to(self, failed: str, ids: Ids) -> None: ...

    def sender(self) -> str | None: ...

    def sender_of(self, commit: str) -> str: ...


_kept: Tracing | None = None


def begin(process: str, environment: Mapping[str, str]) -> None:
    """Has this process tell its spans, under its name, where the variables of OpenTelemetry ask for it. Raises SettingInvalid."""
    if is_asked_for(environment):
        from shared_kernel.tracing_opentelemetry import exporting

        keep(exporting(process, environment))


def keep(tracing: Tracing | None) -> None:
    """Where spans go from now on."""
    global _kept
    _kept = tracing


def is_asked_for(environment: Mapping[str, str]) -> bool:
    """Whether spans are exported: a collector is named, or the exporter. Raises SettingInvalid for a protocol that is not ours."""
    named = environment.get("OTEL_TRACES_EXPORTER", "otlp" if any(map(environment.get, COLLECTORS)) else "none")
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true" or named.strip() != "otlp":
        return False
    for each in PROTOCOLS:
        if environment.get(each, "http/protobuf") != "http/protobuf":
            raise SettingInvalid(each, "http/protobuf")
    return True


def started(name: str, **ids: str | int) -> Span:
    """What begins here and is due to nothing before: a request from outside, a clock."""
    return _kept.started(name, shown(ids)) if _kept else _NOTHING


def step(name: str, **ids: str | int) -> Span:
    """A part of what is under way; nothing where nothing is."""
    return _kept.step(name, shown(ids)) if _kept else _NOTHING


def sent(name: str, **ids: str | int) -> Span:
    """A step in which another process is asked; nothing where nothing is under way."""
    return _kept.sent(name, shown(ids)) if _kept else _NOTHING


def taken(name: str, sender: str | None, **ids: str | int) -> Span:
    """What another process has sent, by the header of its message; nothing where it had none that can be read."""
    return _kept.taken(name, sender, shown(ids)) if _kept and sender else _NOTHING


def because_of(name: str, commits: Iterable[str], **ids: str | int) -> Span:
    """What is done since these commits are there, by their ids. It is under way, for what it leads to, where it is one alone."""
    return _kept.because_of(name, tuple(commits), shown(ids)) if _kept else _NOTHING


def committed(commit: str, command: str, **ids: str | int) -> None:
    """The commit was appended, by this command, whose id begins with the commit that it followed from, if any."""
    if _kept:
        cause, by_commit, _ = command.partition("#")
        _kept.committed(commit, cause if by_commit else "", shown({**ids, "command": command}))


def came_to(failed: str = "", **ids: str | int) -> None:
    """What is under way came to this; `failed` is a code."""
    if _kept:
        _kept.came_to(failed, shown(ids))


def headers() -> dict[str, str]:
    """Those of a message that is sent now."""
    sender = _kept.sender() if _kept else None
    return {HEADER: sender} if sender else {}


def headers_of(commit: str) -> dict[str, str]:
    """Those of a message that tells of this commit."""
    return {HEADER: _kept.sender_of(commit)} if _kept else {}


def shown(ids: Ids) -> dict[str, str | int]:
    """What may be told of them: whatever is no id by its looks stays here."""
    return {
        name: value if isinstance(value, int) or _ID.fullmatch(value) else "(not an id)" for name, value in ids.items()
    }
