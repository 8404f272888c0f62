"""What a refusal looks like to whoever gets it."""

from __future__ import annotations

import httpx

from contracts.refusals import REFUSALS

LONGEST_SENTENCE = 200


def assert_refused(answer: httpx.Response, status: int, code: str) -> None:
    """A problem with that stable code, and a sentence for a person."""
    assert (answer.status_code, answer.json().get("code")) == (status, code), answer.text
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status == REFUSALS[code].status
    assert problem["type"] == f"urn:needfire:problem:{code}"
    assert problem["title"].endswith((".", "'.")) and len(problem["title"]) < LONGEST_SENTENCE
    assert problem["title"][0].isupper() and code not in problem["title"]
