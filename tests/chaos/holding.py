"""What the processes of a platform hold while it works: memory, open files, and at the broker connections and channels."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.processes import Family
from operations.process_list import BROKER, PROCESS_LIST, STORE
from operations.process_record import marked
from operations.rabbitmq_node import RabbitMQNode, server_script
from tests.e2e.house import House

AUDITOR = "auditor"
GROWS, BY = 1.15, 12.0
"""Memory counts as flat where it grew by less than this factor, or by fewer megabytes: data that is kept in mind is neither."""
GROWS_WITH_DATA = (STORE, BROKER, AUDITOR)
"""Store and broker keep what they are given: how much of it in memory is their own affair. The auditor knows every case that there
ever was by its ids: what it may keep of each is measured by itself."""
MOST_OF_A_CASE = 4.0  # kilobytes
POOLED = 5
"""A pool opens one more when more are busy at once than ever before. What is never closed becomes more by hundreds."""


@dataclass(frozen=True)
class Held:
    """At one moment, by the processes' names: megabytes (RSS), and open files with sockets. At the broker: of all of them."""

    memory: Mapping[str, float]
    files: Mapping[str, int]
    connections: int
    channels: int


def held(house: House) -> Held:
    """Now."""
    names = [kind.name for kind in PROCESS_LIST if not kind.once]
    memory = {name: each.rss for name, each in Family(house.folder, names).memory().items()}
    files = {name: sum(each.num_fds() for each in marked(house.folder, name)) for name in names if name != BROKER}
    return Held(memory, files, _listed(house, "list_connections"), _listed(house, "list_channels"))


def _listed(house: House, what: str) -> int:
    node = RabbitMQNode(house.folder / "data" / "broker", house.platform.addresses.broker_port)
    program = [str(Path(server_script()).with_name("rabbitmqctl")), "--quiet", "--no-table-headers", what, "pid"]
    told = subprocess.run(
        program, env=node._environment(), cwd=node.folder, check=True, capture_output=True, text=True, timeout=60
    )
    return len(told.stdout.splitlines())


def grown(looks: Sequence[Held]) -> dict[str, tuple[float, float]]:
    """Whose memory is not flat: megabytes in the second quarter of the time and in the last. In the first caches fill."""
    early, late = _quarter(looks, 1), _quarter(looks, 3)
    found = {name: (_middle(early, name), _middle(late, name)) for name in late[-1].memory}
    return {
        name: (round(before, 1), round(after, 1))
        for name, (before, after) in found.items()
        if name not in GROWS_WITH_DATA and after > before * GROWS and after > before + BY
    }


def opened_more(looks: Sequence[Held]) -> dict[str, tuple[int, int]]:
    """Whose open files, or which connections and channels, became more."""
    early, late = _quarter(looks, 1), _quarter(looks, 3)
    found = {
        name: (max(each.files[name] for each in early), min(each.files[name] for each in late))
        for name in late[-1].files
    }
    found["connections"] = (max(each.connections for each in early), min(each.connections for each in late))
    found["channels"] = (max(each.channels for each in early), min(each.channels for each in late))
    return {name: each for name, each in found.items() if each[1] > each[0] + POOLED}


def kept_of_a_case(looks: Sequence[Held], cases: int) -> float:
    """Kilobytes that the auditor keeps of each of so many cases, from the first look to the last."""
    return round((looks[-1].memory[AUDITOR] - looks[0].memory[AUDITOR]) * 1_000 / max(1, cases), 2)


def _quarter(looks: Sequence[Held], number: int) -> Sequence[Held]:
    size = max(1, len(looks) // 4)
    return looks[number * size : (number + 1) * size] or looks[-1:]


def _middle(looks: Sequence[Held], name: str) -> float:
    return median(each.memory[name] for each in looks)
