"""The pages, as somebody who has signed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.unit.gateway.callers import Callers, cookie_of

ORIGIN = {"Origin": "http://gateway.example"}


class Visitor:
    """Somebody with a browser."""

    def __init__(self, callers: Callers, cookie: str) -> None:
        self._callers, self._headers = callers, {"Cookie": cookie} if cookie else {}

    def get(self, path: str) -> Any:
        return leading_somewhere(self._callers.call("GET", path, headers=self._headers))

    def post(self, path: str, **headers: str) -> Any:
        """As a browser does: with the word that our page's form holds."""
        return self.sent(path, {}, headers or ORIGIN)

    def sent(self, path: str, form: Mapping[str, str], headers: Mapping[str, str] = ORIGIN) -> Any:
        """As a browser sends what was filled in, with the word of the session."""
        word = re.search(r'name="form_word" value="([^"]*)"', self.get("/").text)
        data = {**form, "form_word": word[1] if word else ""}
        return leading_somewhere(self._callers.call("POST", path, data=data, headers={**self._headers, **headers}))

    def filled_in(self, page: str, action: str, form: Mapping[str, str]) -> Any:
        """The form of this address on a page, with its own hidden fields, sent; then the page that it leads on to."""
        answered = self.get(page)
        shown = self.get(answered.headers["location"]).text if answered.status_code == 303 else answered.text
        own = re.search(rf'action="{re.escape(action)}">(.*?)</form>', shown, re.DOTALL)
        assert own, f"{page} has no form for {action}"
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', own[1]))
        names = set(re.findall(r' name="([^"]+)"', own[1]))
        assert set(form) <= names, f"the form asks for {names}"
        answer: Any = self._callers.call("POST", action, data={**hidden, **form}, headers={**self._headers, **ORIGIN})
        return self.get(answer.headers["location"]) if answer.status_code == 303 else leading_somewhere(answer)


def leading_somewhere(answer: Any) -> Any:
    """The answer; of a page, each link to a place on it leads to one: from what is to be mended to its field, say."""
    if answer.headers.get("content-type", "").startswith("text/html"):
        places = set(re.findall(r' id="([^"]+)"', answer.text))
        nowhere = set(re.findall(r'href="#([^"]+)"', answer.text)) - places
        assert not nowhere, f"no place of the page is {nowhere}"
    return answer


def signed_in(callers: Callers, person: str) -> Visitor:
    answer = callers.signed_in(person)
    assert answer.status_code == 303, answer.text
    return Visitor(callers, cookie_of(answer))
