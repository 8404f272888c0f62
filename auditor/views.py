"""What should be shown: of each document of a view, how far it should have come in each feed."""

from __future__ import annotations

from typing import Any

from auditor.expecting import Fields, InTurn, Wanted, cause_of
from gateway.read_models.folding import View
from shared_kernel.commits import Commit


class ViewDocuments(InTurn):
    """Every document of one view."""

    owner = reader = "gateway"

    def __init__(self, view: View) -> None:
        super().__init__()
        self.kind, self._view = f"view.{view.name}", view

    def take(self, source: str, commit: Commit) -> None:
        key = self._view.key(source, commit)
        if key is None:
            return
        so_far = self._wanted.get(key, Wanted({}, ()))
        stream = self._view.stream(source, commit)
        causes = so_far.causes if stream in so_far.mark else (*so_far.causes, cause_of(source, commit))
        self.want(key, Wanted({**so_far.mark, stream: commit.version}, causes))

    def fits(self, mark: Any, fields: Fields) -> bool:
        versions = fields[0] or {}
        return all(versions.get(source, 0) >= version for source, version in mark.items())
