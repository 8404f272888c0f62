"""The pages: signed in by a cookie, nothing from outside, everything escaped, and a story that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from gateway.app import application
from gateway.front.address import Address
from needfire.particulars import PARTICULARS
from tests.unit.gateway.house import RAISE, Callers, House

ORIGIN = {"Origin": "http://gateway.example"}


class Visitor:
    """Somebody with a browser."""

    def __init__(self, callers: Callers, cookie: str) -> None:
        self._callers, self._headers = callers, {"Cookie": f"needfire_session={cookie}"} if cookie else {}

    def get(self, path: str) -> Any:
        return self._callers.call("GET", path, headers=self._headers)

    def post(self, path: str, **headers: str) -> Any:
        """As a browser does: with the word that our page's form holds."""
        word = re.search(r'name="form_word" value="([^"]*)"', self.get("/").text)
        form = {"form_word": word[1] if word else ""}
        return self._callers.call("POST", path, data=form, headers={**self._headers, **(headers or ORIGIN)})


def signed_in(callers: Callers, person: str) -> Visitor:
    answer = callers.call("POST", "/sign-in", data={"token": callers.token_for(person)}, headers=ORIGIN)
    assert answer.status_code == 303
    return Visitor(callers, cookie_of(answer))


def cookie_of(answer: Any) -> str:
    found = re.match(r"needfire_session=([^;]*)", answer.headers["set-cookie"])
    assert found
    return found[1]


@pytest.fixture
def worker(callers: Callers) -> Iterator[Visitor]:
    yield signed_in(callers, "worker")


def test_who_is_not_signed_in_is_asked_to_and_then_comes_to_where_they_were_going(callers: Callers) -> None:
    notification = callers.raised()
    there = f"/cases/{notification}"
    answer = Visitor(callers, "").get(there)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={there}")
    form = callers.call("GET", answer.headers["location"])
    assert f'value="{there}"' in form.text
    answer = callers.call(
        "POST", "/sign-in", data={"token": callers.token_for("worker"), "next": there}, headers=ORIGIN
    )
    assert (answer.status_code, answer.headers["location"]) == (303, there)


@pytest.mark.parametrize(
    "next_",
    ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/cases/../..", "javascript:x"],
)
def test_signing_in_leads_to_a_page_of_ours_only(callers: Callers, next_: str) -> None:
    answer = callers.call(
        "POST", "/sign-in", data={"token": callers.token_for("worker"), "next": next_}, headers=ORIGIN
    )
    assert answer.headers["location"] == "/"
    assert "elsewhere" not in callers.call("GET", "/sign-in", params={"next": next_}).text


def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(callers: Callers) -> None:
    answer = callers.call("POST", "/sign-in", data={"token": callers.token_for("worker")}, headers=ORIGIN)
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie and "ey" not in cookie
    assert "Secure" not in cookie


def test_reached_by_https_the_cookie_is_sent_by_https_only(house: House) -> None:
    """Also behind a proxy that speaks plain HTTP to us: the setting says how we are reached."""
    house.app = application(house.parts, Address("https://gateway.example"))
    with house.open() as callers:
        headers = {"Origin": "https://gateway.example"}
        answer = callers.call("POST", "/sign-in", data={"token": callers.token_for("worker")}, headers=headers)
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_an_unknown_token_signs_nobody_in(callers: Callers) -> None:
    answer = callers.call("POST", "/sign-in", data={"token": "<script>"}, headers=ORIGIN)
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_signs_nobody_in_or_out(callers: Callers, worker: Visitor, headers: dict[str, str]) -> None:
    assert (
        callers.call("POST", "/sign-in", data={"token": callers.token_for("worker")}, headers=headers).status_code
        == 403
    )
    assert worker.post("/sign-out", **headers).status_code == 403
    assert worker.get("/").status_code == 200


def test_a_session_ends_with_signing_out_and_with_leaving_the_directory(callers: Callers, house: House) -> None:
    one, other = signed_in(callers, "worker"), signed_in(callers, "worker")
    assert one.post("/sign-out").headers["location"] == "/sign-in"
    assert one.get("/").status_code == 303
    assert other.get("/").status_code == 200
    house.leaves("worker")
    assert other.get("/").status_code == 303


def test_a_token_is_not_taken_for_a_session_nor_a_cookie_for_a_token(callers: Callers, worker: Visitor) -> None:
    assert Visitor(callers, callers.token_for("worker")).get("/").status_code == 303
    assert callers.call("GET", "/", "worker").status_code == 303
    assert worker.get("/v1/notifications").status_code == 401


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
    page = worker.get(f"/cases/{callers.raised(particulars=typed)}").text
    assert "<script" not in page and "<img src=x" not in page
    assert "&lt;script&gt;" in page


def test_every_particular_is_shown_under_its_title(callers: Callers, worker: Visitor) -> None:
    texts = {name: f"Said of {name}" for name in PARTICULARS if name not in ("date_of_birth", "nhs_number")}
    given = {**texts, "date_of_birth": "2015-04-03", "nhs_number": "999 000 0018"}
    page = worker.get(f"/cases/{callers.raised(particulars=given)}").text
    shown = {**given, "date_of_birth": "3 April 2015"}
    for name, each in PARTICULARS.items():
        assert f"<dt>{each.title}</dt>" in page and shown[name] in page


def test_nothing_is_loaded_from_outside_and_no_script_is_there(callers: Callers, worker: Visitor) -> None:
    notification = callers.raised()
    for path in ("/", f"/cases/{notification}", "/sign-in", "/docs", "/cases/none"):
        answer = worker.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "script" not in policy
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not re.search(r'(?:src|action)="(?!/)|<link[^>]+href="(?!/)|<script|style="', answer.text)


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


def test_a_huge_sign_in_is_refused(callers: Callers) -> None:
    answer = callers.call("POST", "/sign-in", content=b"token=" + b"x" * 300_000, headers=ORIGIN)
    assert answer.status_code == 413


def test_what_is_hidden_and_what_is_erased_is_said_on_the_page(callers: Callers, house: House) -> None:
    restricted = {**RAISE, "restrictions": ["FEN-5"], "particulars": {"adult_name": "Invented Adult"}}
    notification = callers.raised(**restricted)
    page = signed_in(callers, "head").get(f"/cases/{notification}").text
    assert "Invented Adult" not in page and "Hidden from you by a restriction" in page
    house.parts.keys.delete("fenshire", house.person_of(notification))
    assert "Erased: nobody can read them again" in signed_in(callers, "manager").get(f"/cases/{notification}").text
