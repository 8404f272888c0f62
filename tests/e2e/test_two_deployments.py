"""Two deployments on one machine, each with its own broker, store and gateway, cascade to each other over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey

from needfire_client import PrivateKeyJwt
from operations import ports
from operations.local_identity import CLIENT_KEY
from operations.run_settings import PROJECT, RunSettings
from shared_kernel.delivery.signing import new_secret
from tests.e2e.house import House, open_house, without
from tests.e2e.test_case_kent_national_alert import CUSTODIAN, MINE, released
from tests.e2e.waiting import eventually
from tests.rules.kent_2023.playing import INFORMATION, WORKER

DIRECTORIES = PROJECT / "examples" / "directories"
OF_KENT, OF_LUTON = "kent@127.0.0.1", "luton@127.0.0.1"
KEEPERS = {"kent": INFORMATION, "luton": ("luton-management-information", "luton-service-manager")}
SYSTEM = "luton-system"
MORE = {
    "kent": ("agencies:\n", f"agencies:\n  - {{id: {SYSTEM}, name: Luton, kind: authority, custodian: LUT}}\n"),
    "luton": ("holders: [luton-management-information]", f"holders: [{', '.join(KEEPERS['luton'])}]"),
}
PATIENCE = 90.0
pytestmark = pytest.mark.timeout(400)  # two platforms start


def settings_of(folder: Path, authority: str, port: int, to: Mapping[str, str], of: Mapping[str, str]) -> RunSettings:
    """A deployment of this one authority, with the secrets of the webhooks that it sends and takes."""
    folder.mkdir()
    directory, secrets = folder / "directories", (folder / "to.json", folder / "from.json")
    directory.mkdir()
    text = (DIRECTORIES / f"{authority}.yaml").read_text("utf-8")
    assert MORE[authority][0] in text
    (directory / f"{authority}.yaml").write_text(text.replace(*MORE[authority], 1), "utf-8")
    for file, shared in zip(secrets, (to, of), strict=True):
        file.write_text(json.dumps({name: [secret] for name, secret in shared.items()}))
    more = {
        "NEEDFIRE_AUTHORITIES": authority,
        "NEEDFIRE_CUSTODIAN_SECRETS": str(secrets[0]),
        "NEEDFIRE_PEER_SECRETS": str(secrets[1]),
    }
    return RunSettings(
        folder / "run", listen=f"127.0.0.1:{port}", private=True, database_prefix=f"of_{authority}",
        directory=directory, environment=more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, House]]:
    """Kent's and Luton's: neither knows more of the other than its address and a secret for each way."""
    folder = tmp_path_factory.mktemp("two")
    at_kent, at_luton = ports.any_free(), ports.any_free()
    needed = without("custodians-played", "risk-management-worker", "auditor")
    to_luton, to_kent = new_secret(), new_secret()
    kent = settings_of(folder / "kent", "kent", at_kent, {"LUT": to_luton}, {OF_LUTON: to_kent})
    luton = settings_of(folder / "luton", "luton", at_luton, {"KEN": to_kent}, {OF_KENT: to_luton})
    with ExitStack() as ends:
        patch = ends.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("NEEDFIRE_OUTBOUND_ALLOWED", f"127.0.0.1:{at_kent},127.0.0.1:{at_luton}")
        both = [open_house(each.run_folder.parent, needed, settings=each) for each in (kent, luton)]
        with ThreadPoolExecutor() as threads:  # each waits for its own broker
            houses = list(threads.map(ends.enter_context, both))
        reached_at(houses[0], "kent", "LUT", f"http://127.0.0.1:{at_luton}/v1/inbox/LUT/{OF_KENT}")
        reached_at(houses[1], "luton", "KEN", f"http://127.0.0.1:{at_kent}/v1/inbox/KEN/{OF_LUTON}")
        yield houses[0], houses[1]


def reached_at(house: House, authority: str, body: str, webhook: str) -> None:
    """The body's webhook, proposed by one person and confirmed by a second."""
    contacts = {
        "primary": "alerts@elsewhere.example", "second": None, "out_of_hours": None, "webhook": webhook,
        "channels": ["webhook"],
    }  # fmt: skip
    one, second = KEEPERS[authority]
    begins = (house.now + timedelta(seconds=1)).isoformat()
    change = house.done(one, f"/v1/custodians/{body}/changes", {"contacts": contacts, "begins": begins})
    one_body = f"/v1/custodians/{body}"
    eventually(lambda: house.told(second, one_body)["proposed"], f"the change of {body} in the directory")
    house.done(second, f"{one_body}/changes/{change['change_id']}/decision", {"agrees": True})
    eventually(lambda: house.told(one, one_body)["webhook"] == webhook, f"the address of {body}")


def copies(house: House, person: str, about: str) -> list[Any]:
    """What the deployment has taken in of this alert."""
    found = house.told(person, "/v1/received-alerts")["received"]
    return [each for each in found if each["about"] == about]


def test_kents_alert_is_taken_in_at_lutons_searched_for_and_answered_and_is_a_task_in_the_case(
    two: tuple[House, House],
) -> None:
    kent, luton = two
    notification, alert = released(kent)
    [copy] = eventually(lambda: copies(luton, CUSTODIAN, alert), "the alert at Luton's deployment", PATIENCE)
    assert (copy["sender"], [each["kind"] for each in copy["messages"]]) == (OF_KENT, ["initial"])
    assert MINE.encode() not in b"".join(str(each.events).encode() for each in luton.commits("national_alerts"))

    one = f"/v1/received-alerts/{copy['received_id']}"
    matched = luton.post(CUSTODIAN, f"{one}/matches", {"name": MINE})
    assert matched.status_code == 200 and matched.json()["found"] == [], matched.text
    luton.done(CUSTODIAN, f"{one}/searches", {"result": "not_known", "candidates": 0, "likeness": "none"})

    key = ECKey.import_key((kent.platform.settings.secrets_folder / CLIENT_KEY).read_text("ascii"))
    at_kent = str(kent.web.base_url).rstrip("/")
    token = PrivateKeyJwt(at_kent, SYSTEM, key.as_dict(private=True)).token(kent.web)
    message = f"/v1/agency/messages/{alert}.1"
    by_luton = {"Authorization": f"Bearer {token}"}
    for said in ({"receipt": "acknowledged"}, {"receipt": "found", "comment": "With an aunt here."}):
        answer = kent.web.post(f"{message}/receipts", json=said, headers=by_luton)
        assert answer.status_code == 201, answer.text

    def tasks() -> list[Any]:
        found = kent.told(WORKER, "/v1/tasks?limit=200")["tasks"]
        wanted = (notification, "national_alert_response")
        return [each for each in found if (each["notification_id"], each["step"]) == wanted]

    assert len(eventually(tasks, "the answer as a task in the case", PATIENCE)) == 1


def test_lutons_exercise_is_taken_in_at_kents(two: tuple[House, House]) -> None:
    kent, luton = two
    started = luton.done(KEEPERS["luton"][0], "/v1/exercises", {"custodians": ["KEN"]})
    wanted = started["exercise_id"]
    reader = "kent-standards-officer-1"
    [copy] = eventually(lambda: copies(kent, reader, wanted), "the exercise at Kent's deployment", PATIENCE)
    assert (copy["sender"], copy["exercise"]) == (OF_LUTON, True)
