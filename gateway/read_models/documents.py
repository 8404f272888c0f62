"""Where a view's documents lie. The views' queries are ports of their own, beside each view."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar, Protocol

from gateway.read_models.folding import Document
from shared_kernel.errors import CodedError


class ChangedMeanwhile(CodedError):
    """Another worker saved one of the documents since it was loaded. Some of the others may have been saved."""

    code: ClassVar[str] = "changed_meanwhile"

    def __init__(self) -> None:
        super().__init__("Another worker is folding the same commits.")


class Documents(Protocol):
    """Port: one view's documents by id."""

    def load(self, ids: Collection[str]) -> Mapping[str, Document]:
        """Those of them that there are: to be read, not to be changed."""

    def save(self, changed: Sequence[tuple[Document | None, Document]]) -> None:
        """Each (as loaded, as it is now, and not changed afterwards); None for a new one.

        Raises ChangedMeanwhile when one is no longer as loaded.
        """

    def drop(self) -> None:
        """All of them go: the view is to be built again."""
