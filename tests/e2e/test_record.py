"""The record on the whole platform: nothing that was shown is missing after a power cut, and an export of it verifies."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from operations.run_settings import AUDIT_KEY
from tests.e2e.cases import Case, raised
from tests.e2e.house import House
from tests.e2e.waiting import eventually
from workbench.main import app

OVERSEER = "kent-overseer"


def asking_why(case: Case) -> httpx.Response:
    """A read that no test makes beside."""
    return case.house.get(case.raiser, f"/v1/notifications/{case.notification_id}/why")


def readings(case: Case) -> list[str]:
    """Who was shown why, or about to be, as whoever oversees the authority is told."""
    found = case.house.told(OVERSEER, f"/v1/audit?thing={case.notification_id}&limit=200")["entries"]
    return [each["actor"] for each in found if each["operation"] == "why_notification"]


def verified(house: House, file: Path) -> str:
    """What the tool prints of an export that is right: of all that was read and done in Kent so far."""
    house.move_clock(minutes=2)
    done = sum(1 for each in house.commits("intake") if each.authority == "kent")

    def taken_away() -> str:
        file.write_bytes(house.get(OVERSEER, "/v1/audit/export").content)
        heads, key = (
            house.folder / "heads",
            house.platform.settings.secrets_folder / Path(AUDIT_KEY).with_suffix(".pub"),
        )
        words = ["audit", "verify", str(file), "--heads", str(heads), "--public-key", str(key)]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        return result.output if f"{done} of intake" in result.output else ""

    return eventually(taken_away, "a signed head over all that was done")


def test_the_gateway_dies_between_the_entry_and_the_answer(mortal: House, tmp_path: Path) -> None:
    case = raised(mortal)
    mortal.arm("gateway", "access.recorded")
    with pytest.raises(httpx.TransportError):
        asking_why(case)
    mortal.dies_by_itself("gateway")
    mortal.restart("gateway")

    eventually(lambda: readings(case) == [case.raiser], "the entry of what was about to be shown")
    assert "as it was signed" in verified(mortal, tmp_path / "export.jsonl")


def test_what_was_shown_is_in_the_record_whichever_process_is_killed(mortal: House, tmp_path: Path) -> None:
    case = raised(mortal)
    asked = shown = 0
    for cut in ("gateway-worker", "gateway", "gateway-worker"):
        for _ in range(5):
            asked += 1
            shown += asking_why(case).status_code == 200
        mortal.restart(cut)

    eventually(lambda: len(readings(case)) >= shown, "every entry of what was shown")
    assert 0 < shown <= len(readings(case)) <= asked
    assert "were handed out" in verified(mortal, tmp_path / "export.jsonl")
