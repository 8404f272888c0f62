"""Verifies an export, line by line, in constant memory, with no key but the public one, and stops at the first thing wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from audit.diagnosis import wrong_record
from audit.exporting import BLOCK, block_count, blocks, root_of_block
from audit.findings import Finding, Kind, Verdict, Wrong
from audit.head_lines import HeadLines
from audit.heads import SignedHead
from audit.lines import Lines, told_in
from audit.links import Links, NotARecord, link_of
from audit.merkle import is_included, leaf_hash
from audit.witnesses import Witnesses

_BLOCK = {"first", "hashes", "kind", "names", "proof"}
_HASH = re.compile(r"[0-9a-f]{64}")


def verify(lines: Iterable[bytes], trusted: Collection[str] = (), handed_out: Sequence[SignedHead] = ()) -> Verdict:
    """The verdict on an export. `trusted` are public keys (base64) known beforehand: else those of the heads handed out."""
    verdict = Verdict()
    known = set(trusted) or {each.key for each in handed_out}
    verdict.trusted = bool(known)
    try:
        _Verification(Lines(lines), verdict, known, handed_out).run()
    except Wrong as wrong:
        verdict.wrong = wrong.finding
    return verdict


class _Verification:
    """One export on its way through. What it remembers does not grow with the export."""

    def __init__(
        self, lines: Lines, verdict: Verdict, trusted: Collection[str], handed_out: Sequence[SignedHead]
    ) -> None:
        self._lines, self._verdict = lines, verdict
        self._heads = HeadLines(lines, verdict, trusted)
        self._tree, self._size = self._heads.tree, self._heads.last.size
        self._root = bytes.fromhex(self._heads.last.root)
        first, last = self._heads.first, self._heads.last
        verdict.authority, verdict.begin, verdict.end = last.authority, self._tree.size, last.size
        verdict.since, verdict.until = first.at if first else None, last.at
        self._links = Links(last.authority, whole=first is None)
        self._witnesses = Witnesses(handed_out, last.authority, trusted)

    def run(self) -> None:
        """Raises Wrong."""
        self._witnesses.compare(self._tree, self._verdict)
        for number in blocks(self._tree.size, self._size):
            hashes, names = self._block(number)
            listed_in = self._lines.number
            for place, name in enumerate(names):
                self._record(hashes, place, name, listed_in)
                if self._tree.size < self._size:
                    self._heads.take_those_here()
        self._heads.end()
        self._verdict.outside += self._witnesses.remaining()

    def _block(self, number: int) -> tuple[list[bytes], list[str]]:
        """The hashes and names of the records to come, of which the last head is known to be made."""
        line, first = self._lines.next(), number * BLOCK
        told = told_in(line) if line is not None else None
        says = f"The list of the records from {first} on"
        if told is None or told.keys() != _BLOCK or (told["kind"], told["first"]) != ("block", first):
            kind: Kind = "changed" if line is not None and line.startswith(b'{"first":') else "missing"
            raise self._lines.wrong(kind, f"{says} should stand here.", first)
        hashes, proof, names = _hashes(told["hashes"]), _hashes(told["proof"]), told["names"]
        end = min(first + BLOCK, self._size)
        if (
            hashes is None
            or proof is None
            or len(hashes) != end - first
            or not _are_names(names, end - self._tree.size)
        ):
            raise self._lines.wrong("changed", f"{says} is not in its form.", first)
        if not is_included(root_of_block(hashes), number, block_count(self._size), proof, self._root):
            raise self._lines.wrong("changed", f"{says} is not the one that was signed.", first)
        return hashes[self._tree.size - first :], names

    def _record(self, hashes: Sequence[bytes], place: int, name: str, listed_in: int) -> None:
        line, index = self._lines.next(), self._tree.size
        if line is None or leaf_hash(line) != hashes[place]:
            raise wrong_record(self._lines, line, index, hashes[place:], name)
        try:
            link = link_of(line)
        except NotARecord:
            raise self._lines.wrong("unreadable", "It is not in the form of a record.", index, name) from None
        if link.name != name:
            called = f"Record {index} is {link.name}; the list calls it by another name."
            raise Wrong(Finding("changed", listed_in, called, index, link.name))
        problem = self._links.problem(link)
        if problem:
            raise self._lines.wrong("changed", problem, index, name)
        self._tree.add(hashes[place])
        self._verdict.records[name.partition(" ")[0]] += 1
        self._witnesses.compare(self._tree, self._verdict)


def _hashes(told: Any) -> list[bytes] | None:
    """The hashes of a list; None where it is not a list of some."""
    if not isinstance(told, list) or not all(isinstance(each, str) and _HASH.fullmatch(each) for each in told):
        return None
    return [bytes.fromhex(each) for each in told]


def _are_names(told: Any, count: int) -> bool:
    return isinstance(told, list) and len(told) == count and all(isinstance(each, str) for each in told)
