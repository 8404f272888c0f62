"""A backup of a platform at work, put into an empty store: the platform on it goes on, and tells nobody twice."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from needfire_client import Needfire, PrivateKeyJwt, read_webhook
from operations.local_identity import CLIENT_KEY
from operations.platform import Platform
from operations.run_settings import PROJECT
from tests.e2e.house import House, open_house, without
from tests.e2e.test_partners import SAID, listening
from tests.e2e.waiting import eventually

NEEDED = without("custodians-played", "national-alerts-worker", "risk-management-worker", "auditor")
BY = "kent-social-worker"
DECIDED = {"outcome": "no_further_action", "reason": "known_already", "particulars": {"feedback": "Thank you."}}


def backup(environment: Mapping[str, str], *arguments: str) -> str:
    """What the command prints, which must end well."""
    program = [sys.executable, "-m", "operations.backup", *arguments]
    path = {"PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run(
        program, cwd=PROJECT, env={**environment, **path}, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def decided(house: House, needfire: Needfire) -> str:
    """A concern that was answered; its id."""
    concern = str(needfire.raise_concern("today", SAID, facts={"subject_kind": "child"})["concern_id"])
    path = f"/v1/concerns/{concern}"
    eventually(lambda: house.get(BY, path).status_code == 200, "the concern's arrival at the front door")
    house.done(BY, f"{path}/decision", DECIDED)
    return concern


def agency(house: House) -> Needfire:
    key = ECKey.import_key((house.platform.settings.secrets_folder / CLIENT_KEY).read_text("ascii"))
    address = str(house.web.base_url).rstrip("/")
    return Needfire(address, PrivateKeyJwt(address, "kent-police", key.as_dict(private=True)), house.web)


def told(house: House, concern: str) -> Any:
    answer = house.get(BY, f"/v1/concerns/{concern}")
    return answer.json() if answer.status_code == 200 else None


def at_rest(house: House, concern: str) -> Any:
    """What is told of it once escalation has done all that follows from the decision, and the view shows it.

    The agency may hear of the decision before that.
    """
    followed = [each for each in house.commits("escalation") if each.stream == f"routing-{concern}"]
    done = any(event.name == "DutyDone" for commit in followed for event in commit.events)
    seen = told(house, concern)
    return seen if done and seen and seen["versions"]["routing"] == followed[-1].version else None


@pytest.mark.timeout(600)  # two platforms start, one after the other
def test_the_platform_goes_on_from_a_backup_and_tells_nobody_twice(tmp_path: Path, agency_at: str) -> None:
    heard: list[tuple[dict[str, str], bytes]] = []
    with listening(agency_at, [], heard), open_house(tmp_path, NEEDED) as house:
        needfire = agency(house)
        secret = needfire.subscribe(f"http://{agency_at}/hooks", ["concern.decided"])["secret"]
        concern = decided(house, needfire)
        eventually(lambda: [each["state"] for each in needfire.deliveries()] == ["delivered"], "the delivery")
        before = eventually(lambda: at_rest(house, concern), "what is told of the decided concern")
        backup(house.platform.environment, "write", str(tmp_path / "backup"))
        house.platform.stop()

        settings = replace(house.platform.settings, database_prefix="restored")
        with Platform(settings, NEEDED) as platform:
            platform.start(["store"])
            backup(platform.environment, "restore", str(tmp_path / "backup"))
            platform.start()
            again = House(platform, house.web, house.rpc)
            house.web.base_url = platform.addresses.base_url
            eventually(lambda: told(again, concern) == before, "the concern, as it was")
            after = decided(again, agency(again))
            eventually(lambda: len(heard) >= 2, "the message on what was decided after it")
            messages = [read_webhook(secret, *each).data["concern_id"] for each in heard]
            assert messages == [concern, after]
