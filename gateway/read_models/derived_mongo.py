"""Documents in MongoDB beside which something is kept that is derived from them, such as packed lines.

The two are not one write. So a process that has just begun, or whose last save did not come to its end, puts right what lies beside
before it goes on.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from collections.abc import Sequence
from threading import Lock

from gateway.read_models.folding import Document
from gateway.read_models.mongo import MongoDocuments, Store
from shared_kernel.stores import translated

_log = logging.getLogger(__name__)
Changed = Sequence[tuple[Document | None, Document]]


class MongoWithDerived(MongoDocuments):
    """A view's documents, and what is derived from them: each such view says how that is moved, put right and dropped."""

    def __init__(self, database: Store, name: str) -> None:
        super().__init__(database, name)
        self._name, self._is_sure, self._one_at_a_time = name, False, Lock()

    @abstractmethod
    def _move_derived(self, changed: Changed) -> None:
        """Takes what was saved into what lies beside."""

    @abstractmethod
    def _put_derived_right(self) -> int:
        """Makes what lies beside what follows from the documents; how much of it was something else."""

    @abstractmethod
    def _drop_derived(self) -> None:
        """All of it goes."""

    def save(self, changed: Changed) -> None:
        """Whatever ends between the documents and what lies beside them, this process or another, that is put right before the next."""
        with self._one_at_a_time:
            was_sure, self._is_sure = self._is_sure, False
            super().save(changed)
            self._follow(changed, was_sure)
            self._is_sure = True

    @translated()
    def _follow(self, changed: Changed, was_sure: bool) -> None:
        if was_sure:
            self._move_derived(changed)
        else:
            self._put_derived_right()

    @translated()
    def put_right(self) -> int:
        """Looks whether what lies beside is right, and makes it so where not; how much was not."""
        with self._one_at_a_time:
            wrong = self._put_derived_right()
        if wrong:
            _log.warning("what lies beside %s was not right: made anew", self._name)
        return wrong

    def drop(self) -> None:
        super().drop()
        with translated():
            self._drop_derived()
