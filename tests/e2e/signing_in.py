"""How somebody signs in to the pages of a running platform: at the demonstration's identity provider, as in a browser."""

from __future__ import annotations

import httpx


def sign_in(browser: httpx.Client, person: str, onward: str = "/") -> httpx.Response:
    """What the person is shown in the end. The authority is the first word of their id; the browser follows where it is sent."""
    asked = {"provider": person.partition("-")[0], "next": onward}
    form = browser.get("/sign-in/begin", params=asked)
    assert form.status_code == 200, form.text
    return browser.post(form.url, data={"sub": person})
