from __future__ import annotations

import uuid
from datetime import timedelta

from shared_kernel.ids import new_id
from tests.contract.ports.samples import NOON


def test_ids_sort_by_the_millisecond_they_were_made_in() -> None:
    made = [new_id("case", NOON + timedelta(milliseconds=n)) for n in range(300)]
    assert made == sorted(made)


def test_ids_of_one_millisecond_differ() -> None:
    assert len({new_id("case", NOON) for _ in range(1000)}) == 1000


def test_an_id_is_its_kind_and_a_uuid_of_version_7() -> None:
    kind, _, rest = new_id("case", NOON).partition("-")
    value = uuid.UUID(rest)
    assert (kind, value.version, value.variant) == ("case", 7, uuid.RFC_4122)
    assert value.int >> 80 == int(NOON.timestamp() * 1000)
