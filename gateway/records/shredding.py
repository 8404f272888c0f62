"""Carries out a deletion that two people wanted: the key goes, the index forgets, and a certificate is recorded.

It follows intake's feed in the reader that builds the index of names, so that whatever was raised before has been indexed by
then. Broken off anywhere it is done again from the beginning, to the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from contracts.intake_persons import Chain, RecordDeletionV1
from contracts.refusals import Refusal
from gateway.finding.index import Names
from gateway.read_models.folding import Document
from gateway.read_models.registry import ConcernRegistry, Registry
from gateway.sealing.ring import KeyRing
from shared_kernel import failpoints
from shared_kernel.command_desk import command_of
from shared_kernel.commits import Commit
from shared_kernel.upcasting import events_of

ITSELF = "service:gateway"
Call = Callable[..., Any]
"""Asks a service: its name, the method, the arguments. Raises ServiceUnavailable."""


@dataclass(frozen=True)
class Shredder:
    """What a deletion needs."""

    keys: KeyRing
    names: Names
    registry: Registry
    concerns: ConcernRegistry
    call: Call

    def __call__(self, commit: Commit) -> None:
        """Raises Refusal where intake does not record it; the reader then parks the commit, and somebody is told."""
        for event in events_of(commit):
            if event.name == "DeletionConfirmed":
                self._shred(commit, event.data["person"])

    def _shred(self, commit: Commit, person: str) -> None:
        chains = self._chains(commit, person)
        self.keys.delete(commit.authority, person)
        self.names.forget(commit.authority, person)
        failpoints.reach("person.shredded")
        command_id = f"{commit.commit_id}#deleted"
        command = command_of(
            RecordDeletionV1(person, chains),
            command_id=command_id,
            digest=command_id,
            authority=commit.authority,
            actor=ITSELF,
        )
        answer = self.call("intake", "deleted", command=dict(vars(command)))
        if "refused" in answer:
            raise Refusal.from_json(answer["refused"])

    def _chains(self, commit: Commit, person: str) -> tuple[Chain, ...]:
        cases = self.registry.of_people(commit.authority, [person])
        concerns = [each["_id"] for each in self.concerns.told_of_people(commit.authority, [person])]
        own = [commit.stream, *dict.fromkeys((*(stream for case in cases for stream in _own(case)), *concerns))]
        routed = [f"routing-{case['_id'].removeprefix('notification-')}" for case in cases]
        routed += [f"routing-{concern}" for concern in concerns]
        found = [
            *self.call("intake", "chains", streams=own),
            *self.call("escalation", "chains", streams=routed),
            *self.call("national_alerts", "chains", streams=_alerts(cases)),
            *self.call("risk_management", "chains", streams=_risk_work(cases)),
        ]
        return tuple(Chain(**each) for each in found)


def _alerts(cases: Iterable[Document]) -> list[str]:
    return [each["national_alerts"]["alert_id"] for each in cases if "national_alerts" in each]


def _risk_work(cases: Iterable[Document]) -> list[str]:
    told = [each["risk_management"] for each in cases if "risk_management" in each]
    begun = (each["assessment_id"] for part in told for each in part["assessments"].values())
    return [*(part["risk_id"] for part in told), *begun]


def _own(case: Document) -> tuple[str, ...]:
    concern = case.get("intake", {}).get("concern_id")
    return (case["_id"], *((concern,) if concern else ()))
