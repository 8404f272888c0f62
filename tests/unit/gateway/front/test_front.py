"""What stands before the application: one host, headers on every answer, forms from our own pages only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gateway.front.address import Address
from gateway.front.forms import word_of
from gateway.front.front import LONGEST_ADDRESS
from gateway.web import templating
from gateway.web.pages import PAGES
from tests.unit.gateway.callers import Callers, refused
from tests.unit.gateway.house import House

ORIGIN = {"Origin": "http://gateway.example"}
TEMPLATES = sorted((Path(templating.__file__).parent / "templates").glob("*.html"))
STATIC = sorted((Path(templating.__file__).parent / "static").glob("*"))


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """One for all: what is asked here does nothing."""
    return House(tmp_path_factory.mktemp("house"))


@pytest.fixture(scope="module")
def callers(house: House) -> Iterator[Callers]:
    with house.open() as callers:
        yield callers


@pytest.mark.parametrize(
    "host",
    [
        "elsewhere.example", "gateway.example.elsewhere.example", "gateway.example:8080", "gateway.example@elsewhere.example",
        "elsewhere.example/gateway.example", "", " ", "gateway.example.", "[::1]", "gateway.example,elsewhere.example",
        "127.0.0.1.elsewhere.example", "localhost.elsewhere.example", "\xe9.example",
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/v1/notifications", "/health/live", "/nowhere"])
def test_another_host_is_not_served(callers: Callers, host: str, path: str) -> None:
    answer = callers.call("GET", path, "worker", headers={"Host": host.encode("latin-1")})
    refused(answer, "wrong_host", 421)
    assert "elsewhere" not in answer.text


@pytest.mark.parametrize(
    "header", ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"]
)
def test_no_other_header_says_where_we_are(callers: Callers, header: str) -> None:
    """Nothing that a page or an answer holds is made of what such a header says."""
    for path in ("/sign-in", "/", "/v1/notifications", "/nowhere"):
        answer = callers.call("GET", path, "worker", headers={header: "elsewhere.example"})
        assert "elsewhere" not in answer.text and "elsewhere" not in str(answer.headers)


@pytest.mark.parametrize(
    ("base", "host", "ours"),
    [
        ("https://needfire.example", "needfire.example", True),
        ("https://needfire.example", "Needfire.Example:443", True),
        ("https://needfire.example", "needfire.example:80", False),
        ("https://needfire.example:8443", "needfire.example:8443", True),
        ("https://needfire.example:8443", "needfire.example", False),
        ("http://needfire.example", "needfire.example:80", True),
        ("https://needfire.example", "127.0.0.1:8000", True),
        ("https://needfire.example", "localhost", True),
    ],
)
def test_the_host_is_the_settings_or_the_machine_itself(base: str, host: str, ours: bool) -> None:
    assert Address(base).is_ours(host) is ours


def test_an_address_of_any_length_is_not_read(callers: Callers) -> None:
    refused(callers.get("/v1/notifications", cursor="x" * LONGEST_ADDRESS), "address_too_long", 414)
    refused(callers.get("/" + "x" * LONGEST_ADDRESS), "address_too_long", 414)


def answers(callers: Callers) -> list[Any]:
    """One of each kind: data, refusal, page, redirect, file, document, and an error that nobody foresaw."""
    paths = ("/v1/notifications", "/v1/notifications/none", "/nowhere", "/sign-in", "/", "/docs", "/openapi.json")
    return [callers.call("GET", path, "worker") for path in (*paths, "/static/needfire.css", "/static/none")]


def test_every_answer_says_what_must_not_be_done_with_it(callers: Callers) -> None:
    for answer in answers(callers):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        assert "unsafe" not in policy and "*" not in policy and "data:" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert (
            answer.headers["cross-origin-opener-policy"]
            == answer.headers["cross-origin-resource-policy"]
            == "same-origin"
        )
        assert "camera=()" in answer.headers["permissions-policy"]
        assert "strict-transport-security" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers.get_list("content-security-policy") == [policy]


def test_what_holds_data_is_kept_nowhere(callers: Callers) -> None:
    public = ("/openapi.json", "/static/needfire.css")
    for answer in answers(callers):
        kept = answer.headers["cache-control"] != "no-store"
        assert kept == (answer.url.path in public), answer.url.path


def test_an_error_that_nobody_foresaw_has_them_too(tmp_path: Path) -> None:
    house = House(tmp_path)

    def broken(*_: Any) -> Any:
        raise KeyError("Quillon")

    house.services.instead = broken
    with house.open() as callers:
        answer = callers.get("/v1/notifications")
        raised = callers.post("/v1/notifications", {"area": "fen"})
    for each in (answer, raised):
        assert each.headers["cache-control"] == "no-store" and "Quillon" not in each.text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.name)
def test_pages_hold_no_script_of_their_own_and_no_style(template: Path) -> None:
    text = template.read_text("utf-8")
    for ours in ("needfire", "session"):
        text = text.replace(f'<script src="/static/{ours}.js" defer></script>', "")
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b|autoescape false", text)


@pytest.mark.parametrize("file", STATIC, ids=lambda each: each.name)
def test_files_hold_nothing_from_elsewhere(file: Path) -> None:
    assert not re.search(r"<script|@import|url\(['\"]?(?:https?:)?//|\son[a-z]+=", file.read_text("utf-8"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.name)
def test_every_form_that_changes_something_carries_the_sessions_word(template: Path) -> None:
    for form in re.findall(r'(?s)<form[^>]*method="post".*?</form>', template.read_text("utf-8")):
        assert 'name="form_word" value="{{ form_word }}"' in form or "{{ own(form_word" in form


FORMS = [page.path for page in PAGES if page.method == "POST"]
FROM_ELSEWHERE: list[dict[str, str]] = [
    {},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "http://gateway.example.elsewhere.example"},
    {"Origin": "https://gateway.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", **ORIGIN},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
]


@pytest.fixture(scope="module")
def session(callers: Callers) -> str:
    """A real one, so that nothing but the form is wrong."""
    found = re.search(r"needfire_session=([^;]+)", str(callers.signed_in("worker").headers.get_list("set-cookie")))
    assert found
    return found[1]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_site_does_nothing(
    callers: Callers, session: str, path: str, headers: dict[str, str]
) -> None:
    answer = posted(callers, session, path, {"form_word": word_of(session)}, headers)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("word", ["", "x", "cut", "CAPITALS", "é"])
@pytest.mark.parametrize("path", FORMS)
def test_a_form_without_the_sessions_word_does_nothing(callers: Callers, session: str, path: str, word: str) -> None:
    own = word_of(session)
    given = {"cut": own[:-1], "CAPITALS": own.upper()}.get(word, word)
    answer = posted(callers, session, path, {"form_word": given}, ORIGIN)
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("path", FORMS)
def test_a_form_of_another_session_does_nothing(callers: Callers, house: House, session: str, path: str) -> None:
    answer = posted(callers, session, path, {"form_word": word_of("another")}, ORIGIN)
    assert answer.status_code in (403, 404, 409, 422) and "set-cookie" not in answer.headers
    assert house.services.commands == []


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"form_word=a&form_word=b", "application/x-www-form-urlencoded", 422),
        (b"a=%ff", "application/x-www-form-urlencoded", 422),
        (b"a=\xc3\xa9", "application/x-www-form-urlencoded", 422),
        (b"nonsense", "application/x-www-form-urlencoded", 422),
        (b"&".join(b"f%d=1" % number for number in range(601)), "application/x-www-form-urlencoded", 422),
        (b'{"token": "x"}', "application/json", 422),
        (b"--x--", "multipart/form-data; boundary=x", 422),
        (b"a=b", "text/plain", 422),
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_what_is_no_form_of_ours_is_not_read(callers: Callers, content: bytes, media_type: str, status: int) -> None:
    headers = {"Content-Type": media_type, **ORIGIN}
    assert callers.call("POST", "/sign-out", content=content, headers=headers).status_code == status


def posted(callers: Callers, session: str, path: str, form: dict[str, str], headers: dict[str, str]) -> Any:
    return callers.call("POST", path, data=form, headers={"Cookie": f"needfire_session={session}", **headers})


def test_the_word_is_the_sessions_own_and_does_not_tell_it() -> None:
    assert word_of("one") != word_of("two")
    assert word_of("") == ""
    assert "one" not in word_of("one")
