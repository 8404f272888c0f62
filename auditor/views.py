"""What should be shown: of each document of a view, how far it should have come in each feed."""

from __future__ import annotations

from collections.abc import Callable
from sys import intern
from typing import Any

from auditor.expecting import Fields, InTurn, Wanted, cause_of
from gateway.finding import index
from gateway.read_models.folding import View, by_source
from shared_kernel.commits import Commit


class _Folded(InTurn):
    """Documents that the gateway folds. `key`: which of them a commit belongs to; `stream`: under which name it keeps the version."""

    owner = "gateway"

    def __init__(
        self,
        name: str,
        key: Callable[[str, Commit], str | None],
        stream: Callable[[str, Commit], str] = by_source,
    ) -> None:
        super().__init__()
        self.kind, self._key, self._stream = f"view.{name}", key, stream

    def take(self, source: str, commit: Commit) -> None:
        key = self._key(source, commit)
        if key is None:
            return
        so_far = self._wanted.get(key, Wanted((), ()))
        stream = intern(self._stream(source, commit))
        others = tuple(each for each in so_far.mark if each[0] != stream)
        causes = so_far.causes if len(others) < len(so_far.mark) else (*so_far.causes, cause_of(source, commit))
        self.want(key, Wanted((*others, (stream, commit.version)), causes))

    def fits(self, mark: Any, fields: Fields) -> bool:
        versions = fields[0] or {}
        return all(versions.get(stream, 0) >= version for stream, version in mark)


class ViewDocuments(_Folded):
    """Every document of one view."""

    reader = "gateway"

    def __init__(self, view: View) -> None:
        super().__init__(view.name, view.key, view.stream)


class NamesIndexed(_Folded):
    """The index of names, by its ids and versions alone: a reader of its own makes it, with keys that the auditor has not."""

    reader = index.READER

    def __init__(self) -> None:
        super().__init__(index.NAME, index.key_of)
