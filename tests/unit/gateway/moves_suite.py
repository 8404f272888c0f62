"""What every place where moves are counted must do."""

from __future__ import annotations

from gateway.read_models.moves import Moves


class MovesSuite:
    """`store` is a fixture: a Moves in which nothing was counted."""

    def test_each_move_is_another_number_and_none_is_taken_back(self, store: Moves) -> None:
        assert store.number() == 0
        store.moved()
        assert store.number() == store.number() == 1
        store.moved()
        assert store.number() == 2
