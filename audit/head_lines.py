"""The heads in an export: each signed, each following from the one before it, each where its records end."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from audit.exporting import FORMAT, blocks, head_told
from audit.findings import Finding, Verdict, Wrong
from audit.heads import Head, MalformedHead, from_document, hash_of, is_signed
from audit.lines import Lines, told_in
from audit.merkle import Peaks

_OPENING = {"authority", "format", "from", "kind", "peaks", "to"}
_HEAD = {"head", "kind"}


class HeadLines:
    """Reads the export's first line, then each head in between. `first` is None where the export begins with the tree."""

    def __init__(self, lines: Lines, verdict: Verdict, trusted: Collection[str]) -> None:
        self._lines, self._verdict, self._trusted = lines, verdict, trusted
        line = lines.next()
        told = told_in(line) if line is not None else None
        if told is None or told.keys() != _OPENING or (told["format"], told["kind"]) != (FORMAT, "export"):
            raise lines.wrong("unreadable", f"The file does not begin as a {FORMAT} does.")
        self.first = self._head(told["from"]) if told["from"] is not None else None
        self.last = self._head(told["to"])
        self.tree = self._peaks(told["peaks"])
        if told["authority"] != self.last.authority or not self._is_before(self.last):
            raise lines.wrong("changed", "The heads are not two of one authority, the earlier one first.")
        self._before, self._between, self._begin = self.first, 0, self.tree.size

    def _head(self, told: Any) -> Head:
        """A head that stands in the line read last. Raises Wrong."""
        try:
            found = from_document({**told, "proof": []})
        except (MalformedHead, TypeError):
            raise self._lines.wrong("unreadable", "A head is not in the form of one.") from None
        if head_told(found) != told or not is_signed(found):
            raise self._lines.wrong("signature wrong", "A head was changed: its signature is not good.")
        if self._trusted and found.key not in self._trusted:
            raise self._lines.wrong("signature wrong", "A head is signed by another key than those that are trusted.")
        self._verdict.keys[found.key] = None
        self._verdict.heads += 1
        return found.head

    def _peaks(self, told: Any) -> Peaks:
        """The tree that the first head signed, to grow on."""
        try:
            peaks = Peaks(self.first.size if self.first else 0, [bytes.fromhex(each) for each in told])
        except (ValueError, TypeError):
            raise self._lines.wrong("unreadable", "The beginning's hashes are not in the form of some.") from None
        if (self.first and peaks.root().hex() != self.first.root) or [each.hex() for each in peaks.hashes] != told:
            raise self._lines.wrong("changed", "The beginning's hashes are not those that the first head signed.")
        return peaks

    def _is_before(self, last: Head) -> bool:
        first = self.first
        return first is None or (
            first.authority == last.authority and first.number < last.number and first.size < last.size
        )

    def take_those_here(self) -> None:
        """The heads in the next lines, if there are any; one of more records than have come is left there. Raises Wrong."""
        while (ahead := self._lines.peek(1)) and ahead[0].startswith(b'{"head":') and not self._is_early(ahead[0]):
            told = told_in(self._lines.next() or b"")
            if told is None or told.keys() != _HEAD or told["kind"] != "head":
                raise self._lines.wrong("changed", "It is not in the form of a head.")
            self._take(self._head(told["head"]))

    def _is_early(self, line: bytes) -> bool:
        head = (told_in(line) or {}).get("head")
        size = head.get("size") if isinstance(head, dict) else None
        return isinstance(size, int) and size > self.tree.size

    def _take(self, head: Head) -> None:
        self._follows(head)
        if head.size < self.tree.size:
            raise self._at(head.size, "moved", f"The head of {head.size} records should stand here.")
        if head.root != self.tree.root().hex():
            raise self._lines.wrong("head does not follow", "The head is not of the records before it.")
        self._before, self._between = head, self._between + 1

    def _follows(self, head: Head) -> None:
        before, lines = self._before, self._lines
        number, hashed = (before.number, hash_of(before)) if before else (0, "")
        if head.authority != self.last.authority or not number < head.number <= self.last.number:
            raise lines.wrong("added", f"Head {head.number} does not belong here.")
        if head.number > number + 1:
            missing = f"Head {head.number - 1}, of {head.previous_size} records, should stand here."
            raise self._at(head.previous_size, "missing", missing)
        if head.previous_hash != hashed:
            raise lines.wrong("head does not follow", f"Head {head.number} does not follow from head {number}.")

    def _at(self, size: int, kind: Any, sentence: str) -> Wrong:
        """That the line is wrong in which the head of this size belongs, all before it being right."""
        line = 1 + len(blocks(self._begin, size)) + (size - self._begin) + self._between + 1
        return Wrong(Finding(kind, line, sentence))

    def end(self) -> None:
        """After the last record: the last head is of all of them, and nothing comes after. Raises Wrong."""
        if self.tree.root().hex() != self.last.root:
            sentence = (
                "The records under the first head are not the beginning of those under the last: history was rewritten."
            )
            raise Wrong(Finding("head does not follow", 1, sentence))
        self._follows(self.last)
        if self._lines.next() is not None:
            raise self._lines.wrong("added", "The export should have ended before this line.")
