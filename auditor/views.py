"""What should be shown: of each document of a view, how far it should have come in each feed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from auditor.expecting import Expectation, Fields, Wanted, cause_of
from gateway.read_models.folding import View
from shared_kernel.commits import Commit


class ViewDocuments(Expectation):
    """Every document of one view."""

    owner = reader = "gateway"
    exact = False

    def __init__(self, view: View) -> None:
        self.kind, self._view = f"view.{view.name}", view
        self._wanted: dict[str, Wanted] = {}

    def take(self, source: str, commit: Commit) -> None:
        key = self._view.key(source, commit)
        if key is None:
            return
        so_far = self._wanted.get(key, Wanted({}, ()))
        stream = self._view.stream(source, commit)
        causes = so_far.causes if stream in so_far.mark else (*so_far.causes, cause_of(source, commit))
        self._wanted[key] = Wanted({**so_far.mark, stream: commit.version}, causes)

    def wanted(self, now: datetime) -> Mapping[str, Wanted]:
        return self._wanted

    def fits(self, mark: Any, fields: Fields) -> bool:
        versions = fields[0] or {}
        return all(versions.get(source, 0) >= version for source, version in mark.items())
