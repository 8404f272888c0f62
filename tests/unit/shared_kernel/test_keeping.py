"""What a worker answers when it is asked what lies parked, and when it is to drive it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from shared_kernel.checkpoints_memory import MemoryCheckpointStore
from shared_kernel.commit_store_memory import MemoryCommitStore
from shared_kernel.feed import FeedReader
from shared_kernel.keeping import Keeping
from shared_kernel.messaging.parked_messages import ParkedMessage
from shared_kernel.messaging.parked_messages_memory import MemoryParkedMessages
from shared_kernel.parked import ParkedCommit
from shared_kernel.parked_memory import MemoryParkedStore
from tests.contract.ports.samples import NOON, commit_after
from tests.unit.shared_kernel.fakes import RecordingApply

MESSAGE = ParkedMessage("0" * 32, "undecodable", "wakeup-pages", "", "", None, 9, "0" * 64, False, NOON)
PARKED = ParkedCommit("pages", "intake", "a", 1, 1, "KeyError", NOON, "kent")


@pytest.fixture
def keeping() -> Keeping:
    messages = MemoryParkedMessages()
    messages.keep(MESSAGE, b"Jane Doe")
    return Keeping(
        MemoryCheckpointStore(), MemoryParkedStore(), messages, lambda each: messages.mark_driven(each, NOON)
    )


def test_what_is_parked_is_told_in_ids_of_one_authority(keeping: Keeping) -> None:
    keeping.parked.park(PARKED)
    keeping.parked.park(replace(PARKED, stream="b", position=2, authority="luton", tried_at=NOON))
    kents = keeping.listed(10, "kent")
    assert [(each["stream"], each["reason"], each["tried_at"]) for each in kents] == [("a", "KeyError", None)]
    assert [each["authority"] for each in keeping.listed(10)] == ["kent", "luton"]
    assert "Jane" not in json.dumps([keeping.listed(10), keeping.messages(10)])


def test_a_message_is_listed_until_it_was_sent_back(keeping: Keeping) -> None:
    [told] = keeping.messages(10)
    assert (told["message_id"], told["reason"], told["size"]) == (MESSAGE.message_id, "undecodable", 9)
    keeping.drive_message(MESSAGE.message_id)
    assert keeping.messages(10) == []
    assert keeping.stands()["parked"] == {"commits": 0, "messages": 0}


def test_a_stream_is_driven_for_its_own_authority_and_at_once(keeping: Keeping) -> None:
    feed, apply = MemoryCommitStore(), RecordingApply()
    commit = commit_after(None, "a")
    feed.append(commit)
    feed.assign_positions(1, (commit,))
    apply.failing["a", 1] = KeyError()
    seconds: Callable[[], float] = lambda: 0.0  # noqa: E731
    reader = FeedReader(
        "pages", "intake", feed, keeping.checkpoints, keeping.parked, apply, remembers=60.0, monotonic=seconds
    )
    keeping.readers["pages", "intake"] = reader
    reader.run_once()
    apply.failing.clear()
    assert not keeping.drive("pages", "intake", "a", "luton")
    assert not keeping.drive("pages", "intake", "not there", "kent")
    assert keeping.drive("pages", "intake", "a", "kent")
    reader.run_once()
    assert keeping.listed(10) == []


def test_what_presses_is_counted_by_authority(keeping: Keeping) -> None:
    keeping.counted["late"] = lambda: {"kent": 2}
    keeping.unpublished = lambda: 3
    assert keeping.pressing() == {"unpublished": 3, "late": {"kent": 2}}
