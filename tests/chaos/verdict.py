"""What became of all that was asked, in the words of those who test databases."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise

from shared_kernel.commits import Commit, verify_chain
from shared_kernel.messaging.topology import HOUSE
from tests.chaos.resting import Standing
from tests.chaos.working import History
from tests.e2e.house import House
from tests.e2e.soundness import by_stream

SERVICES = HOUSE.services
ONCE = {
    "RoutingStarted": (),
    "TaskOpened": ("task_id",),
    "NoticeGiven": ("notice_id",),
    "DutyOpened": ("duty",),
    "ClockStarted": ("clock", "count", "task_id", "duty_id"),
    "ClockBreached": ("clock_id",),
}
"""What may happen once to a case, by what tells two of a kind apart."""


@dataclass(frozen=True)
class Verdict:
    """`lost`: acknowledged and not there, or not gone its way. `unexpected`: there, and asked by nobody. `recovered`: there,
    though whoever asked was never told. `broken`: holes in positions, chains that do not hold, clocks that fired early. `waiting`:
    readers that never came to the end of a feed, clocks that are due and did not fire. `late`: answers that were not there after
    five seconds although the gateway ran."""

    seed: int
    faults: Sequence[str]
    attempted: int
    acknowledged: int
    lost: int
    unexpected: int
    duplicated: int
    recovered: int
    broken: int
    waiting: int
    parked: int
    late: int
    slowest_answer: float
    caught_up_after: float
    refusals: Mapping[int, int]

    @property
    def holds(self) -> bool:
        """Whether every promise was kept, and there was one to keep."""
        wrong = self.lost + self.unexpected + self.duplicated + self.broken + self.waiting + self.parked
        return bool(self.acknowledged) and not wrong

    def as_json(self) -> str:
        """A line."""
        return json.dumps({"holds": self.holds, **asdict(self)})


def verdict(
    house: House,
    history: History,
    since: Mapping[str, int],
    stands: Standing,
    seed: int,
    faults: Sequence[str],
    seconds: float,
    late: int,
) -> Verdict:
    """Of a platform that has come to rest. `since`: how far its feeds had come before."""
    feeds = {service: house.commits(service, since.get(service, 0)) for service in SERVICES}
    raised = {each.stream for each in feeds["intake"] for event in each.events if event.name == "NotificationRaised"}
    told = set(history.acknowledged.values())
    routed = by_stream(feeds["escalation"])
    lost = [each for each in told if each not in raised or each.replace("notification", "routing") not in routed]
    more = raised - told
    unanswered = history.attempted - len(history.acknowledged)
    return Verdict(
        seed,
        faults,
        history.attempted,
        len(history.acknowledged),
        len(lost),
        max(0, len(more) - unanswered),
        sum(doubled(commits) for feed in feeds.values() for commits in by_stream(feed).values())
        + len(history.acknowledged)
        - len(told),
        min(len(more), unanswered),
        sum(map(broken, feeds.values())),
        stands.waiting,
        stands.parked,
        late,
        round(history.slowest, 2),
        round(seconds, 1),
        dict(sorted(history.other_answers.items())),
    )


def doubled(commits: Iterable[Commit]) -> int:
    """How much happened to a case more than once."""
    seen = Counter(
        (event.name, *(str(event.data.get(name)) for name in ONCE[event.name]))
        for commit in commits
        for event in commit.events
        if event.name in ONCE
    )
    return sum(count - 1 for count in seen.values())


def broken(feed: Sequence[Commit]) -> int:
    """How much of a feed does not hold together."""
    positions = [each.position for each in feed]
    holes = sum(later != earlier + 1 for earlier, later in pairwise(positions))
    repeated = len(feed) - len({each.command_id for each in feed})
    early = sum(
        event.name == "ClockBreached" and due.get((commit.stream, event.data["clock_id"]), "") > _text(commit)
        for due in [_dues(feed)]
        for commit in feed
        for event in commit.events
    )
    return holes + repeated + early + sum(map(_is_torn, by_stream(feed).values()))


def _is_torn(commits: Sequence[Commit]) -> bool:
    if commits[0].version != 1:
        return False  # it began before the run
    try:
        verify_chain(commits)
    except Exception:  # whatever is wrong with it
        return True
    return False


def _dues(feed: Sequence[Commit]) -> dict[tuple[str, str], str]:
    return {
        (commit.stream, event.data["clock_id"]): event.data["due"]
        for commit in feed
        for event in commit.events
        if event.name == "ClockStarted"
    }


def _text(commit: Commit) -> str:
    return commit.recorded_at.isoformat()
