"""Attacks on every operation of the published contract, as people of two authorities and an agency: what they may be answered.

Two authorities each have a case full of an invented word of its own. Whoever asks, with whatever the contract allows or
forbids and with the other's real ids, gets no server error, nothing that the contract does not say, and nothing of the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from gateway.published.openapi_document import openapi_document
from operations.story import STORIES
from operations.story_scenes import read_stories, with_times
from tests.unit.gateway.callers import RAISE, Callers
from tests.unit.gateway.house import BASE, House

DOCUMENT = openapi_document()
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
FOUND = {
    f"{each.method.upper()} {each.path}": each
    for found in SCHEMA.get_all_operations()
    if isinstance(found, Ok)
    for each in [found.ok()]
}
WORDS = {"fenshire": "Quillonfen", "kent": "Quillonkent"}
"""Not of the alphabet of anything that is generated, so that whoever sees one was shown it."""
ASKING = {
    "fenshire": ("worker", "manager", "head", "liaison", "desk-1", "auditor", "fenshire/police"),
    "kent": ("kent-team-manager", "kent-director", "kent-service-manager"),
}
KENT = 1


@dataclass(frozen=True)
class Scene:
    """A house in which both authorities have a case; `ids` are each one's, `foreign` what the other must never see."""

    house: House
    callers: Callers
    ids: Mapping[str, frozenset[str]]

    def foreign(self, authority: str) -> frozenset[str]:
        """What nobody of this authority may be shown."""
        return frozenset().union(*({WORDS[other], *self.ids[other]} for other in WORDS if other != authority))


@contextmanager
def scene(folder: Path) -> Iterator[Scene]:
    """Both cases raised, with what follows from them."""
    house = House(folder)
    with house.open() as callers:
        ids = {}
        for authority, (person, body) in _raising(house).items():
            word = {name: f"{WORDS[authority]} {name}" for name in ("name", "account", "address")}
            notification = callers.raised(person, **{**body, "particulars": word})
            house.passes(days=2)
            ids[authority] = _ids_of(house, notification)
        yield Scene(house, callers, ids)


def _raising(house: House) -> dict[str, tuple[str, dict[str, Any]]]:
    story = read_stories(STORIES)[KENT]
    told = next(each for each in story.scenes if each.verb == "raise" and not each.refused)
    facts = with_times(told.what["facts"], house.case.clock.now())
    return {"fenshire": ("worker", RAISE), "kent": (told.by, {**told.what, "facts": facts, "area": story.area})}


def _ids_of(house: House, notification: str) -> frozenset[str]:
    number = notification.removeprefix("notification-")
    items = {f"{kind}-{number}-{place}" for kind in ("task", "notice", "duty") for place in (1, 2)}
    return frozenset({notification, house.person_of(notification), *items})


def attack(the: Scene, authority: str, name: str, examples: int, number: int) -> int:
    """Calls one operation so often, half of it within the contract and half outside. Returns how often it was accepted."""
    accepted = 0
    everybody = sorted(the.ids["fenshire"] | the.ids["kent"])

    def tried(case: Any, by: str, ids: list[str]) -> None:
        nonlocal accepted
        case.path_parameters = {key: ids.pop() if ids else value for key, value in (case.path_parameters or {}).items()}
        answer = called(the.callers, case, by)
        check(answer, name)
        shown = answer.text + str(answer.headers)
        seen = {word for word in the.foreign(authority) if word in shown and word not in str(case.path_parameters)}
        assert not seen, f"{by} was shown {seen}"
        accepted += answer.status_code < 300

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        run = given(
            case=FOUND[name].as_strategy(generation_mode=mode),
            by=st.sampled_from(ASKING[authority]),
            ids=st.lists(st.sampled_from(everybody), max_size=2),
        )(tried)
        with suppress(Unsatisfiable):  # nothing can be wrong with a request that takes nothing
            seed(number)(_bounded(examples)(run))()
    return accepted


def _bounded(examples: int) -> Any:
    return settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )


def called(callers: Callers, case: Any, by: str) -> httpx.Response:
    """The generated request, under a real token in place of the one that it made up."""
    sent = case.as_transport_kwargs(base_url=BASE)
    headers = {key: value for key, value in sent.pop("headers").items() if key.lower() not in _NOT_SENT}
    cookies = sent.pop("cookies", None)
    url = sent.pop("url").removeprefix(BASE)
    data = sent.pop("data", None)
    content = {"content": data} if isinstance(data, str | bytes) else {"data": data} if data else {}
    if cookies:
        headers["Cookie"] = "; ".join(f"{key}={value}" for key, value in cookies.items() if f"{key}{value}".isascii())
    try:
        return callers.call(sent.pop("method"), url, by, headers=_plain(headers), **content, **sent)
    except (httpx.InvalidURL, UnicodeEncodeError):
        return httpx.Response(404, headers={"content-type": "application/problem+json"}, json={"code": "not_found"})


_NOT_SENT = {"authorization", "host", "content-length", "transfer-encoding", "connection", "accept-encoding"}


def _plain(headers: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in headers.items() if key.isascii() and value.isascii() and value.isprintable()}


def check(answer: httpx.Response, name: str) -> None:
    """No server error; the status is one that the contract names, and the body is as it says. Else AssertionError."""
    assert answer.status_code < 500 or _asks_to_wait(answer), answer.text
    method, path = name.split(" ")
    documented = DOCUMENT["paths"][path][method.lower()]["responses"]
    if answer.status_code in (404, 405, 414, 421) and str(answer.status_code) not in documented:
        return  # the address that came out is another's, or nobody's
    assert str(answer.status_code) in documented, (answer.status_code, answer.text[:300])
    if answer.status_code == 304:
        assert answer.content == b""
        return
    content = documented[str(answer.status_code)]["content"]
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in content
    if media_type.endswith("json") and answer.request.method == method:
        whole = {**content[media_type]["schema"], "components": DOCUMENT["components"]}
        problems = [
            each.message[:200] for each in _validator(json.dumps(whole, sort_keys=True)).iter_errors(answer.json())
        ]
        assert problems == []


def _asks_to_wait(answer: httpx.Response) -> bool:
    """Who asks for a version of a case that has not arrived is told to ask again: that is no error, and theirs to cause."""
    behind = answer.status_code == 503 and answer.json()["code"] == "read_model_behind"
    return behind and "retry-after" in answer.headers


_VALIDATORS: dict[str, Any] = {}


def _validator(schema: str) -> Any:
    if schema not in _VALIDATORS:
        _VALIDATORS[schema] = Draft202012Validator(json.loads(schema), format_checker=FormatChecker())
    return _VALIDATORS[schema]
