"""All that is read and done comes into its authority's tree, once, whatever dies on the way; heads are signed and handed out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.exporting import BLOCK
from audit.folders import read_heads
from audit.heads import follows, is_signed
from audit.verifying import verify
from gateway.auditing import signing
from gateway.auditing.__main__ import main as make_from_terminal
from gateway.auditing.log import AccessLog
from gateway.auditing.outlets.port import OutletUnavailable
from gateway.auditing.records import TreeChanged
from gateway.auditing.signing import AuditKeyUnusable, load_key, make_key
from gateway.auditing.trees import PATIENCE, StoredNodes
from shared_kernel.errors import StoreUnavailable
from tests.unit.audit.history import PUBLIC
from tests.unit.gateway.auditing.keeping import Keeping
from tests.unit.gateway.auditing.waiting_suite import NOON


@pytest.fixture
def keeping(tmp_path: Path) -> Keeping:
    return Keeping(tmp_path)


def busy(keeping: Keeping, rounds: int = 3) -> int:
    """People of two authorities read and do things, over two processes and two services; how many records of Kent's."""
    other = AccessLog(keeping.waiting)
    for number in range(rounds):
        keeping.reads(f"notification-{number}")
        keeping.reads("notification-1", by=other)
        keeping.reads("notification-9", authority="luton")
        keeping.does(f"notification-{number % 2}")
        keeping.does(f"notification-{number % 2}", service="escalation")
        keeping.does("notification-9", authority="luton")
    return 4 * rounds


def test_what_was_read_and_done_is_in_its_authoritys_tree(keeping: Keeping) -> None:
    count = busy(keeping)
    keeping.sign()
    verdict = keeping.verified()
    assert (verdict.begin, verdict.end) == (0, count)
    assert verdict.records == {"access": 6, "intake": 3, "escalation": 3}
    assert keeping.verified("luton").records == {"access": 3, "intake": 3}
    assert keeping.waiting.first(10) == ()


def test_an_export_of_many_blocks_and_heads(keeping: Keeping) -> None:
    for _ in range(4):
        busy(keeping, 30)
        keeping.sign()
    before = keeping.clock.now()
    busy(keeping, 120)
    keeping.sign()
    assert keeping.verified().end == 4 * 240 > 3 * BLOCK
    later = verify(keeping.export(since=before), [PUBLIC])
    assert later.is_right and (later.begin, later.end) == (480, 960)
    early = verify(keeping.export(until=NOON + timedelta(minutes=3)), [PUBLIC])
    assert early.is_right and (early.begin, early.end) == (0, 240)


def test_what_is_changed_in_a_services_store_is_named(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    busy(keeping)
    keeping.sign()
    feed = keeping.feed

    async def tampered(service: str, after: int, limit: int) -> Sequence[Any]:
        found = await feed(service, after, limit)
        return [{**each, "actor": "nobody"} if each["position"] == 3 else each for each in found]

    async def shortened(service: str, after: int, limit: int) -> Sequence[Any]:
        return [each for each in await feed(service, after, limit) if each["position"] != 3]

    monkeypatch.setattr(keeping, "feed", tampered)
    found = verify(keeping.export(), [PUBLIC]).wrong
    assert found is not None and (found.kind, found.stream) == ("changed", "intake notification-1@00000001")
    monkeypatch.setattr(keeping, "feed", shortened)
    found = verify(keeping.export(), [PUBLIC]).wrong
    assert found is not None and (found.kind, found.stream) == ("missing", "intake notification-1@00000001")


STEPS = ("add", "remove", "grow", "save", "known", "between", "peaks")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("done", [False, True], ids=["before it was done", "after it was done"])
@pytest.mark.parametrize("which", range(4))
def test_a_worker_that_dies_at_any_step_loses_and_repeats_nothing(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch, step: str, done: bool, which: int
) -> None:
    count = busy(keeping, 2)
    owner = keeping.waiting if hasattr(keeping.waiting, step) else keeping.records
    work, calls = getattr(owner, step), iter(range(1000))

    def dying(*arguments: Any) -> Any:
        if next(calls) != which:
            return work(*arguments)
        if done:
            work(*arguments)
        raise StoreUnavailable

    monkeypatch.setattr(owner, step, dying)
    for _ in range(6):
        try:
            keeping.take_in(keeping.another_worker())
        except StoreUnavailable:
            continue
    monkeypatch.undo()
    keeping.sign()
    assert keeping.verified().end == count
    assert keeping.verified("luton").end == 4


def test_half_a_batch_that_came_in_is_gone_on_from(keeping: Keeping, monkeypatch: pytest.MonkeyPatch) -> None:
    count = busy(keeping, 4)
    grow = keeping.records.grow

    def half(rows: Sequence[Any]) -> None:
        grow(rows[: len(rows) // 2])
        raise StoreUnavailable

    monkeypatch.setattr(keeping.records, "grow", half)
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            keeping.trees.run_once()
    monkeypatch.undo()
    keeping.sign()
    assert keeping.verified().end == count


def test_two_workers_at_once_take_each_record_in_once(keeping: Keeping) -> None:
    one, other = keeping.trees, keeping.another_worker()
    count = 0
    for _ in range(5):
        for worker in (one, other):
            count += busy(keeping, 1)
            try:
                worker.run_once()
            except TreeChanged:
                worker.run_once()
    keeping.take_in(keeping.another_worker())
    keeping.sign()
    assert keeping.verified().end == count


def test_a_stream_stays_in_the_tree_of_whoever_began_it(keeping: Keeping) -> None:
    """A custodian of another authority receives an alert: it is done to the alert of the one that sent it."""
    keeping.does("alert-1", authority="kent")
    keeping.does("alert-1", authority="luton")
    keeping.take_in()
    keeping.does("alert-1", authority="luton")
    keeping.does("alert-2", authority="luton")
    keeping.sign()
    assert keeping.verified("kent").records == {"intake": 3}
    assert keeping.verified("luton").records == {"intake": 1}


def test_a_worker_that_stood_still_does_not_overwrite_another(keeping: Keeping) -> None:
    keeping.reads("notification-1")
    keeping.take_in()
    keeping.reads("notification-2")
    keeping.take_in(keeping.another_worker())
    keeping.reads("notification-3")
    with pytest.raises(TreeChanged):
        keeping.trees.run_once()
    keeping.sign()
    assert keeping.verified().end == 3


def test_a_look_that_passes_over_a_record_does_not_change_the_order(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        keeping.reads("notification-1")
    first = keeping.waiting.first
    monkeypatch.setattr(keeping.waiting, "first", lambda limit: first(limit)[1:])
    assert keeping.trees.run_once() == 0
    monkeypatch.undo()
    keeping.sign()
    assert keeping.verified().end == 3


def test_what_somebody_took_out_before_it_was_taken_in_is_missed(keeping: Keeping) -> None:
    for _ in range(3):
        keeping.reads("notification-1")
    keeping.waiting.remove(keeping.waiting.first(2)[1:])
    for _ in range(PATIENCE):
        keeping.trees.run_once()
    assert keeping.waiting.first(9) == ()
    keeping.sign()
    found = verify(keeping.export(), [PUBLIC]).wrong
    assert found is not None and found.record == 1
    assert "Number 2 of its stream" in found.sentence


def test_heads_are_signed_at_an_interval_and_only_of_what_has_grown(keeping: Keeping) -> None:
    keeping.reads("notification-1")
    keeping.take_in()
    assert keeping.signing.run_once() == 1
    keeping.reads("notification-1")
    keeping.take_in()
    assert keeping.signing.run_once() == 0, "the last one is too young"
    keeping.clock.advance(timedelta(minutes=1))
    assert keeping.signing.run_once() == 1
    keeping.clock.advance(timedelta(days=1))
    assert keeping.signing.run_once() == 0, "nothing was added"
    keeping.reads("notification-1")
    keeping.take_in()
    keeping.clock.set(NOON - timedelta(days=30))
    assert keeping.signing.run_once() == 1, "a clock that was set back stops nothing"


def test_every_head_is_handed_out_and_follows_the_one_before(keeping: Keeping) -> None:
    for _ in range(4):
        busy(keeping, 40)
        keeping.sign()
    heads = [each for each in read_heads(keeping.heads) if each.head.authority == "kent"]
    assert [each.head.number for each in heads] == [1, 2, 3, 4]
    for earlier, later in zip([None, *heads], heads, strict=False):
        assert is_signed(later) and follows(earlier.head if earlier else None, later)
    assert verify(keeping.export(), (), heads).agreed == 4


def test_a_head_that_could_not_be_handed_out_is_handed_out_later(keeping: Keeping) -> None:
    keeping.heads.write_text("a file where the folder should be", "utf-8")
    keeping.reads("notification-1")
    keeping.take_in()
    with pytest.raises(OutletUnavailable):
        keeping.signing.run_once()
    keeping.heads.unlink()
    keeping.reads("notification-1")
    keeping.sign()
    assert [each.head.number for each in read_heads(keeping.heads)] == [1, 2]


def test_another_head_than_the_one_handed_out_is_not_laid_over_it(keeping: Keeping) -> None:
    keeping.reads("notification-1")
    keeping.sign()
    other = Keeping(keeping.heads.parent)
    other.reads("notification-2")
    with pytest.raises(OutletUnavailable, match="Another head"):
        other.sign()


def test_the_stores_subtrees_are_those_of_the_tree(keeping: Keeping) -> None:
    busy(keeping, 150)
    keeping.take_in()
    stored = StoredNodes(keeping.records, "kent")
    at_once = StoredNodes(keeping.records, "kent").all_at_once()
    for level in range(10):
        for index in range(600 >> level):
            assert stored.node(level, index) == at_once.node(level, index)


def test_what_nobody_signed_yet_cannot_be_exported(keeping: Keeping) -> None:
    keeping.reads("notification-1")
    keeping.take_in()
    with pytest.raises(AssertionError):
        keeping.export()
    keeping.sign()
    with pytest.raises(AssertionError):
        keeping.export(since=keeping.clock.now())


def test_a_key_is_made_once_and_its_public_half_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "audit.pem"
    make_key(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert load_key({signing.KEY_VARIABLE: str(file)})
    assert b"PUBLIC KEY" in (tmp_path / "audit.pub").read_bytes()
    with pytest.raises(FileExistsError):
        make_key(file)


def test_a_key_is_made_from_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "audit.pem"
    make_from_terminal([str(file)])
    assert "audit.pub" in capsys.readouterr().out
    assert load_key({"NEEDFIRE_AUDIT_KEY_FILE": str(file)})
    with pytest.raises(SystemExit, match="exists"):
        make_from_terminal([str(file)])


@pytest.mark.parametrize("content", [None, b"", b"not a key"])
def test_without_a_key_nothing_is_signed(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "audit.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(AuditKeyUnusable):
        load_key({"NEEDFIRE_AUDIT_KEY_FILE": str(file)})
    with pytest.raises(AuditKeyUnusable):
        load_key({})
