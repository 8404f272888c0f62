"""Grows the trees: what waits in the access log, and what the services have committed, in the order in which it is found.

One process at a time, under a lease; a second one that goes on meanwhile meets a place that is taken, and looks again. Nothing
is lost by a process that dies at any step: a record that is in a tree is known by its name, and is not taken in twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from audit import entries
from audit.entries import Recorded
from audit.exporting import ACCESS, BLOCK, BLOCK_LEVEL, leaf_of
from audit.merkle import Nodes, Peaks, Tree
from gateway.auditing.log import Waiting
from gateway.auditing.records import Records, Row
from shared_kernel.checkpoints import CheckpointStore
from shared_kernel.commits import Commit, FeedSource, to_document

READER = "audit"
BATCH = 500
PATIENCE = 5
"""How many times a chain's missing record is looked for before what comes after it is taken in without it."""


class Trees:
    """`sources` are the services' feeds by name."""

    def __init__(
        self, records: Records, waiting: Waiting, sources: Mapping[str, FeedSource], checkpoints: CheckpointStore
    ) -> None:
        self._records, self._waiting, self._sources, self._checkpoints = records, waiting, sources, checkpoints
        self._growing: dict[str, Peaks] = {}
        self._missed: Counter[str] = Counter()

    def run_once(self) -> int:
        """Takes in a batch of each source; how many records. Raises TreeChanged, and what a feed and the store raise."""
        try:
            if not self._growing:
                for authority in self._records.authorities():
                    self._peaks(authority)
            return self._take_entries() + sum(self._take_commits(each) for each in self._sources)
        except BaseException:
            self.forget()  # what was remembered may be wrong now: the next run looks at the store again
            raise

    def forget(self) -> None:
        """Another process may grow the trees from here on."""
        self._growing.clear()

    def _take_entries(self) -> int:
        found = self._waiting.first(BATCH)
        known = self._records.known([f"{ACCESS} {each}" for each in _ids_and_those_before(found)])
        taken = {each.record_id for each in found if f"{ACCESS} {each.record_id}" in known}
        ready = [each for each in self._in_order(found, known) if each.record_id not in taken]
        self._grow([(each.entry.authority, _entry_row(each)) for each in ready])
        taken |= {each.record_id for each in ready}
        if taken:
            self._waiting.remove([each for each in found if each.record_id in taken])
        return len(taken)

    def _in_order(self, found: Sequence[Recorded], known: Collection[str]) -> list[Recorded]:
        """Those whose predecessor is in the tree or comes with them: a look is no snapshot, and may pass over one."""
        here = {each.record_id for each in found}
        held: set[str] = set()
        ready = []
        for each in found:
            before = _before(each)
            if before and before not in here and f"{ACCESS} {before}" not in known:
                self._missed[before] += 1
                if self._missed[before] < PATIENCE:
                    held.add(each.chain)
            if each.chain not in held:
                ready.append(each)
        return ready

    def _take_commits(self, source: str) -> int:
        after = self._checkpoints.load(READER, source)
        commits = self._sources[source].feed(after, BATCH)
        if not commits:
            return 0
        names = (name for each in commits for name in (_name(source, each), _name(source, each, -1)))
        known = self._records.known(list(names))
        owners = _owners(source, commits, known)
        fresh = [each for each in commits if _name(source, each) not in known]
        self._grow([(owners[each.stream], _commit_row(source, each)) for each in fresh])
        self._checkpoints.save(READER, source, commits[-1].position)
        return len(commits)

    def _grow(self, made: Sequence[tuple[str, Row]]) -> None:
        ordered = sorted(made, key=lambda each: each[0])  # stable: within an authority they keep their order
        for authority, rows in groupby(ordered, key=lambda each: each[0]):
            self._grow_one(authority, [row for _, row in rows])

    def _grow_one(self, authority: str, rows: Sequence[Row]) -> None:
        peaks = self._peaks(authority)
        numbered = [_at(row, authority, number) for number, row in enumerate(rows, peaks.size)]
        self._records.grow(numbered)
        self._take_in(authority, peaks, numbered)

    def _peaks(self, authority: str) -> Peaks:
        """The tree as it is, those records included that were taken in before somebody could save its peaks."""
        if authority not in self._growing:
            peaks = Peaks(*self._records.peaks(authority))
            if not peaks.size:
                self._records.save(authority, 0, (), ())  # known to have a tree, before there is anything in it
            while beyond := self._records.between(authority, peaks.size, peaks.size + BATCH):
                self._take_in(authority, peaks, beyond)
            self._growing[authority] = peaks
        return self._growing[authority]

    def _take_in(self, authority: str, peaks: Peaks, rows: Sequence[Row]) -> None:
        made = [node for row in rows for node in peaks.add(row.leaf.hash)]
        self._records.save(authority, peaks.size, peaks.hashes, [node for node in made if node[0] >= BLOCK_LEVEL])


def _at(row: Row, authority: str, number: int) -> Row:
    return Row(authority, number, row.leaf, row.position, row.record)


def _entry_row(recorded: Recorded) -> Row:
    document = entries.to_document(recorded)
    return Row(recorded.entry.authority, 0, leaf_of(ACCESS, recorded.record_id, document), 0, document)


def _commit_row(source: str, commit: Commit) -> Row:
    return Row(commit.authority, 0, leaf_of(source, commit.commit_id, to_document(commit)), commit.position)


def _name(source: str, commit: Commit, back: int = 0) -> str:
    return f"{source} {replace(commit, version=commit.version + back).commit_id}"


def _owners(source: str, commits: Sequence[Commit], known: Mapping[str, str]) -> Mapping[str, str]:
    """In whose tree each stream is: of the authority that began it, whoever else has done something to it since."""
    owners: dict[str, str] = {}
    for each in commits:
        owners.setdefault(each.stream, known.get(_name(source, each, -1), each.authority))
    return owners


def _before(recorded: Recorded) -> str | None:
    return f"{recorded.chain}@{recorded.number - 1:08d}" if recorded.number > 1 else None


def _ids_and_those_before(found: Sequence[Recorded]) -> list[str]:
    before = (_before(each) for each in found)
    return [*(each.record_id for each in found), *(each for each in before if each)]


class StoredNodes(Nodes):
    """An authority's tree as the store has it: whole subtrees of a block and more are kept, smaller ones are made anew."""

    def __init__(self, records: Records, authority: str) -> None:
        self._records, self._authority = records, authority
        self._kept: dict[tuple[int, int], bytes] = {}
        self._blocks: dict[int, Tree] = {}

    def all_at_once(self) -> StoredNodes:
        """Loads every subtree that is kept: for an export, which needs most of them."""
        self._kept.update(self._records.upper_nodes(self._authority))
        return self

    def node(self, level: int, index: int) -> bytes:
        if level < BLOCK_LEVEL:
            number = (index << level) >> BLOCK_LEVEL
            return self._block(number).node(level, index - ((number << BLOCK_LEVEL) >> level))
        if (level, index) not in self._kept:
            self._kept.update(self._records.nodes(self._authority, [(level, index)]))
        return self._kept[level, index]

    def _block(self, number: int) -> Tree:
        if number not in self._blocks:
            rows = self._records.between(self._authority, number * BLOCK, (number + 1) * BLOCK)
            self._blocks = {number: Tree(each.leaf.hash for each in rows)}  # one is enough: they are asked for in order
        return self._blocks[number]
