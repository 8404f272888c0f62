"""The pages: signed in by a cookie, nothing from outside, everything escaped, and a story that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from needfire.particulars import PARTICULARS
from tests.unit.gateway.callers import RAISE, Callers
from tests.unit.gateway.house import House
from tests.unit.gateway.visiting import ORIGIN, Visitor, signed_in


def without_our_scripts(page: str) -> str:
    """The page without the two files of ours that it may load."""
    return re.sub(r'<script src="/static/(needfire|session)\.js" defer></script>', "", page)


@pytest.fixture
def worker(callers: Callers) -> Iterator[Visitor]:
    yield signed_in(callers, "worker")


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_signs_nobody_out(callers: Callers, worker: Visitor, headers: dict[str, str]) -> None:
    assert worker.post("/sign-out", **headers).status_code == 403
    assert worker.get("/").status_code == 200


def test_the_list_shows_what_one_may_see(callers: Callers, worker: Visitor) -> None:
    notification = callers.raised()
    page = worker.get("/").text
    assert f'href="/cases/{notification}"' in page
    assert "Missing" in page and "Waits with: Manager" in page
    assert notification not in signed_in(callers, "auditor").get("/").text


def test_a_long_list_has_older_ones_behind(callers: Callers, worker: Visitor) -> None:
    raised = {callers.raised() for _ in range(30)}
    first = worker.get("/").text
    link = re.search(r'href="(/\?before=[^"]+)"', first)
    assert link
    second = worker.get(link[1].replace("&amp;", "&")).text
    shown = [set(re.findall(r"/cases/(notification-[0-9a-f-]+)", page)) for page in (first, second)]
    assert (len(shown[0]), len(shown[1])) == (25, 5)
    assert shown[0] | shown[1] == raised
    assert worker.get("/?before=nonsense").status_code == 404


def test_a_long_tray_has_more_behind_it(callers: Callers) -> None:
    raised = {callers.raised(particulars=None) for _ in range(30)}
    manager = signed_in(callers, "manager")
    first = manager.get("/tasks").text
    assert "Check it" in first and ">To do</h1>" in first
    link = re.search(r'href="(/tasks\?after=[^"]+)"', first)
    assert link
    second = manager.get(link[1].replace("&amp;", "&")).text
    shown = [set(re.findall(r"/cases/(notification-[0-9a-f-]+)", page)) for page in (first, second)]
    assert (len(shown[0]), len(shown[1])) == (25, 5)
    assert shown[0] | shown[1] == raised
    assert "?after=" not in second
    assert manager.get("/tasks?after=nonsense").status_code == 404


def test_each_tray_has_its_page_and_says_when_nothing_lies_in_it(callers: Callers, worker: Visitor) -> None:
    callers.raised()
    for path, said in (("/tasks", "to do"), ("/notices", "to read"), ("/duties", "told by you")):
        page = worker.get(path)
        assert page.status_code == 200 and said in page.text
        assert f'href="{path}"' in worker.get("/").text
        assert Visitor(callers, "").get(path).headers["location"] == f"/sign-in?next={path}"


def test_a_case_is_told_as_a_story_with_its_reasons(callers: Callers, worker: Visitor) -> None:
    page = worker.get(f"/cases/{callers.raised()}").text
    for said in (
        "Ada Reed raised a notification: Missing.",
        "“Check it” now waits with Bo Sedge (Manager).",
        "Tuesday 17 November 2026",
        "A child is missing.",
        "A procedure made for tests, 6",
        "Not seen since breakfast.",
        "<summary>Why?</summary>",
    ):
        assert said in page


def test_what_was_typed_is_shown_and_not_run(callers: Callers, worker: Visitor) -> None:
    typed = {"name": "<script>alert(1)</script>", "account": "<img src=x onerror=alert(1)> & more"}
    page = without_our_scripts(worker.get(f"/cases/{callers.raised(particulars=typed)}").text)
    assert "<script" not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_every_particular_is_shown_under_its_title(callers: Callers, worker: Visitor) -> None:
    texts = {name: f"Said of {name}" for name in PARTICULARS if name not in ("date_of_birth", "nhs_number")}
    given = {**texts, "date_of_birth": "2015-04-03", "nhs_number": "999 000 0018"}
    page = worker.get(f"/cases/{callers.raised(particulars=given)}").text
    shown = {**given, "date_of_birth": "3 April 2015"}
    for name, each in PARTICULARS.items():
        assert f"<dt>{each.title}</dt>" in page and shown[name] in page


def test_nothing_is_loaded_from_outside_and_no_script_but_our_own(callers: Callers, worker: Visitor) -> None:
    notification = callers.raised()
    for path in ("/", f"/cases/{notification}", "/sign-in", "/docs", "/cases/none"):
        answer = worker.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script-src 'self';" in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        text = without_our_scripts(answer.text)
        assert not re.search(r'(?:src|action)="(?!/)|<link[^>]+href="(?!/)|<script|style="', text)


def test_a_case_one_may_not_see_is_a_page_that_is_not_there(callers: Callers) -> None:
    auditor = signed_in(callers, "auditor")
    unseen, missing = auditor.get(f"/cases/{callers.raised()}"), auditor.get("/cases/notification-none")
    assert unseen.status_code == missing.status_code == 404
    assert unseen.content == missing.content


def test_a_page_that_fails_says_so_without_the_data(
    callers: Callers, house: House, worker: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    notification = callers.raised()

    def fail(*_: Any) -> Any:
        raise ValueError("Invented Child")

    monkeypatch.setattr(house.cases, "one", fail)
    answer = worker.get(f"/cases/{notification}")
    assert answer.status_code == 500
    assert "Invented" not in answer.text
    assert "This did not work" in answer.text


def test_files_beside_the_pages_are_served_and_no_others(callers: Callers) -> None:
    style = callers.call("GET", "/static/needfire.css")
    assert (style.status_code, style.headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert callers.call("GET", "/static/needfire.svg").headers["content-type"] == "image/svg+xml"
    for path in ("/static/none.css", "/static/..%2fpages.py", "/static/%2e%2e/app.py"):
        assert callers.call("GET", path).status_code == 404


def test_a_huge_form_is_refused(callers: Callers) -> None:
    answer = callers.call("POST", "/sign-out", content=b"form_word=" + b"x" * 300_000, headers=ORIGIN)
    assert answer.status_code == 413


def test_what_is_hidden_and_what_is_erased_is_said_on_the_page(callers: Callers, house: House) -> None:
    restricted = {**RAISE, "restrictions": ["FEN-5"], "particulars": {"adult_name": "Invented Adult"}}
    notification = callers.raised(**restricted)
    page = signed_in(callers, "head").get(f"/cases/{notification}").text
    assert "Invented Adult" not in page and "Hidden from you by a restriction" in page
    house.parts.keys.delete("fenshire", house.person_of(notification))
    assert (
        "The key is gone: nobody can read them again"
        in signed_in(callers, "manager").get(f"/cases/{notification}").text
    )
