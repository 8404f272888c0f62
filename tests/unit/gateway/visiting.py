"""The pages, as somebody who has signed in."""

from __future__ import annotations

import re
from typing import Any

from tests.unit.gateway.house import Callers, cookie_of

ORIGIN = {"Origin": "http://gateway.example"}


class Visitor:
    """Somebody with a browser."""

    def __init__(self, callers: Callers, cookie: str) -> None:
        self._callers, self._headers = callers, {"Cookie": cookie} if cookie else {}

    def get(self, path: str) -> Any:
        return self._callers.call("GET", path, headers=self._headers)

    def post(self, path: str, **headers: str) -> Any:
        """As a browser does: with the word that our page's form holds."""
        word = re.search(r'name="form_word" value="([^"]*)"', self.get("/").text)
        form = {"form_word": word[1] if word else ""}
        return self._callers.call("POST", path, data=form, headers={**self._headers, **(headers or ORIGIN)})


def signed_in(callers: Callers, person: str) -> Visitor:
    answer = callers.signed_in(person)
    assert answer.status_code == 303, answer.text
    return Visitor(callers, cookie_of(answer))
