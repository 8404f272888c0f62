"""Heads that were handed out, compared with an export's records: what shows a history that was written anew and signed again."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from itertools import pairwise

from audit.findings import Finding, Kind, Verdict, Wrong
from audit.heads import Head, SignedHead, follows, is_signed
from audit.merkle import Peaks
from shared_kernel.time import instant_text


class Witnesses:
    """An authority's heads from elsewhere, the first first. Raises Wrong for one that is not what was handed out."""

    def __init__(self, heads: Iterable[SignedHead], authority: str, trusted: Collection[str]) -> None:
        mine = sorted((each for each in heads if each.head.authority == authority), key=lambda each: each.head.number)
        for each in mine:
            if not is_signed(each) or each.key not in trusted:
                raise _wrong("signature wrong", each.head, "is not signed by a key that is trusted")
        for earlier, later in pairwise(mine):
            if not _agree(earlier.head, later):
                raise _wrong("head does not follow", later.head, "does not follow from the one handed out before it")
        self._waiting = deque(each.head for each in mine)
        self._agreed = 0

    def compare(self, tree: Peaks, verdict: Verdict) -> None:
        """The heads of up to this size against the tree as it has grown so far. Raises Wrong."""
        while self._waiting and self._waiting[0].size <= tree.size:
            head = self._waiting.popleft()
            if head.size < tree.size:
                verdict.outside.append(head)
            elif head.root != tree.root().hex():
                raise _wrong("head does not follow", head, _rewritten(self._agreed, head.size))
            else:
                verdict.agreed += 1
                self._agreed = head.size

    def remaining(self) -> tuple[Head, ...]:
        """Those of which nothing can be said: they were signed later than the export ends."""
        return tuple(self._waiting)


def _agree(earlier: Head, later: SignedHead) -> bool:
    if later.head.number == earlier.number + 1:
        return follows(earlier, later)
    return later.head.number > earlier.number and later.head.size > earlier.size


def _rewritten(agreed: int, size: int) -> str:
    return (
        f"was made of other records than these: one of the records {agreed} to {size - 1} was changed, added or taken away "
        "after it was handed out, and all was signed anew"
    )


def _wrong(kind: Kind, head: Head, what: str) -> Wrong:
    return Wrong(Finding(kind, 0, f"Head {head.number}, of {instant_text(head.at)} ({head.size} records), {what}."))
