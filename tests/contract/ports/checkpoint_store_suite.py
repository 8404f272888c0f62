"""What every CheckpointStore does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from shared_kernel.checkpoints import CheckpointStore


class CheckpointStoreSuite:
    """Whoever derives from it gives the fixture `checkpoints`: the CheckpointStore that is tried."""

    def test_a_reader_begins_at_nothing(self, checkpoints: CheckpointStore) -> None:
        assert checkpoints.load("pages", "intake") == 0

    def test_each_reader_and_source_has_its_own(self, checkpoints: CheckpointStore) -> None:
        checkpoints.save("pages", "intake", 5)
        checkpoints.save("pages", "escalation", 7)
        checkpoints.save("counts", "intake", 9)
        assert checkpoints.load("pages", "intake") == 5
        assert checkpoints.load("pages", "escalation") == 7
        assert checkpoints.load("counts", "intake") == 9

    def test_it_never_moves_back(self, checkpoints: CheckpointStore) -> None:
        checkpoints.save("pages", "intake", 5)
        checkpoints.save("pages", "intake", 3)
        assert checkpoints.load("pages", "intake") == 5

    def test_many_writers_at_once_leave_the_highest(self, checkpoints: CheckpointStore) -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda position: checkpoints.save("pages", "intake", position), range(40)))
        assert checkpoints.load("pages", "intake") == 39

    def test_a_forgotten_reader_begins_again(self, checkpoints: CheckpointStore) -> None:
        checkpoints.save("pages", "intake", 5)
        checkpoints.save("counts", "intake", 9)
        checkpoints.forget("pages", "intake")
        checkpoints.forget("pages", "intake")
        assert checkpoints.load("pages", "intake") == 0
        assert checkpoints.load("counts", "intake") == 9
        checkpoints.save("pages", "intake", 2)
        assert checkpoints.load("pages", "intake") == 2
