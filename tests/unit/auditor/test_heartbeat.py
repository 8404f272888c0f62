"""The heartbeat says that somebody has looked, and what was found; its silence can be noticed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from auditor.__main__ import heartbeat_of
from auditor.findings import MEANS, Finding
from auditor.heartbeat import SILENT_AFTER, Heartbeat, beats, told
from shared_kernel.outbound.calls import Answer, OutboundFailed
from shared_kernel.outbound.memory import MemoryOutbound
from shared_kernel.production import UnsafeForProduction
from shared_kernel.settings import Settings

URL = "https://heartbeats.example/needfire"
FOUND = (Finding("lost", "gateway view.cases", 2, mended=True, example="notification-1"), Finding("parked", "intake"))


def test_it_is_written_and_sent_without_any_id(tmp_path: Path) -> None:
    outbound = MemoryOutbound(lambda _: Answer(200))
    Heartbeat(tmp_path / "beat.json", URL, outbound).beat(FOUND, 17)
    said = json.loads((tmp_path / "beat.json").read_text("utf-8"))
    assert {name: said[name] for name in said if name != "at"} == {
        "well": False,
        "alarms": ["parked"],
        "mended": 2,
        "looked_at": 17,
    }
    [call] = outbound.sent
    assert (call.method, call.url, json.loads(call.content)) == ("POST", URL, said)


def test_what_was_mended_is_well() -> None:
    assert told(FOUND[:1], 1, 0.0)["well"] is True


def test_a_place_that_does_not_answer_does_not_end_the_looking(tmp_path: Path) -> None:
    def away(_: object) -> Answer:
        raise OutboundFailed("unreachable")

    Heartbeat(tmp_path / "beat.json", URL, MemoryOutbound(away)).beat((), 0)
    assert (tmp_path / "beat.json").exists()


def test_silence_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "beat.json"
    file.write_text(json.dumps({"at": 1000.0}), "utf-8")
    assert beats(file, 1000.0 + SILENT_AFTER - 1, age=1e9)
    assert not beats(file, 1000.0 + SILENT_AFTER, age=1e9)
    assert not beats(file, 1001.0, age=0.5), "one that was left by a process before"
    with pytest.raises(OSError, match="nothing"):
        beats(tmp_path / "nothing", 0.0, age=1.0)


def test_in_production_it_is_heard_somewhere() -> None:
    real = Settings(production=True)
    with pytest.raises(UnsafeForProduction):
        heartbeat_of({}, real)
    assert heartbeat_of({"NEEDFIRE_HEARTBEAT_URL": URL}, real).url == URL
    assert heartbeat_of({"NEEDFIRE_HEARTBEAT_FILE": "/tmp/beat"}, real).file == Path("/tmp/beat")


def test_every_alarm_has_its_runbook() -> None:
    runbooks = (Path(__file__).resolve().parents[3] / "docs" / "runbooks.md").read_text("utf-8")
    assert all(f"\n## {code}\n" in runbooks for code in MEANS)
