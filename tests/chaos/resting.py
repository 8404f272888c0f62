"""Whether all that was asked has gone its whole way: every reader at the end of its feeds, every clock that is due fired."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from auditor.__main__ import asking
from auditor.auditor import every_row
from shared_kernel.keeping import COUNTED
from shared_kernel.messaging.rpc_client import ServiceUnavailable
from shared_kernel.messaging.topology import HOUSE
from shared_kernel.time import instant_of
from tests.e2e.house import House

STILL = 1.0  # seconds in which nothing comes any more


@dataclass(frozen=True)
class Standing:
    """`waiting`: feeds that a reader has not come to the end of, and clocks that are due and have not fired."""

    waiting: int
    parked: int

    def since(self, parked: int) -> Standing:
        """Without what lay parked before."""
        return replace(self, parked=self.parked - parked)


def positions(house: House) -> dict[str, int]:
    """How far each service's feed goes."""
    return {service: house.last_position(service) for service in HOUSE.services}


def standing(house: House) -> Standing:
    """As the workers say. One that does not answer is waited for."""
    try:
        return _said(house)
    except ServiceUnavailable:
        return Standing(waiting=1, parked=0)


def _said(house: House) -> Standing:
    ask, ends, now = asking(house.rpc), positions(house), house.now
    said = {owner: ask(owner, "stands") for owner in HOUSE.readers}
    behind = sum(position < ends[source] for each in said.values() for _, source, position in each["readers"])
    overdue = sum(instant_of(row[1]) <= now for owner in HOUSE.services for row in every_row(ask, owner, "clocks"))
    return Standing(
        behind + overdue, sum(each["parked"]["commits"] + each["parked"][COUNTED] for each in said.values())
    )


def at_rest(house: House, told: Iterable[str]) -> bool:
    """Whether these notifications, and whatever followed, have gone their way, and nothing comes any more."""
    try:
        before = positions(house)
        if standing(house).waiting:
            return False
        time.sleep(STILL)
        routed = {each.stream for each in house.commits("escalation")}
        return {each.replace("notification", "routing") for each in told} <= routed and before == positions(house)
    except ServiceUnavailable:
        return False  # somebody is only just coming up
