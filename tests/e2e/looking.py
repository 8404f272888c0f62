"""What people look at: their trays, the reasons, the page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.e2e.cases import Case
from tests.e2e.house import House, unless_away
from tests.e2e.signing_in import sign_in
from tests.e2e.waiting import eventually

LONDON = ZoneInfo("Europe/London")


def in_tray(case: Case, person: str, tray: str = "tasks") -> list[Any]:
    """What waits for this person on the case: tasks, notices or duties."""
    waiting, page = [], case.house.told(person, f"/v1/{tray}?limit=200")
    while page["next"]:
        waiting += page[tray]
        page = case.house.told(person, f"/v1/{tray}?limit=200&cursor={page['next']}")
    return [each for each in (*waiting, *page[tray]) if each["notification_id"] == case.notification_id]


def comes_to(case: Case, person: str, tray: str = "tasks", **like: object) -> Any:
    """The first of what waits for the person there that is like this, as soon as it is in the tray: a case shows it before."""

    def look() -> Any:
        return next((each for each in in_tray(case, person, tray) if like.items() <= each.items()), None)

    return eventually(look, f"{tray} of {person} like {like}")


def open_is(case: Case, *steps: str) -> None:
    """The tasks that wait for anybody come to be these, in any order."""
    eventually(lambda: sorted(open_tasks(case)) == sorted(steps), f"nothing open but {steps}")


def steps_of(case: Case, person: str) -> list[str]:
    """The steps that wait for this person."""
    return [task["step"] for task in in_tray(case, person)]


def waits_with(case: Case, step: str, *people: str) -> None:
    """The step comes into the trays of these people."""
    eventually(lambda: all(step in steps_of(case, person) for person in people), f"{step} in the trays of {people}")


def tray_is(case: Case, person: str, tray: str, part: str, *values: object) -> None:
    """What waits for the person there comes to have these values, in any order."""

    def fits() -> bool:
        return sorted(str(each[part]) for each in in_tray(case, person, tray)) == sorted(map(str, values))

    eventually(fits, f"{tray} of {person} with {part} {values}")


def decision_by(why: Any, rule: str) -> Any:
    """The first decision that cites the rule; each that is given is complete."""
    for decision in why["decisions"]:
        assert_complete(decision)
    return next(each for each in why["decisions"] if rule in cited(each))


def cited(decision: Any) -> list[str]:
    """The ids of its rules."""
    return [rule["id"] for rule in decision["rules"]]


def assert_complete(decision: Any) -> None:
    """It cites, in words a person reads, the edition, and each rule's place in the source."""
    assert decision["question"].endswith("?") and decision["answer"].endswith(".")
    assert decision["rules"] and decision["edition"] and moment(decision["decided_at"])
    for rule in decision["rules"]:
        assert all(rule[part] for part in ("says", "document", "section")), rule["id"]
        # What the source leaves open is shown with the reading that was not taken.
        assert rule["status"] in ("text", "gap") or rule["other_reading"], rule["id"]
    for fact in decision["facts"]:
        assert fact["question"].endswith("?") and fact["value"]


def moment(text: str) -> datetime:
    """An instant as the API writes it."""
    found = datetime.fromisoformat(text)
    assert found.tzinfo is not None
    return found


def hours(clock: Any, until: str = "due") -> float:
    """How long the clock runs."""
    return (moment(clock[until]) - moment(clock["counted_from"])).total_seconds() / 3600


def weeks(clock: Any) -> float:
    """As `hours`, by the calendar: a week in which the clocks change has an hour less or more."""
    due, counted_from = (
        moment(clock[name]).astimezone(LONDON).replace(tzinfo=None) for name in ("due", "counted_from")
    )
    return (due - counted_from) / timedelta(weeks=1)


@contextmanager
def signed_in(house: House, person: str) -> Iterator[httpx.Client]:
    """A browser in which this person has signed in at the identity provider; again for as long as they cannot now."""
    with httpx.Client(base_url=house.web.base_url, trust_env=False, follow_redirects=True) as browser:
        page = eventually(lambda: unless_away(sign_in(browser, person)), f"{person} signed in")
        assert page.status_code == 200 and browser.cookies.get("needfire_session"), page.text
        yield browser


def page_of(case: Case, person: str) -> str:
    """The words on the case's page, as this person sees it."""
    with signed_in(case.house, person) as browser:
        path = f"/cases/{case.notification_id}"
        page = eventually(lambda: unless_away(browser.get(path)), f"the page of {path}")
    assert page.status_code == 200
    text = html.unescape(re.sub(r"<[^>]*>", " ", page.text))
    return re.sub(r"\s+", " ", text)


def assert_on_page(case: Case, person: str) -> None:
    """Every sentence of the timeline, as this person may read it, is on their page."""
    page = page_of(case, person)
    entries = case.house.told(person, f"{case.path}/timeline")["entries"]
    assert entries
    for entry in entries:
        assert re.sub(r"\s+", " ", entry["sentence"]) in page
        for rule in (rule for decision in entry["decisions"] for rule in cited(decision)):
            assert rule in page


def close(case: Case, person: str, resolution: str) -> Any:
    """Closes it, and waits until everybody knows; the notification as it then stands."""
    case.house.done(person, f"{case.path}/closure", {"particulars": {"resolution": resolution}})
    eventually(lambda: case.seen()["state"] == "closed", "the end")
    eventually(lambda: "RoutingEnded" in case.kinds() and not open_steps(case), "the route's end")
    return case.seen()


def open_tasks(case: Case) -> list[str]:
    """The steps, requests and reviews that wait for anybody."""
    return [task["step"] for task in case.seen()["tasks"] if task["state"] == "open"]


def open_steps(case: Case) -> list[str]:
    """The steps of the route that wait for anybody; what is asked beside it goes on after its end."""
    return [task["step"] for task in case.seen()["tasks"] if task["state"] == "open" and not task["beside"]]
