"""A short attack on every operation, always the same; `make fuzz` has a long one."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.contract.attacking import ASKING, FOUND, WORDS, Scene, attack, scene

EXAMPLES = int(os.environ.get("NEEDFIRE_ATTACK_EXAMPLES") or 4)
SEED = int(os.environ.get("NEEDFIRE_ATTACK_SEED") or 20261122)


@pytest.fixture(scope="module")
def the(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("house")) as found:
        yield found


def test_each_sees_their_own_and_there_is_something_to_be_seen(the: Scene) -> None:
    """Else nothing would be shown by what follows."""
    for authority, person in (("fenshire", "worker"), ("kent", "kent-team-manager")):
        (notification,) = (each for each in the.ids[authority] if each.startswith("notification-"))
        assert WORDS[authority] in the.callers.get(f"/v1/notifications/{notification}", person).text
        assert not [
            word for word in the.foreign(authority) if word in the.callers.get("/v1/notifications", person).text
        ]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("authority", ASKING)
@pytest.mark.parametrize("name", FOUND)
def test_whatever_is_asked_there_is_no_error_no_surprise_and_nothing_of_others(
    the: Scene, authority: str, name: str
) -> None:
    attack(the, authority, name, EXAMPLES, SEED)
