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

from gateway.sealing.__main__ import document_key
from needfire_client import PrivateKeyJwt
from operations import ports
from operations.local_identity import CLIENT_KEY
from operations.run_settings import PROJECT, RunSettings
from shared_kernel.delivery.signing import new_secret
from tests.e2e.house import House, open_house, without
from tests.e2e.searching import collections_with, files_with
from tests.e2e.test_case_kent_national_alert import CUSTODIAN, MINE, released
from tests.e2e.waiting import eventually
from tests.rules.kent_2023.playing import INFORMATION, WORKER

DIRECTORIES = PROJECT / "examples" / "directories"
OF_KENT, OF_LUTON = "kent@127.0.0.1", "luton@127.0.0.1"
KEEPERS = {"kent": INFORMATION, "luton": ("luton-management-information", "luton-service-manager")}
SYSTEM = "luton-system"
SOCIAL_WORKER = "luton-social-worker"
"""Here one of those who receive alerts, who sees a case of the own records: the one that they raised."""
MORE = {
    "kent": {
        "agencies:\n": f"agencies:\n  - {{id: {SYSTEM}, name: Luton, kind: authority, custodian: LUT}}\n",
        "keeper: management_information}": "keeper: management_information, documents: sealed}",
    },
    "luton": {
        "holders: [luton-management-information]": f"holders: [{', '.join(KEEPERS['luton'])}]",
        "holders: [luton-director-support, luton-head": f"holders: [{SOCIAL_WORKER}, luton-director-support, luton-head",
    },
}
LOOKED_AFTER = {
    "subject_kind": "child", "age_years": 12, "legal_status": "care_order", "placement": "foster",
    "named_adult_role": "position_of_trust", "happened": ["allegation"], "significant_harm_alleged": True,
}  # fmt: skip
PATIENCE = 220.0
"""Seconds: a delivery that was not taken three times, as on a machine with much else to do, comes after 195 at the latest."""
pytestmark = pytest.mark.timeout(900)  # two platforms start


def settings_of(
    folder: Path, authority: str, port: int, to: Mapping[str, str], of: Mapping[str, str], **more: str
) -> RunSettings:
    """A deployment of this one authority, with the secrets of the webhooks that it sends and takes."""
    folder.mkdir()
    directory, secrets = folder / "directories", (folder / "to.json", folder / "from.json")
    directory.mkdir()
    text = (DIRECTORIES / f"{authority}.yaml").read_text("utf-8")
    for before, after in MORE[authority].items():
        assert before in text
        text = text.replace(before, after, 1)
    (directory / f"{authority}.yaml").write_text(text, "utf-8")
    for file, shared in zip(secrets, (to, of), strict=True):
        file.write_text(json.dumps({name: [secret] for name, secret in shared.items()}))
    environment = {
        "NEEDFIRE_AUTHORITIES": authority,
        "NEEDFIRE_CUSTODIAN_SECRETS": str(secrets[0]),
        "NEEDFIRE_PEER_SECRETS": str(secrets[1]),
        **more,
    }
    return RunSettings(
        folder / "run", listen=f"127.0.0.1:{port}", private=True, database_prefix=f"of_{authority}",
        directory=directory, environment=environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, House]]:
    """Kent's and Luton's: neither knows more of the other than its address, a secret for each way, and Kent Luton's public key."""
    folder = tmp_path_factory.mktemp("two")
    at_kent, at_luton = ports.any_free(), ports.any_free()
    needed = without("custodians-played", "risk-management-worker", "auditor")
    to_luton, to_kent = new_secret(), new_secret()
    kent = settings_of(folder / "kent", "kent", at_kent, {"LUT": to_luton}, {OF_LUTON: to_kent})
    keys = folder / "documents.yaml"
    key = document_key(keys, "LUT").splitlines()[0]
    opening = {"NEEDFIRE_DOCUMENT_KEYS": str(keys)}
    luton = settings_of(folder / "luton", "luton", at_luton, {"KEN": to_kent}, {OF_KENT: to_luton}, **opening)
    with ExitStack() as ends:
        patch = ends.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("NEEDFIRE_OUTBOUND_ALLOWED", f"127.0.0.1:{at_kent},127.0.0.1:{at_luton}")
        both = [open_house(each.run_folder.parent, needed, settings=each) for each in (kent, luton)]
        with ThreadPoolExecutor() as threads:  # each waits for its own broker
            houses = list(threads.map(ends.enter_context, both))
        reached_at(houses[0], "kent", "LUT", f"http://127.0.0.1:{at_luton}/v1/inbox/LUT/{OF_KENT}", key)
        reached_at(houses[1], "luton", "KEN", f"http://127.0.0.1:{at_kent}/v1/inbox/KEN/{OF_LUTON}")
        yield houses[0], houses[1]


def reached_at(house: House, authority: str, body: str, webhook: str, key: str | None = None) -> None:
    """The body's webhook and key, proposed by one person and confirmed by a second."""
    contacts = {
        "primary": "alerts@elsewhere.example", "second": None, "out_of_hours": None, "webhook": webhook,
        "channels": ["webhook"], "key": key,
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
    matched = luton.post(CUSTODIAN, f"{one}/matches", {"name": "Somebody Else"})
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


def test_kents_document_is_read_at_lutons_and_finds_a_child_of_theirs_and_lies_nowhere_in_clear(
    two: tuple[House, House],
) -> None:
    kent, luton = two
    body = {
        "area": "south", "facts": LOOKED_AFTER, "categories": ["LUT-CLA-5", "LUT-TRUST-1"],
        "particulars": {"name": MINE, "account": "Told the school's nurse."},
    }  # fmt: skip
    known = luton.done(SOCIAL_WORKER, "/v1/notifications", body)["notification_id"]
    _, alert = released(kent)
    [copy] = eventually(lambda: copies(luton, SOCIAL_WORKER, alert), "the alert at Luton's deployment", PATIENCE)
    one = f"/v1/received-alerts/{copy['received_id']}"
    document = eventually(lambda: luton.told(SOCIAL_WORKER, one)["document"], "the document at Luton's", PATIENCE)
    assert document["search"]["name"] == MINE
    assert MINE in {each["answer"] for each in document["told"]}

    def found() -> list[str]:
        matched = luton.post(SOCIAL_WORKER, f"{one}/matches", document["search"])
        assert matched.status_code == 200, matched.text
        return [each["notification_id"] for each in matched.json()["found"]]

    eventually(lambda: known in found(), "Luton's own child among the matches", PATIENCE)
    for each in two:
        assert files_with(each.folder, MINE) == set()
        assert collections_with(each, MINE) == set()


def test_lutons_exercise_is_taken_in_at_kents(two: tuple[House, House]) -> None:
    kent, luton = two
    started = luton.done(KEEPERS["luton"][0], "/v1/exercises", {"custodians": ["KEN"]})
    wanted = started["exercise_id"]
    reader = "kent-standards-officer-1"
    [copy] = eventually(lambda: copies(kent, reader, wanted), "the exercise at Kent's deployment", PATIENCE)
    assert (copy["sender"], copy["exercise"]) == (OF_LUTON, True)
