"""Signing in to the pages at an identity provider, and everything that does not sign anybody in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from gateway.app import application
from gateway.front.address import Address
from gateway.identity.sessions import IDLE_SECONDS
from tests.unit.gateway.callers import Callers, cookie_of
from tests.unit.gateway.house import House
from tests.unit.gateway.identity.issuing import key_of, key_set, known_people, times
from tests.unit.gateway.visiting import ORIGIN


def begun(callers: Callers, **asked: str) -> Any:
    return callers.call("GET", "/sign-in/begin", params={"provider": "fenshire", **asked})


def came_back(callers: Callers, answer: Mapping[str, str], cookie: str) -> Any:
    return callers.call("GET", "/sign-in/return", params=dict(answer), headers={"Cookie": cookie})


def page(callers: Callers, path: str, cookie: str) -> Any:
    return callers.call("GET", path, headers={"Cookie": cookie})


def signed_out(callers: Callers, cookie: str) -> Any:
    word = re.search(r'name="form_word" value="([^"]*)"', page(callers, "/", cookie).text)
    assert word
    return callers.call("POST", "/sign-out", data={"form_word": word[1]}, headers={"Cookie": cookie, **ORIGIN})


def test_who_is_not_signed_in_is_asked_to_and_then_comes_to_where_they_were_going(callers: Callers) -> None:
    there = f"/cases/{callers.raised()}"
    answer = page(callers, there, "")
    assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={there}")
    link = re.search(
        r'href="(/sign-in/begin\?provider=fenshire[^"]*)"', callers.call("GET", f"/sign-in?next={there}").text
    )
    assert link and "next=" in link[1]
    answer = callers.signed_in("worker", next=there)
    assert (answer.status_code, answer.headers["location"]) == (303, there)
    assert page(callers, there, cookie_of(answer)).status_code == 200


def test_every_authority_here_is_offered_by_its_name_and_no_other(callers: Callers) -> None:
    offered = re.findall(r"provider=(\w+)[^>]*>([^<]+)<", callers.call("GET", "/sign-in").text)
    assert dict(offered).keys() == {"fenshire", "kent"}
    assert "Kent" in dict(offered)["kent"]


@pytest.mark.parametrize(
    "next_",
    ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "/cases/../..", "javascript:x"],
)
def test_signing_in_leads_to_a_page_of_ours_only(callers: Callers, next_: str) -> None:
    assert callers.signed_in("worker", next=next_).headers["location"] == "/"
    assert "elsewhere" not in callers.call("GET", "/sign-in", params={"next": next_}).text


def test_what_goes_through_the_browser_tells_nothing(callers: Callers, house: House) -> None:
    asked = parse_qs(urlsplit(begun(callers).headers["location"]).query)
    assert set(asked) == {
        "client_id", "response_type", "state", "redirect_uri", "scope", "code_challenge", "code_challenge_method", "nonce",
    }  # fmt: skip
    assert asked["redirect_uri"] == ["http://gateway.example/sign-in/return"]
    assert asked["code_challenge_method"] == ["S256"]


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites_forms(callers: Callers) -> None:
    answer = callers.signed_in("worker")
    (kept,) = [each for each in answer.headers.get_list("set-cookie") if each.startswith("needfire_session=")]
    assert "HttpOnly" in kept and "SameSite=lax" in kept and "Path=/" in kept and "Domain" not in kept
    assert "Secure" not in kept


def test_reached_by_https_the_cookies_are_bound_to_this_host_and_sent_by_https_only(house: House) -> None:
    """Also behind a proxy that speaks plain HTTP to us: the setting says how we are reached."""
    house.known = replace(house.known, address="https://gateway.example")
    house.app = application(house.parts, Address("https://gateway.example"))
    with house.open() as callers:
        answer = callers.signed_in("worker")
        (kept,) = [each for each in answer.headers.get_list("set-cookie") if "needfire_session=" in each]
        assert kept.startswith("__Host-needfire_session=") and "Secure" in kept and "Path=/" in kept
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        cookie = cookie_of(answer)
        assert page(callers, "/", cookie).status_code == 200
        assert page(callers, "/", cookie.replace("__Host-", "")).status_code == 303


def test_a_session_before_signing_in_is_not_the_session_after(callers: Callers) -> None:
    first = cookie_of(callers.signed_in("worker"))
    start = begun(callers)
    answer = callers.provider.signed_in(start.headers["location"], "worker")
    second = came_back(callers, answer, f"{cookie_of(start)}; {first}")
    assert second.status_code == 303 and cookie_of(second) != first
    assert page(callers, "/", first).status_code == 303
    assert page(callers, "/", cookie_of(second)).status_code == 200


def test_an_id_of_somebody_elses_choice_becomes_no_session(callers: Callers) -> None:
    start = begun(callers)
    answer = callers.provider.signed_in(start.headers["location"], "worker")
    chosen = "needfire_session=chosen-by-somebody-else"
    assert came_back(callers, answer, f"{cookie_of(start)}; {chosen}").status_code == 303
    assert page(callers, "/", chosen).status_code == 303


def test_a_session_ends_with_signing_out_here_and_at_the_provider(callers: Callers) -> None:
    one, other = (cookie_of(callers.signed_in("worker")) for _ in range(2))
    answer = signed_out(callers, one)
    assert answer.headers["location"] == "/signed-out?at=fenshire"
    assert 'needfire_session=""' in answer.headers["set-cookie"]
    assert page(callers, "/", one).status_code == 303
    assert page(callers, "/", other).status_code == 200
    onward = callers.call("GET", "/signed-out?at=fenshire").text
    assert "https://login.fenshire.example/end?client_id=needfire-pages&amp;post_logout_redirect_uri=" in onward
    for nowhere in ("/signed-out", "/signed-out?at=https://elsewhere.example"):
        assert "http-equiv" not in callers.call("GET", nowhere).text


def test_without_a_way_to_sign_out_at_the_provider_it_is_done_here(callers: Callers, house: House) -> None:
    house.provider.metadata = {"end_session_endpoint": None}
    assert signed_out(callers, cookie_of(callers.signed_in("worker"))).headers["location"] == "/signed-out?at=fenshire"
    assert "http-equiv" not in callers.call("GET", "/signed-out?at=fenshire").text


def test_a_session_ends_when_its_person_leaves_the_directory(callers: Callers, house: House) -> None:
    cookie = cookie_of(callers.signed_in("worker"))
    house.leaves("worker")
    assert page(callers, "/", cookie).status_code == 303


def test_a_session_ends_when_its_provider_is_taken_out(callers: Callers, house: House) -> None:
    cookie = cookie_of(callers.signed_in("worker"))
    house.known = known_people(["kent"])
    assert page(callers, "/", cookie).status_code == 303


def test_a_session_ends_when_nothing_is_asked_for_a_while(callers: Callers, house: House, monkeypatch: Any) -> None:
    cookie = cookie_of(callers.signed_in("worker"))
    now = house.parts.identity.sessions._now()
    monkeypatch.setattr(house.parts.identity.sessions, "_now", lambda: now + IDLE_SECONDS + 1)
    assert page(callers, "/", cookie).status_code == 303


def test_a_token_is_not_taken_for_a_session_nor_a_cookie_for_a_token(callers: Callers) -> None:
    cookie = cookie_of(callers.signed_in("worker"))
    assert page(callers, "/", f"needfire_session={callers.token_for('worker')}").status_code == 303
    assert callers.call("GET", "/", "worker").status_code == 303
    assert page(callers, "/v1/notifications", cookie).status_code == 401
    _, _, session_id = cookie.partition("=")
    assert (
        callers.call("GET", "/v1/notifications", headers={"Authorization": f"Bearer {session_id}"}).status_code == 401
    )


def test_somebody_whom_the_directory_does_not_have_is_told_so(callers: Callers) -> None:
    start = begun(callers)
    answer = came_back(callers, callers.provider.signed_in(start.headers["location"], "nobody"), cookie_of(start))
    assert answer.status_code == 401 and "not in its directory" in answer.text
    assert "needfire_session" not in str(answer.headers.get_list("set-cookie"))


def test_nobody_signs_in_as_a_person_of_another_authority(callers: Callers) -> None:
    start = begun(callers, provider="kent")
    answer = came_back(callers, callers.provider.signed_in(start.headers["location"], "worker"), cookie_of(start))
    assert answer.status_code == 401


Change = Callable[[dict[str, str]], Mapping[str, str]]
ANSWERS: Mapping[str, Change] = {
    "another state": lambda answer: {**answer, "state": "x" * 64},
    "no state": lambda answer: {"code": answer["code"], "iss": answer["iss"]},
    "another issuer": lambda answer: {**answer, "iss": "https://login.kent.example"},
    "no issuer though it names itself": lambda answer: {"code": answer["code"], "state": answer["state"]},
    "no code": lambda answer: {"state": answer["state"], "iss": answer["iss"]},
    "another code": lambda answer: {**answer, "code": "code-of-another"},
    "an error": lambda answer: {**answer, "error": "access_denied"},
    "a state that is no text": lambda answer: {**answer, "state": "\udcff"},
}


@pytest.mark.parametrize("case", [each for each in ANSWERS if "no text" not in each])
def test_an_answer_that_is_not_to_what_was_asked_signs_nobody_in(callers: Callers, case: str) -> None:
    start = begun(callers)
    answer = callers.provider.signed_in(start.headers["location"], "worker")
    refused = came_back(callers, ANSWERS[case](answer), cookie_of(start))
    assert refused.status_code == 401 and "Sign in" in refused.text
    assert "needfire_session" not in str(refused.headers.get_list("set-cookie"))


def test_an_answer_is_good_once_and_in_the_browser_that_asked(callers: Callers) -> None:
    start = begun(callers)
    answer = callers.provider.signed_in(start.headers["location"], "worker")
    assert came_back(callers, answer, cookie_of(begun(callers))).status_code == 401
    assert came_back(callers, answer, "").status_code == 401
    assert came_back(callers, answer, cookie_of(start)).status_code == 303
    assert came_back(callers, answer, cookie_of(start)).status_code == 401


def test_an_answer_in_which_something_stands_twice_is_refused(callers: Callers) -> None:
    start = begun(callers)
    answer = callers.provider.signed_in(start.headers["location"], "worker")
    path = f"/sign-in/return?code=x&code={answer['code']}&state={answer['state']}&iss={answer['iss']}"
    assert page(callers, path, cookie_of(start)).status_code == 401


TOKENS: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "another nonce": ({"nonce": "of another sign-in"}, {}),
    "no nonce": ({"nonce": None}, {}),
    "another issuer": ({"iss": "https://login.kent.example"}, {}),
    "another audience": ({"aud": "another"}, {}),
    "an audience more": ({"aud": ["needfire-pages", "another"]}, {}),
    "no person": ({"sub": None}, {}),
    "a person who is no text": ({"sub": 7}, {}),
    "run out": ({"exp": 1_000}, {}),
    "no end": ({"exp": None}, {}),
    "an access token": ({}, {"typ": "at+jwt"}),
    "a key that is not the issuer's": ({}, {"kid": "unknown"}),
}


@pytest.mark.parametrize("case", TOKENS)
def test_an_id_token_that_is_not_as_it_must_be_signs_nobody_in(callers: Callers, house: House, case: str) -> None:
    house.provider.claims, house.provider.header = TOKENS[case]
    assert callers.signed_in("worker").status_code == 401


def test_an_id_token_that_somebody_else_signed(callers: Callers, house: House) -> None:
    house.provider.signs_with = lambda _: key_of("somebody else")
    assert callers.signed_in("worker").status_code == 401
    house.provider.header = {"kid": key_of("fenshire").thumbprint()}
    assert callers.signed_in("worker").status_code == 401


def test_an_id_token_is_no_access_token(callers: Callers, house: House) -> None:
    from tests.unit.gateway.identity.issuing import signed

    claims = {
        "iss": "https://login.fenshire.example",
        "aud": "needfire-pages",
        "sub": "worker",
        "nonce": "n",
        **times(),
    }
    for more in ({}, {"aud": "needfire"}):
        token = signed(key_of("fenshire"), {"typ": "JWT"}, {**claims, **more})
        answer = callers.call("GET", "/v1/notifications", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401


def test_a_provider_that_is_down_or_is_another_is_told_and_can_be_tried_again(callers: Callers, house: House) -> None:
    house.provider.is_down = True
    answer = begun(callers)
    assert answer.status_code == 503 and "does not answer" in answer.text
    house.provider.is_down, house.provider.metadata = False, {"issuer": "https://login.elsewhere.example"}
    assert begun(callers).status_code == 503
    house.provider.metadata = {}
    assert callers.signed_in("worker").status_code == 303


def test_an_unknown_provider_leads_nowhere(callers: Callers) -> None:
    for provider in ("", "unknown", "https://elsewhere.example", "\0"):
        answer = callers.call("GET", "/sign-in/begin", params={"provider": provider})
        assert answer.status_code == 401 and "location" not in answer.headers


def test_a_provider_that_takes_its_secret_in_the_form_only(callers: Callers, house: House) -> None:
    house.provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"]}
    assert callers.signed_in("worker").status_code == 303


def test_with_a_wrong_secret_nobody_is_signed_in(callers: Callers, house: House) -> None:
    (house.known.folder / "client.secret").write_text("another", "utf-8")
    assert callers.signed_in("worker").status_code == 401


def test_keys_that_a_provider_publishes_are_fetched_and_new_ones_are_found(callers: Callers, house: House) -> None:
    codes = house.case.deployment.directories
    house.known = known_people(codes, folder=house.known.folder, client_secret_file="client.secret", discovery=True)
    assert callers.signed_in("worker").status_code == 303
    assert callers.get("/v1/notifications").status_code == 200
    house.provider.signs_with = lambda authority: key_of(f"new {authority}")
    house.provider.published = lambda authority: key_set(key_of(authority), key_of(f"new {authority}"))
    assert callers.signed_in("worker").status_code == 401  # it was asked just now
    house.parts.identity.providers._tried.clear()
    assert callers.signed_in("worker").status_code == 303


def test_invented_key_ids_make_nobody_fetch_keys_any_faster(callers: Callers, house: House) -> None:
    from tests.unit.gateway.identity.issuing import AUDIENCE, signed

    house.known = known_people(house.case.deployment.directories, discovery=True)
    claims = {"iss": "https://login.fenshire.example", "aud": AUDIENCE, "sub": "worker", **times()}
    for number in range(20):
        token = signed(key_of("fenshire"), {"typ": "at+jwt", "kid": f"invented-{number}"}, claims)
        assert callers.call("GET", "/v1/notifications", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert house.provider.asked.count("/keys") == 1


def test_a_key_that_an_issuer_takes_back_is_not_believed_any_more(callers: Callers, house: House) -> None:
    house.known = known_people(house.case.deployment.directories, discovery=True)
    token = {"Authorization": f"Bearer {callers.token_for('worker')}"}
    assert callers.call("GET", "/v1/notifications", headers=token).status_code == 200
    house.provider.published = lambda authority: key_set(key_of(f"new {authority}"))
    house.parts.identity.providers._tried.clear()
    house.parts.identity.providers.fetch_keys("https://login.fenshire.example")
    assert callers.call("GET", "/v1/notifications", headers=token).status_code == 401


def test_who_signs_in_and_out_is_in_the_access_log(callers: Callers, house: House) -> None:
    cookie = cookie_of(callers.signed_in("worker"))
    signed_out(callers, cookie)
    start = begun(callers)
    came_back(callers, callers.provider.signed_in(start.headers["location"], "nobody"), cookie_of(start))
    found = [each.entry for each in house.access_log.first(100) if each.entry.deed in ("sign_in", "sign_out")]
    assert [(each.deed, each.outcome) for each in found] == [
        ("sign_in", "signed_in"), ("sign_out", "signed_out"), ("sign_in", "not_in_directory"),
    ]  # fmt: skip
    assert [each.actor for each in found[:2]] == ["worker", "worker"]
    assert "nobody" not in repr(found[2]) and found[2].authority == "fenshire"


def test_a_person_is_known_by_the_account_that_the_directory_gives_them(callers: Callers, house: House) -> None:
    directory = house.case.deployment.directories["fenshire"]
    people = tuple(replace(each, account="4f0c-1") if each.id == "worker" else each for each in directory.people)
    house.parts.people._directories = {"fenshire": replace(directory, people=people)}
    assert callers.signed_in("worker").status_code == 401
    start = begun(callers)
    answer = came_back(callers, callers.provider.signed_in(start.headers["location"], "4f0c-1"), cookie_of(start))
    assert answer.status_code == 303
    assert "Ada Reed" in page(callers, "/", cookie_of(answer)).text
