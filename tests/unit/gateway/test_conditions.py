"""Conditional requests, limits of agencies' machines, and what is to end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from gateway.agencies import concerns
from gateway.api.deprecating import headers_of
from gateway.api.operation import Deprecated
from gateway.front.rates import Rate, Rates
from tests.unit.gateway.callers import RAISE, Callers, refused
from tests.unit.gateway.house import House
from tests.unit.gateway.test_agency_concerns import CLINIC, CONCERN, DESK, POLICE, raised

DECISION: dict[str, Any] = {"outcome": "no_further_action", "reason": "other"}


def test_what_one_has_is_not_sent_again(callers: Callers) -> None:
    concern = raised(callers)
    path = f"/v1/agency/concerns/{concern}"
    first = callers.get(path, POLICE)
    again = callers.call("GET", path, POLICE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    callers.done(f"/v1/concerns/{concern}/decision", DECISION, DESK)
    changed = callers.call("GET", path, POLICE, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


def test_what_may_not_be_seen_has_no_etag(callers: Callers) -> None:
    concern = raised(callers)
    seen = callers.get(f"/v1/agency/concerns/{concern}", POLICE).headers["etag"]
    hidden = callers.call("GET", f"/v1/agency/concerns/{concern}", CLINIC, headers={"If-None-Match": seen})
    refused(hidden, "not_found", 404)
    assert "etag" not in hidden.headers


def test_a_change_is_made_only_to_what_was_seen(callers: Callers) -> None:
    concern = raised(callers)
    seen = callers.get(f"/v1/concerns/{concern}", DESK).headers["etag"]
    callers.done(f"/v1/concerns/{concern}/decision", DECISION, DESK)
    body = {"particulars": {"feedback": "Thank you."}}
    path = f"/v1/concerns/{concern}/feedback"
    late = callers.call("POST", path, DESK, json=body, headers={"If-Match": seen})
    refused(late, "not_as_seen", 412)
    now = callers.get(f"/v1/concerns/{concern}", DESK).headers["etag"]
    assert callers.call("POST", path, DESK, json=body, headers={"If-Match": now}).status_code == 201


def test_an_update_of_a_notification_can_be_held_to_what_was_read(callers: Callers) -> None:
    notification = callers.raised()
    path = f"/v1/notifications/{notification}"
    seen = callers.get(path).headers["etag"]
    body = {"based_on": 0, "particulars": {"comment": "More."}}
    headers = {"If-Match": seen, "Idempotency-Key": "one"}
    first = callers.call("POST", f"{path}/updates", "worker", json=body, headers=headers)
    assert first.status_code == 201
    again = callers.call("POST", f"{path}/updates", "worker", json=body, headers=headers)
    assert again.json() == first.json(), "what was done is answered as it was, whatever has changed since"
    consultation = {"with_role": "manager", "with_person": "manager", "advice": "raise"}
    late = callers.call("POST", f"{path}/consultations", "worker", json=consultation, headers={"If-Match": seen})
    refused(late, "not_as_seen", 412)


@pytest.mark.parametrize("written", ['"x"', "nonsense", '"a", "b"', 'W/"0123456789012345678901.i1"'])
def test_an_etag_of_something_else_is_refused(callers: Callers, house: House, written: str) -> None:
    concern = raised(callers)
    house.services.commands.clear()
    path = f"/v1/concerns/{concern}/decision"
    refused(callers.call("POST", path, DESK, json=DECISION, headers={"If-Match": written}), "malformed", 422)
    assert house.services.commands == []
    assert callers.call("POST", path, DESK, json=DECISION, headers={"If-Match": "*"}).status_code == 201


def test_a_client_that_asks_too_often_is_told_when_to_come_again_and_nothing_of_it_is_stored(
    callers: Callers, house: House
) -> None:
    house.with_parts(rates=Rates(Rate(2, 0.1), Rate(100, 100.0), monotonic=lambda: 0.0))
    with house.open() as limited:
        for _ in range(2):
            assert limited.post("/v1/agency/concerns", CONCERN, POLICE).status_code == 201
        sent = len(house.services.commands)
        answer = limited.post("/v1/agency/concerns", CONCERN, POLICE)
        refused(answer, "too_many_requests", 429)
        assert answer.headers["retry-after"] == "10"
        assert len(house.services.commands) == sent
        assert limited.post("/v1/agency/concerns", CONCERN, CLINIC).status_code == 201
        assert limited.post("/v1/notifications", RAISE, "worker").status_code == 201


def test_all_agencies_of_an_authority_have_a_limit_together() -> None:
    now = [0.0]
    rates = Rates(Rate(2, 1.0), Rate(3, 1.0), monotonic=lambda: now[0])
    assert [rates.wait("kent", each) for each in ("a", "a", "a", "b", "c")] == [0, 0, 1, 0, 1]
    assert rates.wait("luton", "c") == 0
    now[0] = 1.0
    assert [rates.wait("kent", each) for each in ("c", "c")] == [0, 1]
    now[0] = 1_000.0
    assert [rates.wait("kent", "a") for _ in range(3)] == [0, 0, 1], "nobody saves up more than a full bucket"


def test_what_is_to_end_says_so(house: House) -> None:
    operation = replace(
        concerns.OPERATIONS[1], deprecated=Deprecated(date(2026, 1, 1), date(2027, 1, 1), "/v2/agency/concerns")
    )
    assert headers_of(operation) == {
        "Deprecation": "@1767225600",
        "Sunset": "Fri, 01 Jan 2027 00:00:00 GMT",
        "Link": '</v2/agency/concerns>; rel="successor-version"',
    }
    assert headers_of(concerns.OPERATIONS[1]) == {}
