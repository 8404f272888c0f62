"""Kent: a national alert, from the threshold to the release and its first update, over the whole platform."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.e2e.house import House
from tests.e2e.waiting import eventually
from tests.pictures import PICTURE
from tests.rules.kent_2023.playing import ANSWERED, ELSE, INFORMATION, STATED, UNIT_MANAGER, WORKER

MINE = "Invented Child, in a green coat"


def decide(house: House, notification: str, step: str, outcome: str, by: str, *, claim: bool = False) -> None:
    """Somebody decides the task of this step, once it has come into their tray."""

    def waiting() -> list[Any]:
        tasks = house.told(by, "/v1/tasks?limit=200")["tasks"]
        return [each for each in tasks if (each["notification_id"], each["step"]) == (notification, step)]

    [task] = eventually(waiting, f"{step} in the tray of {by}")
    if claim:
        house.done(by, f"/v1/tasks/{task['task_id']}/claim", {})
    house.done(by, f"/v1/tasks/{task['task_id']}/decision", {"outcome": outcome})


def form(house: House, alert: str, message: str) -> dict[str, Any]:
    """The form in full."""
    parts = house.told(WORKER, f"/v1/alerts/{alert}/form?message={message}")["parts"]
    picture = house.done(WORKER, f"/v1/alerts/{alert}/photographs", {"content": PICTURE})["attachment_id"]
    samples = {"day": "2026-11-20", "localities": ["E10000016"], "photograph": picture}
    typed = {
        each["name"]: samples.get(each["kind"]) or next(iter(each["words"]))
        for each in parts
        if each["kind"] != "sealed"
    }
    own = {each["name"]: MINE for each in parts if each["kind"] == "sealed"}
    return {"message": message, "answers": typed, "particulars": own}


CUSTODIAN = "luton-director-support"


def answered_by_luton(house: House, notification: str, message: str) -> None:
    """Luton's custodian opens the message and says what was seen, which comes back as a task of the case and in its story."""
    inbox = "/v1/custodian/messages"
    eventually(
        lambda: house.get(CUSTODIAN, f"{inbox}/{message}").status_code == 200, "the message at Luton's custodian"
    )
    assert MINE in {each["answer"] for each in house.told(CUSTODIAN, f"{inbox}/{message}")["told"]}
    assert house.get(WORKER, f"{inbox}/{message}").status_code == 404
    for receipt in ("acknowledged", "searched"):
        house.done(CUSTODIAN, f"{inbox}/{message}/receipts", {"receipt": receipt})
    house.done(CUSTODIAN, f"{inbox}/{message}/receipts", {"receipt": "sighting", "comment": "Seen at the station."})

    def story() -> str:
        return str(house.told(WORKER, f"/v1/notifications/{notification}/timeline")["entries"])

    eventually(lambda: "Luton answered the national alert: the child was seen" in story(), "the answer in the story")
    eventually(lambda: "Seen at the station." in story(), "what was said of it")

    def line() -> Any:
        found = house.told(WORKER, f"/v1/alerts/{message.rpartition('.')[0]}/ledger?state=sighting")["lines"]
        return [(each["custodian"], len(each["receipts"])) for each in found]

    eventually(lambda: line() == [("LUT", 4)], "Luton's line in the ledger")


def released(house: House) -> tuple[str, str]:
    """A notification and its alert, which was proposed, written, checked and given to management information, who released it."""
    now = house.now
    ago = {"missing_since": (now - timedelta(weeks=3, hours=1)).isoformat(), "local_alert_raised_at": now.isoformat()}
    facts = {**ELSE, **STATED, **ago, "plan": "child_protection"}
    body = {
        "area": "ashford",
        "facts": facts,
        "categories": ["KEN23-NTK-I"],
        "particulars": {"name": MINE, "account": "Gone."},
    }
    notification = house.done(WORKER, "/v1/notifications", body)["notification_id"]
    alert = notification.replace("notification-", "alert-")
    eventually(lambda: house.get(WORKER, f"/v1/alerts/{alert}").status_code == 200, "the link to the notification")

    made = [{"fact": each, "asked_by": WORKER, "asked_of": "family", "asked_at": now.isoformat()} for each in ANSWERED]
    proposed = house.done(WORKER, "/v1/alerts", {"notification_id": notification, "enquiries": made})
    assert proposed["verdict"] == "met"
    house.done(WORKER, f"/v1/alerts/{alert}/messages", form(house, alert, "initial"))
    decide(house, notification, "national_alert_check", "send", UNIT_MANAGER)
    decide(house, notification, "national_alert_cascade", "cascaded", INFORMATION[0], claim=True)
    return notification, alert


def test_an_alert_is_proposed_written_checked_released_and_updated(house: House) -> None:
    notification, alert = released(house)

    def told() -> Any:
        return house.told(WORKER, f"/v1/alerts/{alert}")

    def clocks(state: str) -> list[Any]:
        found = house.told(WORKER, f"/v1/notifications/{notification}")["clocks"]
        return [each for each in found if each["clock"] == "national_alert_update" and each["state"] == state]

    eventually(lambda: told()["state"] == "current", "the release")
    eventually(lambda: clocks("running"), "the time of the first update")
    answered_by_luton(house, notification, f"{alert}.1")
    house.move_clock(days=27)
    house.done(WORKER, f"/v1/alerts/{alert}/messages", form(house, alert, "update"))
    decide(house, notification, "national_alert_renewed", "send", UNIT_MANAGER)
    decide(house, notification, "national_alert_cascade", "cascaded", INFORMATION[0], claim=True)
    eventually(lambda: clocks("met") and clocks("running"), "the update's time to be met, and the next to run")
    both = [("initial", "released"), ("update", "released")]
    eventually(lambda: [(each["message"], each["state"]) for each in told()["messages"]] == both, "two messages")
    assert MINE.encode() not in b"".join(str(each.events).encode() for each in house.commits("national_alerts"))
