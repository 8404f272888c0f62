"""An authority's own past cases under two of its editions, as each was when it was raised: in what they would have been decided differently.

Told is what differs, and never what was stated of a case: no fact, no date, nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from access import Platform, permit
from access.deployed import authority_of, edition_of
from access.readers import Reader
from contracts import escalation as contract
from contracts.refusals import Refusal
from contracts.replaying import MOST_AT_ONCE, ReplayCases
from contracts.schema import read
from needfire.directory import Directory, holds
from needfire.facts import Facts, FactsRefused, from_json
from needfire.loading.deployment import Deployment
from needfire.procedure import Edition
from needfire.vocabulary import VOCABULARY
from services.escalation.handlers import stream_of
from services.escalation.replaying.differing import JUDGED, Change, Replayed, paired, plainly, replay
from services.escalation.replaying.reckoning import Reckoner, ready_to_reckon
from shared_kernel.command_desk import happened, refusal_of
from shared_kernel.commits import Commit, CommitStore
from shared_kernel.errors import StoreUnavailable
from shared_kernel.time import Clock
from shared_kernel.upcasting import UnknownEvent


@dataclass(frozen=True)
class PastCase:
    """A case as it was raised. Its categories are not stated: under each edition they are those that the facts meet."""

    notification_id: str
    raised_at: datetime
    facts: Mapping[str, Any]
    raised_by: str | None
    area: str
    categories: None = None

    @cached_property
    def known(self) -> Facts:
        """The facts as conditions read them. Raises FactsRefused."""
        return from_json(VOCABULARY, self.facts)


def replayed(deployment: Deployment, store: CommitStore, clock: Clock, asked: Any) -> dict[str, Any]:
    """{"replayed": [{notification_id, changes: [{about, what, how}]}, …]} or {"refused": …}. Raises nothing.

    A case that is not the authority's, or that cannot be read any more, is left out.
    """
    try:
        return {"replayed": list(_replayed(deployment, store, clock, read(ReplayCases, asked)))}
    except (Refusal, StoreUnavailable) as error:
        return {"refused": refusal_of(error).as_json()}


def _replayed(deployment: Deployment, store: CommitStore, clock: Clock, asked: ReplayCases) -> Iterator[dict[str, Any]]:
    authority = authority_of(deployment, asked.authority)
    directory = deployment.directories[asked.authority]
    reader = Reader(asked.actor, asked.authority, directory, clock.now())
    permit(reader, "replay_cases", Platform(asked.authority), "replay")
    before = edition_of(authority, asked.before, asked.before_digest)
    after = edition_of(authority, asked.after, asked.after_digest)
    if len(asked.notification_ids) > MOST_AT_ONCE or before.baseline or after.baseline:
        raise Refusal("malformed")
    first = store.first_commits(map(stream_of, asked.notification_ids))
    cases = _cases((each for each in first.values() if each.authority == asked.authority), before, directory)
    one, other = (Reckoner(authority, _made_ready(each), directory, deployment.calendar) for each in (before, after))
    for each in replay(cases, one, other, paired(before, after)):
        yield _told(each)


_READY: dict[str, Edition] = {}


def _made_ready(edition: Edition) -> Edition:
    """Made once a process: somebody who replays asks for some cases at a time, and making it takes as long as replaying a dozen."""
    if edition.digest not in _READY:
        _READY[edition.digest] = ready_to_reckon(edition)
    return _READY[edition.digest]


def _cases(begun: Iterator[Commit], edition: Edition, directory: Directory) -> Iterator[PastCase]:
    for commit in begun:
        try:
            events = happened(commit, contract.EVENTS)
            case = next(_case(e, edition, directory) for e in events if isinstance(e, contract.RoutingStartedV1))
            _ = case.known
        except (UnknownEvent, FactsRefused, StopIteration):
            continue  # of a newer version, or of facts that there are no more
        yield case


def _case(started: contract.RoutingStartedV1, edition: Edition, directory: Directory) -> PastCase:
    act = edition.act("raise")
    held = (
        (role for role in act.roles if holds(directory, started.raised_by, role, started.area, started.raised_at))
        if act
        else iter(())
    )
    return PastCase(started.notification_id, started.raised_at, started.facts, next(held, None), started.area)


def _told(found: Replayed[PastCase]) -> dict[str, Any]:
    changes = dict.fromkeys(map(_of_procedure, found.changes))
    return {
        "notification_id": found.case.notification_id,
        "changes": [{"about": about, "what": what, "how": how} for about, what, how in changes],
    }


def _of_procedure(change: Change) -> tuple[str, str, str]:
    """What differs, by the parts of the two editions alone: about what, what, how."""
    if change.about == "route":
        return change.about, f"“{change.after}” instead of “{change.before}”", change.how
    if JUDGED in (change.before, change.after):
        return change.about, "a category that the facts meet", "only before" if change.after == JUDGED else "only after"
    return change.about, change.what, plainly(change.how)
